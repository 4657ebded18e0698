/**
 * The domains this person really writes to, on this device only. The core takes
 * them as targets (a near miss of one is worth a word) and as exemptions (they
 * are meant).
 */

export interface Habit {
  /** Mails that left for this domain. */
  readonly mails: number;
  /** Different days on which they left. */
  readonly days: number;
  /** The last of those days, '2026-11-21'. */
  readonly last: string;
  /** Of the mails, how many left against a warning. */
  readonly warned: number;
}

/** canonical domain → habit */
export type History = Readonly<Record<string, Habit>>;

/** Some people write to many; the least recent fall out. Kept as one value of about 150 KB at most. */
export const MAX_DOMAINS = 2000;

/** One mail to each of these domains. */
export function withMail(
  history: History,
  day: string,
  domains: readonly { readonly domain: string; readonly wasWarned: boolean }[],
): History {
  const grown: Record<string, Habit> = { ...history };
  for (const { domain, wasWarned } of domains) {
    if (domain === '') continue;
    const before = grown[domain] ?? { mails: 0, days: 0, last: '', warned: 0 };
    delete grown[domain]; // the order of keys is the order of use
    grown[domain] = {
      mails: before.mails + 1,
      days: before.days + (before.last === day ? 0 : 1),
      last: day,
      warned: before.warned + (wasWarned ? 1 : 0),
    };
  }
  const names = Object.keys(grown);
  if (names.length <= MAX_DOMAINS) return grown;
  return Object.fromEntries(names.slice(names.length - MAX_DOMAINS).map((name) => [name, grown[name] as Habit]));
}

/**
 * Domains that are a habit and no slip: written to on two days, or three times.
 * One mail proves nothing: it may be the very typo. A domain that was warned
 * about needs three days, so that one hurried week-end does not silence it.
 */
export function habitual(history: History): string[] {
  return Object.entries(history)
    .filter(([, { mails, days, warned }]) => (warned > 0 ? days >= 3 : days >= 2 || mails >= 3))
    .map(([domain]) => domain)
    .sort();
}
