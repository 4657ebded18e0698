/**
 * The text by which a person reports that a warning was wrong, or that one was
 * missed. It goes to a public place, so it names what public lists know and
 * nothing that only this person or an organisation knows: never an address, no
 * target of history, own or the organisation's domains, and no typed domain that
 * lies so near to one of those that it would give it away.
 */
import type { FeedbackText, FeedbackWhat } from '../messages/reports.ts';
import type { Verdict } from '../messages/verdict.ts';

export interface FeedbackFacts {
  readonly what: FeedbackWhat;
  /** With everything that is known here. */
  readonly own: Verdict;
  /** Of public lists and policy alone. */
  readonly common: Verdict;
  /** Whether a domain of the public lists is meant by this target. */
  readonly isPublic: (target: string, category: string) => boolean;
  /** Domains, or "*." and a suffix, that only this person or the organisation knows. */
  readonly private: readonly string[];
  /** Of the organisation: not even said to be the one that was typed. */
  readonly organisation: readonly string[];
  readonly version: string;
  readonly listVersion: number;
}

export function feedbackText(facts: FeedbackFacts): FeedbackText {
  const { what, own, common, organisation, version, listVersion } = facts;
  const hasTarget = own.target !== '';
  const isShared = JSON.stringify(own) === JSON.stringify(common);
  const namesTarget = hasTarget && isShared && facts.isPublic(own.target, own.category);
  const others = facts.private.filter((one) => one !== own.domain);
  const givesAway =
    own.domain === '' ||
    (hasTarget ? !namesTarget : !isShared) ||
    [...others, ...organisation].some((one) => isNear(own.domain, one));
  const domain = givesAway ? '' : own.domain;
  const lines = [
    what === 'wrong' ? 'A warning was wrong' : 'A near miss was missed',
    `Kind: ${own.kind === '' ? 'none' : own.kind}`,
    `Target: ${namesTarget ? own.target : hasTarget ? LEFT_OUT : 'none'}`,
    `Typed domain: ${domain === '' ? LEFT_OUT : domain}`,
    `Nearmiss ${version}, lists ${listVersion}`,
  ];
  return { text: lines.join('\n'), domain };
}

const LEFT_OUT = 'left out, private';

/** Labels that many domains share say nothing about one of them. */
const COMMON = /^(?:\*|www|mail|com|co|org|net|gov|gob|gouv|edu|ac|mil|int|info)$/;

/** Whether one name is the other, is below it, or has a label that is nearly one of its own. */
export function isNear(domain: string, other: string): boolean {
  const labelsOf = (name: string): string[] =>
    name.split('.').filter((label) => label.length > 2 && !COMMON.test(label));
  // Of the last label only the names before it are of interest.
  const ours = labelsOf(domain.slice(0, Math.max(0, domain.lastIndexOf('.'))));
  const theirs = labelsOf(other.slice(0, Math.max(0, other.lastIndexOf('.'))));
  return ours.some((one) => theirs.some((two) => distance(one, two) <= Math.min(one.length, two.length) / 3));
}

/** Letters to change, add, drop or swap with the next (optimal string alignment). */
function distance(one: string, two: string): number {
  const rows: number[][] = [Array.from({ length: two.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= two.length; j++) {
      const isSame = one[i - 1] === two[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1];
      const cell = (at: readonly number[] | undefined, index: number): number =>
        at?.[index] ?? Number.POSITIVE_INFINITY;
      row[j] = Math.min(
        cell(rows[i - 1], j) + 1,
        cell(row, j - 1) + 1,
        cell(rows[i - 1], j - 1) + (isSame ? 0 : 1),
        isSwap ? cell(rows[i - 2], j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(row);
  }
  return rows[one.length]?.[two.length] ?? 0;
}

/** The form with the text in it, where the build's address has a place for it; '' without a form. */
export function formAddress(form: string, text: string): string {
  return form.replace('{text}', encodeURIComponent(text));
}
