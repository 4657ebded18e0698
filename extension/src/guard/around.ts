/** In the frame of an editor: the compose around it. */
import { framesAround } from '../webmail/frames.ts';
import type { Webmail } from '../webmail/webmail.ts';

/** A frame looks for it so often, in ms, and for so long after it was made. */
const LOOK_FRAME = 250;
const DRAWN_WITHIN = 10_000;

export class Around {
  readonly #webmail: Webmail;
  readonly #document: Document;
  readonly #soon: () => void;
  #root: Element | null = null;
  readonly #changes: MutationObserver;

  /** `changed` is called when the compose has changed, `soon` when it is time to look for one again. */
  constructor(webmail: Webmail, document: Document, changed: (root: Element) => void, soon: () => void) {
    this.#webmail = webmail;
    this.#document = document;
    this.#soon = soon;
    this.#changes = new MutationObserver(() => {
      if (this.#root !== null) changed(this.#root);
    });
  }

  /** As it was found last. */
  get root(): Element | null {
    return this.#root;
  }

  find(): Element | null {
    const root = this.#webmail.rootAround();
    // A frame is there before the compose around it is whole, and nobody tells us when that is.
    if (root === null && performance.now() < DRAWN_WITHIN && this.#isFramed()) setTimeout(this.#soon, LOOK_FRAME);
    this.#become(root);
    return root;
  }

  /** This document has composes of its own. */
  forget(): void {
    this.#become(null);
  }

  #become(root: Element | null): void {
    if (root === this.#root) return;
    // By the time of a shortcut the fields may have given way to a line of names: see them while they are there.
    this.#root = root;
    this.#changes.disconnect();
    if (root !== null) this.#changes.observe(root, { childList: true, subtree: true });
  }

  #isFramed(): boolean {
    return framesAround(this.#document.documentElement).length > 0;
  }
}
