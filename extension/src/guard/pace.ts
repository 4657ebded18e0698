/** How often a page is looked at: pages change in bursts, and people type on. */

/** So long after the last look at least, and after what asks for it, in ms. */
interface Wait {
  readonly every: number;
  readonly after: number;
}

export const WAITS = {
  typed: { every: 30, after: 15 },
  /** What the page draws by itself comes in more pieces: it waits this long, or for the next key. */
  drawn: { every: 60, after: 15 },
  /** What was typed and is gone is a chip by then in pages that draw it late: one look instead of two. */
  gone: { every: 30, after: 60 },
  /** While nothing is written but the message, or the address that is typed last. */
  seldom: { every: 2000, after: 15 },
} satisfies Record<string, Wait>;

export class Pace {
  readonly #work: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #doneAt = 0;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Have it done so soon; an earlier time that is due already stays. */
  within({ every, after }: Wait): void {
    const now = performance.now();
    const due = Math.max(now + after, this.#doneAt + every);
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#doneAt = performance.now();
      this.#work();
    }, due - now);
  }
}
