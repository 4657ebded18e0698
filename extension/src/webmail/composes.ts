/** The composes of a page, searched for again whenever something that concerns composes came or went. */
import { waitOf } from '../waits.ts';
import type { Descriptor } from './descriptor.ts';
import { contains, isConnected } from './dom.ts';
import { composeRoots, concernsComposes } from './roots.ts';

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
  readonly #document: Document;
  #found: readonly Compose[] | null = null;
  #searchedAt = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  /** As the page was when it was last searched. */
  known(descriptors: readonly Descriptor[]): readonly Compose[] {
    return this.#found?.every(({ root }) => isConnected(root)) === true ? this.#found : this.search(descriptors);
  }

  /** The same; searched anew now and then, as attributes that nobody watches may make a compose. */
  current(descriptors: readonly Descriptor[]): readonly Compose[] {
    const isOld = performance.now() - this.#searchedAt > waitOf('search-page');
    return isOld ? this.search(descriptors) : this.known(descriptors);
  }

  search(descriptors: readonly Descriptor[]): readonly Compose[] {
    this.#searchedAt = performance.now();
    this.#found = findComposes(descriptors, this.#document);
    return this.#found;
  }

  forget(): void {
    this.#found = null;
  }

  note(changes: readonly MutationRecord[], descriptors: readonly Descriptor[]): void {
    for (const { type, target, addedNodes, removedNodes } of changes) {
      if (this.#found === null) return;
      // What changes within a compose leaves it a compose.
      if (this.#found.some(({ root }) => contains(root, target))) continue;
      const parts = type === 'childList' ? [...addedNodes, ...removedNodes] : type === 'attributes' ? [target] : [];
      const concerns = (part: Node): boolean => descriptors.some((one) => concernsComposes(one, part));
      if (parts.some(concerns)) this.forget();
    }
  }
}
