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

/** Some people write to many. Kept as one value of about 150 KB at most. */
export const MAX_DOMAINS = 2000;
/** New domains that one mail may bring: a newsletter to a thousand people is no thousand acquaintances. */
export const NEW_DOMAINS_A_MAIL = 50;
/** And that a day may: whatever sends mail after mail crowds nobody out. */
export const NEW_DOMAINS_A_DAY = 200;

/**
 * One mail to each of these domains. Beyond the limits new ones are left out; known
 * ones count always. Where there is no room, those with one mail fall out first and
 * habits last; of equals the least recent.
 */
export function withMail(
  history: History,
  day: string,
  domains: readonly { readonly domain: string; readonly wasWarned: boolean }[],
): History {
  const grown: Record<string, Habit> = { ...history };
  const isNewToday = ({ mails, days, last }: Habit): boolean => mails > 0 && days === 1 && last === day;
  const today = Object.values(history).filter(isNewToday).length;
  let room = Math.min(NEW_DOMAINS_A_MAIL, NEW_DOMAINS_A_DAY - today);
  for (const { domain, wasWarned } of domains) {
    if (domain === '') continue;
    const before = Object.hasOwn(grown, domain) ? grown[domain] : undefined;
    if (before === undefined && room-- <= 0) continue;
    const { mails, days, last, warned } = before ?? { mails: 0, days: 0, last: '', warned: 0 };
    delete grown[domain]; // the order of keys is the order of use
    grown[domain] = {
      mails: mails + 1,
      days: days + (last === day ? 0 : 1),
      last: day,
      warned: warned + (wasWarned ? 1 : 0),
    };
  }
  return withinLimit(grown);
}

function withinLimit(history: History): History {
  const entries = Object.entries(history);
  const rankOf = (habit: Habit): number => (isHabit(habit) ? 2 : habit.mails > 1 ? 1 : 0);
  // Sorting keeps the order of equals: the least recent first.
  const out = entries
    .toSorted(([, a], [, b]) => rankOf(a) - rankOf(b))
    .slice(0, Math.max(0, entries.length - MAX_DOMAINS));
  const names = new Set(out.map(([domain]) => domain));
  return names.size === 0 ? history : Object.fromEntries(entries.filter(([domain]) => !names.has(domain)));
}

/**
 * Domains that are a habit and no slip: written to on two days, or three times.
 * One mail proves nothing: it may be the very typo. A domain that was warned
 * about needs three days, so that one hurried week-end does not silence it.
 */
export function habitual(history: History): string[] {
  return Object.entries(history)
    .filter(([, habit]) => isHabit(habit))
    .map(([domain]) => domain)
    .sort();
}

function isHabit({ mails, days, warned }: Habit): boolean {
  return warned > 0 ? days >= 3 : days >= 2 || mails >= 3;
}
