/** When a page is scanned: pages change in bursts, and people type on. */
import { waitOf } from '../waits.ts';

export type ScanWait = 'scan' | 'scan-drawn' | 'scan-message';

export class ScanSchedule {
  readonly #scan: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #doneAt = Number.NEGATIVE_INFINITY;

  constructor(scan: () => void) {
    this.#scan = scan;
  }

  /** Have it done shortly, and not more often than `wait` allows; an earlier time that is due already stays. */
  within(wait: ScanWait): void {
    const now = performance.now();
    const due = Math.max(now + waitOf('scan'), this.#doneAt + waitOf(wait));
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.now(), due - now);
  }

  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#doneAt = performance.now();
    this.#scan();
  }
}
