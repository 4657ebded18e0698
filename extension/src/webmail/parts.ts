/**
 * A compose without its message text. A reply carries whole newsletters along,
 * thousands of elements that say nothing about who gets it: reading goes around them.
 */

import { childrenOf, contains, isElement } from '../dom.ts';
import type { Descriptor, Selector } from './descriptor.ts';
import { allWithin, has, matches } from './select.ts';

/** A part of a compose outside of its texts: with all that is in it, or the element alone. */
interface Piece {
  readonly element: Element;
  readonly isWhole: boolean;
}

/** As the compose was when this was made. */
export class Parts {
  readonly root: Element;
  /** The message texts, in document order, those inside of others left out. */
  readonly texts: readonly Element[];
  /** In document order. */
  readonly #pieces: readonly Piece[];

  constructor({ body }: Descriptor, root: Element) {
    this.root = root;
    const texts: Element[] = [];
    this.#pieces = piecesOf(root, body, texts);
    this.texts = texts;
  }

  /** Matches below the root, in document order. */
  below(selectors: readonly Selector[]): readonly Element[] {
    return this.search(selectors).filter((one) => one !== this.root);
  }

  /** All matches, the root among them where it matches, in document order. */
  search(selectors: readonly Selector[]): readonly Element[] {
    if (selectors.length === 0) return [];
    const wanted = [selectors.join(',')];
    return this.#pieces.flatMap(({ element, isWhole }) => {
      if (isWhole) return allWithin(element, wanted);
      return matches(element, wanted) ? [element] : [];
    });
  }

  isInText(place: Node): boolean {
    return this.texts.some((text) => contains(text, place));
  }
}

/** Collects texts on the way; does not walk into them. */
function piecesOf(part: Element, body: readonly Selector[], texts: Element[]): readonly Piece[] {
  if (!has(part, body)) return [{ element: part, isWhole: true }];
  const inside = [...childrenOf(part)].filter(isElement).flatMap((child) => {
    if (!matches(child, body)) return piecesOf(child, body, texts);
    texts.push(child);
    return [];
  });
  return [{ element: part, isWhole: false }, ...inside];
}
