/** When something is done once for many reasons: pages change in bursts, and people type on. */
import { type WAITS, waitOf } from './waits.ts';

export class Schedule {
  readonly #work: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #doneAt = Number.NEGATIVE_INFINITY;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Have it done shortly, and not more often than `wait` allows; an earlier time that is due already stays. */
  within(wait: keyof typeof WAITS): void {
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
    this.#work();
  }
}
