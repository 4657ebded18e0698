/** Work that no key and no press waits for. */
import { measured } from './timing.ts';

/** It waits until nobody has asked for it in this time, in ms: who types asks again and again. */
const PAUSE = 1000;
/** But not much longer than this, in ms; where nobody else says. */
const LONGEST = 5000;

export class IdleWork {
  readonly #document: Document;
  readonly #work: () => void;
  readonly #longest: number;
  #isDue = false;
  #askedAt = 0;

  /** `work` is done when the page has nothing else to do, `longest` ms after it was asked for at the latest. */
  constructor(document: Document, work: () => void, longest = LONGEST) {
    this.#document = document;
    this.#work = work;
    this.#longest = longest;
  }

  /** Have it done once, in the first pause. */
  soon(): void {
    this.#askedAt = performance.now();
    if (this.#isDue) return;
    this.#isDue = true;
    this.#wait(this.#askedAt + this.#longest);
  }

  #wait(until: number): void {
    const rest = Math.min(this.#askedAt + PAUSE, until) - performance.now();
    if (rest > 0) setTimeout(() => this.#wait(until), rest);
    else this.#do();
  }

  #do(): void {
    const view = this.#document.defaultView;
    this.#isDue = view !== null;
    const work = (): void => {
      this.#isDue = false;
      measured('idle', this.#work);
    };
    view?.requestIdleCallback(work, { timeout: PAUSE });
  }
}
