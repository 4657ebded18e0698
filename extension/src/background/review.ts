/**
 * What importing a settings file would add, and which of it silences warnings: a
 * file that somebody was sent must not quietly exempt near misses.
 */
import type { Addition, Personal, Verdict } from '../messages.ts';

type Check = (recipients: readonly string[]) => Promise<readonly Verdict[]>;

/** Entries between which other requests get their turn. */
const AT_ONCE = 200;

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
      if (near !== undefined) additions.push({ list, entry, exempts: 'near-miss', target: near.target });
      else additions.push({ list, entry, exempts: isBroad(entry) ? 'broad' : '', target: '' });
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
  return entry.startsWith('*.') ? [`x@${entry.slice(2)}`, `x@x.${entry.slice(2)}`] : [`x@${entry}`];
}

/**
 * A pattern for a whole ending, such as *.ml or *.gov.ml, where every near miss
 * would be allowed. Also *.ibm.de: that costs one tick.
 */
function isBroad(entry: string): boolean {
  return /^\*\.([^.]{1,4}\.)?[^.]+$/.test(entry) && !/^\*\.[^.]+\.[^.]{3,}$/.test(entry);
}
