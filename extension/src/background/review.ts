/**
 * What importing a settings file would add, and which of it silences warnings: a
 * file that somebody was sent must not quietly exempt near misses.
 */
import type { Addition, Personal } from '../messages/personal.ts';
import type { Verdict } from '../messages/verdict.ts';

type Check = (recipients: readonly string[]) => Promise<readonly Verdict[]>;

/** Entries after which other requests get their turn: up to three checks each. */
const AT_ONCE = 150;

const LISTS = ['protected', 'allowed', 'addresses'] as const;

/** `check`: what public lists and policy say. */
export async function additionsOf(before: Personal, wanted: Personal, check: Check): Promise<Addition[]> {
  const added = LISTS.flatMap((list) => {
    const known = new Set(before[list]);
    return wanted[list].filter((entry) => !known.has(entry)).map((entry) => ({ list, entry }));
  });
  const additions: Addition[] = [];
  for (let at = 0; at < added.length; at += AT_ONCE) {
    const part = added.slice(at, at + AT_ONCE).map((one) => ({ ...one, probes: probesOf(one.entry) }));
    const verdicts = await check(part.flatMap(({ probes }) => probes));
    const nearOf = new Map(
      verdicts.filter(({ level }) => level !== 'none').map((verdict) => [verdict.recipient, verdict]),
    );
    for (const { list, entry, probes } of part) {
      const near = probes.map((probe) => nearOf.get(probe)).find((verdict) => verdict !== undefined);
      if (isBroad(entry)) additions.push({ list, entry, exempts: 'broad', target: '' });
      else if (near !== undefined) additions.push({ list, entry, exempts: 'near-miss', target: near.target });
      else additions.push({ list, entry, exempts: '', target: '' });
    }
  }
  return additions;
}

/** The wanted entries without those that exempt near misses and were not ticked. */
export function withoutExempting(
  wanted: Personal,
  additions: readonly Addition[],
  ticked: readonly string[],
): Personal {
  const isTicked = new Set(ticked);
  const out = new Set(
    additions
      .filter(({ entry, exempts }) => exempts !== '' && !isTicked.has(entry))
      .map(({ list, entry }) => `${list} ${entry}`),
  );
  const kept = LISTS.map((list) => [list, wanted[list].filter((entry) => !out.has(`${list} ${entry}`))] as const);
  return { ...wanted, ...Object.fromEntries(kept) };
}

/** Addresses that the entry would exempt; "x" is nobody's name and nobody's host. */
function probesOf(entry: string): string[] {
  if (entry.includes('@')) return [entry];
  const domain = entry.replace(/^\*\./, '');
  // Some near misses are seen under the name of a listed body alone.
  return [`x@${domain}`, `x@x.${domain}`, `x@army.${domain}`];
}

/**
 * Whether the entry covers a whole ending, such as *.ml or gov.ml, where every
 * near miss would be allowed.
 */
function isBroad(entry: string): boolean {
  const [first = '', ...others] = entry.replace(/^\*\./, '').split('.');
  if (entry.includes('@')) return false;
  return others.length === 0 || (others.length === 1 && REGISTRIES.has(first) && others[0]?.length === 2);
}

/** What countries call their registries: co.uk, gouv.fr, mil.co. */
const REGISTRIES: ReadonlySet<string> = new Set(
  'ac ad admin co com edu firm gc go gob gouv gov govt gub gv int lg mil mod ne net nhs nic nom or org parliament police sch school'.split(
    ' ',
  ),
);
