/** How old lists are, and whether they still count as current. */
import type { ListAge } from '../messages/lists.ts';

const DAY = 24 * 3_600_000;
/** As long as the signatures under lists: what came with the extension is no better. */
const BUNDLED_LIFE = 90 * DAY;
/** A catalogue bears a day and no time; clocks of people are off by hours, where they are right. */
const CLOCK_MAY_BE_OFF = DAY;

export function ageOf(confirmed: number, expires: number, now: number): ListAge {
  if (now < confirmed - CLOCK_MAY_BE_OFF) return { confirmed, expires, state: 'clock-behind' };
  return { confirmed, expires, state: expires !== 0 && now >= expires ? 'old' : 'current' };
}

export function ageOfBundled(version: number, now: number): ListAge {
  const made = builtAt(version);
  return ageOf(made, made === 0 ? 0 : made + BUNDLED_LIFE, now);
}

/** A bundled catalogue's version is the day it was made, 2026112100; 0 for one that is not. */
export function builtAt(version: number): number {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)\d\d$/.exec(String(version)) ?? [];
  return year === undefined ? 0 : Date.UTC(Number(year), Number(month) - 1, Number(day));
}
