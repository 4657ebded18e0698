/** Selector lists: alternatives in order of trust. */
import type { Selector } from './descriptor.ts';

const joined = new WeakMap<readonly Selector[], string>();

function listOf(selectors: readonly Selector[]): string {
  let list = joined.get(selectors);
  if (list === undefined) {
    list = selectors.join(',');
    joined.set(selectors, list);
  }
  return list;
}

const unions = new WeakMap<object, readonly Selector[]>();

/** The selectors of several rules as one list, each once, made for their `owner` when first asked for. */
export function unionOf(owner: object, make: () => readonly Selector[]): readonly Selector[] {
  let union = unions.get(owner);
  if (union === undefined) {
    union = [...new Set(make())];
    unions.set(owner, union);
  }
  return union;
}

/** The one selector of a rule as a list, the same at each call. */
export function selectorsOf(rule: { readonly select: Selector }): readonly Selector[] {
  return unions.get(rule) ?? unionOf(rule, () => [rule.select]);
}

export const NONE: readonly Element[] = [];

/** All matches of any of the selectors below `scope`, in document order. */
export function all(scope: ParentNode, selectors: readonly Selector[]): readonly Element[] {
  if (selectors.length === 0) return NONE;
  const list = scope.querySelectorAll(listOf(selectors));
  const { length } = list;
  if (length === 0) return NONE;
  // Made for each look and each press: as long as needed and no iterator, which would leave as much behind again.
  const found = new Array<Element>(length);
  for (let at = 0; at < length; at++) found[at] = list[at] as Element;
  return found;
}

/** The same, with `scope` itself where it matches. */
export function allWithin(scope: Element, selectors: readonly Selector[]): readonly Element[] {
  const below = all(scope, selectors);
  return matches(scope, selectors) ? [scope, ...below] : below;
}

export function has(scope: ParentNode, selectors: readonly Selector[]): boolean {
  return selectors.length > 0 && scope.querySelector(listOf(selectors)) !== null;
}

export function matches(element: Element, selectors: readonly Selector[]): boolean {
  return selectors.length > 0 && element.matches(listOf(selectors));
}

/** Whether an element or anything in it matches. */
export function concerns(element: Element, selectors: readonly Selector[]): boolean {
  return matches(element, selectors) || has(element, selectors);
}

export function closest(element: Element, selectors: readonly Selector[]): Element | null {
  return selectors.length === 0 ? null : element.closest(listOf(selectors));
}

/** Those that lie inside no other of the list, which is in document order. */
export function outermost(elements: readonly Element[]): readonly Element[] {
  let last = elements[0];
  // Nearly always none lies in another: nothing is made then.
  const isApart = (one: Element): boolean => {
    if (one !== elements[0] && last?.contains(one) === true) return false;
    last = one;
    return true;
  };
  return elements.every(isApart) ? elements : elements.filter(isApart);
}

/** Those that hold no other of the list. */
export function innermost(elements: readonly Element[]): Element[] {
  return elements.filter((one) => !elements.some((other) => other !== one && one.contains(other)));
}

/** Whether the element is drawn at all. Styles decide that: positions, which cost more, are not asked for. */
export function isVisible(element: Element): boolean {
  return element.checkVisibility();
}

/** What a person writes into that is no input. */
export const EDITABLE = '[contenteditable="true"],[contenteditable=""],[contenteditable="plaintext-only"]';
