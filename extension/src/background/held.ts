/**
 * In which documents a press is held, remembered outside the page: after an update
 * of the extension the new copy of the content script says "Your mail has not been
 * sent" only where this remembers it.
 */

/** mark of the document → when the press was held, in milliseconds since 1970 */
export type HeldPresses = Readonly<Record<string, number>>;

/** A hold that is older, in ms, says nothing about the mail any more. */
export const REMEMBERED_FOR = 3_600_000;
/** Nobody writes this many mails at once; the oldest goes first. */
export const MAX_HELD = 64;

export function withHeld(held: HeldPresses, mark: string, now: number): HeldPresses {
  const { [mark]: _before, ...others } = held;
  const recent = Object.entries(others).filter(([, since]) => isRecent(since, now));
  return Object.fromEntries([...recent.slice(-(MAX_HELD - 1)), [mark, now]]);
}

export function withoutHeld(held: HeldPresses, mark: string): HeldPresses {
  const { [mark]: _gone, ...others } = held;
  return others;
}

export function isHeld(held: HeldPresses, mark: string, now: number): boolean {
  const since = held[mark];
  return since !== undefined && isRecent(since, now);
}

/** Also for a clock that was set back. */
function isRecent(since: number, now: number): boolean {
  return Math.abs(now - since) < REMEMBERED_FOR;
}

/** Storage's value; what is not understood is left out. */
export function readHeld(raw: unknown): HeldPresses {
  if (typeof raw !== 'object' || raw === null) return {};
  const entries = Object.entries(raw).filter(([, since]) => Number.isFinite(since));
  return Object.fromEntries(entries.slice(-MAX_HELD)) as HeldPresses;
}
