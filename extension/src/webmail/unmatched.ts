/**
 * Recipients that no rule of a descriptor knows: after a redesign the names of
 * chips are gone, but their addresses still stand in the field, as text or in
 * an attribute.
 */

import {
  attributeNamesOf,
  attributeOf,
  childrenOf,
  contains,
  documentOf,
  isElement,
  matchesSelector,
  nodeValueOf,
  typeOf,
} from '../dom.ts';
import type { Selector } from './descriptor.ts';
import { isVisible } from './select.ts';
import { pickAddress } from './text.ts';

interface Unmatched {
  readonly address: string;
  readonly element: Element;
}

/**
 * Whole addresses that are drawn in a box, in texts and attributes outside of
 * the elements in `taken`; the box may be taken itself. Nothing after `end` counts.
 */
export function unmatchedAddresses(
  box: Element,
  taken: ReadonlySet<Element>,
  end: Element | undefined,
): readonly Unmatched[] {
  const found: Unmatched[] = [];
  let isOver = false;
  /** True where an address was found in the element itself or below. */
  const walk = (element: Element): boolean => {
    if (element === end) isOver = true;
    const isTaken = taken.has(element) && element !== box;
    if (isOver || isTaken || matchesSelector(element, NO_RECIPIENT)) return false;
    let text = '';
    let isInside = false;
    for (const child of childrenOf(element)) {
      if (isElement(child)) isInside = walk(child) || isInside;
      else if (typeOf(child) === 3) text += nodeValueOf(child);
    }
    // What is around an address names it once more.
    if (isInside) return true;
    const address = whole(text) || addressInAttributes(element);
    if (address === '' || !isVisible(element)) return false;
    found.push({ address, element });
    return true;
  };
  walk(box);
  return found;
}

/** Where a person writes, and says by an attribute which list has opened below. */
export const OPENS_LIST: readonly Selector[] = [
  ':is(input,textarea,[contenteditable="true"],[role="combobox"]):is([aria-controls],[aria-owns])',
];

/** The lists that an input opens below itself: proposals, not recipients. */
export function openedLists(input: Element): Element[] {
  const ids = ['aria-controls', 'aria-owns'].flatMap((name) => (attributeOf(input, name) ?? '').split(/\s+/u));
  const lists = ids.flatMap((id) => documentOf(input).getElementById(id) ?? []);
  return lists.filter((list) => !contains(list, input));
}

const NO_RECIPIENT =
  'style,script,template,svg,img,input,textarea,select,option,iframe,label,colgroup,[role="tooltip"],[role="menu"]';

/** Attributes that hold what the page needs for itself, or a stranger's text. */
const NOT_SAID = new Set(['class', 'style', 'src', 'jslog', 'placeholder']);

function addressInAttributes(element: Element): string {
  const names = attributeNamesOf(element).filter((name) => !NOT_SAID.has(name));
  return names.map((name) => whole(attributeOf(element, name) ?? '')).find(Boolean) ?? '';
}

const WHOLE = /^[^@]+@[^@]*[^@.]\.[^@.]/u;

function whole(text: string): string {
  const address = pickAddress(text);
  return WHOLE.test(address) ? address : '';
}
