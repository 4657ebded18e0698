/** Selector lists: alternatives in order of trust. */

import { checkVisibility, closestTo, contains, find, findAll, matchesSelector, parentElementOf } from '../dom.ts';
import type { Selector } from './descriptor.ts';

/** What a person writes into that is no input. */
export const EDITABLE = '[contenteditable="true"],[contenteditable=""],[contenteditable="plaintext-only"]';

/** Whether a text is a selector that this browser knows. */
export function isSelector(text: string): boolean {
  try {
    find(document.createDocumentFragment(), text);
    return true;
  } catch {
    return false;
  }
}

/** All matches of any of the selectors below `scope`, in document order. */
export function all(scope: ParentNode, selectors: readonly Selector[]): readonly Element[] {
  return selectors.length === 0 ? [] : findAll(scope, selectors.join(','));
}

/** The same, with `scope` itself where it matches. */
export function allWithin(scope: Element, selectors: readonly Selector[]): readonly Element[] {
  const below = all(scope, selectors);
  return matches(scope, selectors) ? [scope, ...below] : below;
}

export function has(scope: ParentNode, selectors: readonly Selector[]): boolean {
  return selectors.length > 0 && find(scope, selectors.join(',')) !== null;
}

export function matches(element: Element, selectors: readonly Selector[]): boolean {
  return selectors.length > 0 && matchesSelector(element, selectors.join(','));
}

/** Whether an element or anything in it matches. */
export function concerns(element: Element, selectors: readonly Selector[]): boolean {
  return matches(element, selectors) || has(element, selectors);
}

export function closest(element: Element, selectors: readonly Selector[]): Element | null {
  return selectors.length === 0 ? null : closestTo(element, selectors.join(','));
}

/** All matches among an element and those that it is in, innermost first. */
export function around(element: Element | null, selectors: readonly Selector[]): readonly Element[] {
  const one = element === null ? null : closest(element, selectors);
  return one === null ? [] : [one, ...around(parentElementOf(one), selectors)];
}

/** Those that lie inside no other of the list, which is in document order. */
export function outermost(elements: readonly Element[]): readonly Element[] {
  let last: Element | undefined;
  return elements.filter((one) => {
    if (last !== undefined && contains(last, one)) return false;
    last = one;
    return true;
  });
}

/** Whether the element is drawn at all. Styles decide that: positions, which cost more, are not asked for. */
export function isVisible(element: Element): boolean {
  return checkVisibility(element);
}
