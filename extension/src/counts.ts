/**
 * How often warnings were shown and what people did: whole numbers by day. No
 * address, no domain.
 */

import type { Counts } from './messages/personal.ts';
import type { Choice } from './messages/verdict.ts';
import type { Kind } from './policy.generated.ts';

/** A year and a month: enough to compare with the same month last year. */
const MAX_DAYS = 396;

export function withCount(counts: Counts, day: string, kind: Kind, choice: Choice): Counts {
  const key = `${kind}:${choice}`;
  const today = counts[day] ?? {};
  const grown = { ...counts, [day]: { ...today, [key]: (today[key] ?? 0) + 1 } };
  const days = Object.keys(grown).sort();
  return Object.fromEntries(days.slice(-MAX_DAYS).map((name) => [name, grown[name] ?? {}]));
}

/** One decision that came out otherwise: `to` counts in its place, or nothing where it is undefined. */
export function withMoved(counts: Counts, day: string, kind: Kind, from: Choice, to: Choice | undefined): Counts {
  const { [`${kind}:${from}`]: count = 0, ...others } = counts[day] ?? {};
  if (count === 0) return counts;
  const left = { ...counts, [day]: count === 1 ? others : { ...others, [`${kind}:${from}`]: count - 1 } };
  return to === undefined ? left : withCount(left, day, kind, to);
}

/** Sums of one choice, or of all, for the days given. */
export function countOf(counts: Counts, days: readonly string[], choice?: Choice): number {
  let sum = 0;
  for (const day of days) {
    for (const [key, count] of Object.entries(counts[day] ?? {})) {
      if (choice === undefined || key.endsWith(`:${choice}`)) sum += count;
    }
  }
  return sum;
}

/** The person's own calendar day: what they would call today. */
export function dayOf(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The `count` days up to and including the one of `time`, oldest first. */
export function daysUpTo(time: number, count: number): string[] {
  const date = new Date(time);
  return Array.from({ length: count }, (_, index) =>
    dayOf(new Date(date.getFullYear(), date.getMonth(), date.getDate() - (count - 1 - index), 12).getTime()),
  );
}
