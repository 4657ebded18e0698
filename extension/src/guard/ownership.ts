/**
 * One live copy of us per page. After an update the browser may start a new
 * content script beside the old one; the old one must stand aside.
 */
import { isOrphaned } from '../browser.ts';

const MARK = 'data-nearmiss-copy';

export class Ownership {
  readonly #document: Document;
  readonly #name = crypto.randomUUID();

  constructor(document: Document) {
    this.#document = document;
    this.#document.documentElement?.setAttribute(MARK, this.#name);
  }

  /** True once another copy runs here or our extension is gone. */
  isAside(): boolean {
    const owner = this.#document.documentElement?.getAttribute(MARK) ?? null;
    // Pages that write their document anew lose the mark; that is no other copy.
    if (owner === null && !isOrphaned()) this.#document.documentElement?.setAttribute(MARK, this.#name);
    return (owner !== null && owner !== this.#name) || isOrphaned();
  }
}
