/**
 * On servers of somebody's own, where no description sees a compose, the shape of
 * the page may show one: webmails change, and some are described nowhere.
 */
import { waitOf } from '../waits.ts';
import type { Descriptor } from '../webmail/descriptor.ts';
import { describeByShape } from '../webmail/generic.ts';

export class ShapeSearch {
  readonly #document: Document;
  readonly #base: Descriptor;
  readonly #isBlind: () => boolean;
  readonly #found: (descriptor: Descriptor | null) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #searchedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param base what a description of any page says
   * @param isBlind whether other descriptions see no compose
   * @param found called with what each search has found
   */
  constructor(
    document: Document,
    base: Descriptor,
    isBlind: () => boolean,
    found: (descriptor: Descriptor | null) => void,
  ) {
    this.#document = document;
    this.#base = base;
    this.#isBlind = isBlind;
    this.#found = found;
  }

  /** Search, now or shortly; to be called after each scan. */
  soon(): void {
    if (this.#timer !== undefined) return;
    const rest = this.#searchedAt + waitOf('search-shape') - performance.now();
    if (rest <= 0) this.#search();
    else this.#timer = setTimeout(() => this.#search(), rest);
  }

  #search(): void {
    this.#timer = undefined;
    this.#searchedAt = performance.now();
    this.#found(this.#isBlind() ? describeByShape(this.#document, this.#base) : null);
  }
}
