/**
 * What the scanner and the guard wait for in a page: how long at most, in ms, and
 * what ends it sooner. How often they look meanwhile, and how long what we show
 * stays or takes no press, stands beside its code.
 */
export const WAITS = {
  // Reading the page.
  scan: { longest: 8, ends: 'the time itself: keys and changes in the page come in bursts' },
  'scan-drawn': { longest: 60, ends: 'a key: what a page draws by itself comes in pieces' },
  'scan-message': { longest: 2000, ends: 'a key or change outside of the message text' },
  'search-page': { longest: 10_000, ends: 'a change that concerns composes, the focus moving' },
  'search-shape': { longest: 300, ends: 'the time itself: typing and drawing come in bursts' },
  'word-pause': { longest: 600, ends: 'a complete domain' },
  'address-pause': { longest: 1500, ends: 'a separator, the focus moving' },
  'health-lasting': { longest: 2000, ends: 'the problem going away' },
  'compare-descriptions': { longest: 1000, ends: 'the time itself' },
  'wake-core': { longest: 20_000, ends: 'the time itself: workers sleep after 30 s' },
  // Copies of the script.
  successor: { longest: 10_000, ends: 'the copy that an update brings' },
  'check-life': { longest: 5000, ends: 'a press' },
  secret: { longest: 5000, ends: 'the answer of the background' },
  // Holding a mail.
  verdicts: { longest: 5000, ends: 'the verdicts' },
  'say-checking': { longest: 400, ends: 'the verdicts' },
  watchdog: { longest: 30_000, ends: 'the end of the hold; a question to the person stops it' },
  turn: { longest: 50, ends: 'the time itself: another mail of the page is asked about' },
  press: { longest: 10_000, ends: 'the button coming up; anew after the page stood still' },
  'click-after-up': { longest: 500, ends: 'the click' },
  'click-lost': { longest: 120, ends: 'the click' },
  'send-menu': { longest: 60_000, ends: 'the time itself: entries of a menu count as sending' },
  acknowledged: { longest: 600_000, ends: 'the compose closing, or holding none of the recipients any more' },
  // Changing and sending.
  change: { longest: 1200, ends: 'the page showing the change' },
  commit: { longest: 600, ends: 'typed text becoming a chip, or the field standing still' },
  ready: { longest: 5000, ends: 'Send being enabled and the field standing still' },
  settle: { longest: 90, ends: 'a change in the field, which begins it anew' },
  replayed: { longest: 1500, ends: 'the send that the page makes of a played press' },
  'second-press': { longest: 700, ends: 'the time itself' },
  closing: { longest: 15_000, ends: 'the compose closing, or holding none of the recipients any more' },
} as const satisfies Record<string, { readonly longest: number; readonly ends: string }>;

export function waitOf(name: keyof typeof WAITS): number {
  return WAITS[name].longest;
}

/** True when the promise was kept in time, false when it was not or broke. */
export function within(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    const end = (isKept: boolean): void => {
      clearTimeout(timer);
      resolve(isKept);
    };
    promise.then(
      () => end(true),
      () => end(false),
    );
  });
}

/** Resolves after this time, or at once when the signal aborts. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}

/** True once the condition is; false when it has not become so in time. Looks every 25 ms, if not told otherwise. */
export async function becomesTrue(isTrue: () => boolean, milliseconds: number, every = 25): Promise<boolean> {
  const until = performance.now() + milliseconds;
  for (;;) {
    if (isTrue()) return true;
    if (performance.now() >= until) return false;
    await pause(every);
  }
}
