/** The composes of a page, searched for again whenever something that concerns composes came or went. */

import { contains, isConnected, isElement } from '../dom.ts';
import { waitOf } from '../waits.ts';
import type { Descriptor } from './descriptor.ts';
import { composeRoots } from './roots.ts';
import { concerns } from './select.ts';

/** One message, and its box as each descriptor sees it; null for one that sees none. */
export interface Compose {
  readonly root: Element;
  readonly boxes: readonly (Element | null)[];
}

/** Composes as several descriptors see them: boxes inside each other are the same message. */
export function findComposes(descriptors: readonly Descriptor[], document: Document): readonly Compose[] {
  const found: { root: Element; boxes: (Element | null)[] }[] = [];
  for (const [at, descriptor] of descriptors.entries()) {
    for (const box of composeRoots(descriptor, document)) {
      const same = found.find(({ root }) => contains(root, box) || contains(box, root));
      if (same !== undefined) same.boxes[at] ??= box;
      else found.push({ root: box, boxes: descriptors.map((_, other) => (other === at ? box : null)) });
    }
  }
  return found;
}

/** By these attributes pages say who a recipient is, and what is none; all others change too often. */
export const WATCHED: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: [
    'data-hovercard-id',
    'data-name',
    'data-email',
    'data-address',
    'email',
    'title',
    'aria-label',
    'value',
    'name',
    'role',
    'contenteditable',
    'aria-controls',
    'aria-owns',
  ],
};

export class Composes {
  readonly #descriptors: readonly Descriptor[];
  readonly #document: Document;
  #found: readonly Compose[] | null = null;
  #searchedAt = 0;

  constructor(descriptors: readonly Descriptor[], document: Document) {
    this.#descriptors = descriptors;
    this.#document = document;
  }

  /** As the page was when it was last searched; what decides a press waits for no search. */
  known(document = this.#document): readonly Compose[] {
    if (document !== this.#document) return findComposes(this.#descriptors, document);
    if (this.#found?.every(({ root }) => isConnected(root)) !== true) {
      this.#searchedAt = performance.now();
      this.#found = findComposes(this.#descriptors, document);
    }
    return this.#found;
  }

  /** The same; searched anew now and then, as attributes that nobody watches may make a compose. */
  current(): readonly Compose[] {
    if (performance.now() - this.#searchedAt > waitOf('search-page')) this.forget();
    return this.known();
  }

  /** Have the page searched anew by whoever asks next. */
  forget(): void {
    this.#found = null;
  }

  note(changes: readonly MutationRecord[]): void {
    const anchors = this.#descriptors.flatMap(({ compose }) => compose.flatMap(({ anchor }) => anchor));
    for (const { type, target, addedNodes, removedNodes } of changes) {
      // What changes within a compose leaves it a compose.
      if (this.#found === null || this.#found.some(({ root }) => contains(root, target))) continue;
      const parts = type === 'childList' ? [...addedNodes, ...removedNodes] : type === 'attributes' ? [target] : [];
      if (parts.some((part) => isElement(part) && concerns(part, anchors))) this.forget();
    }
  }
}
