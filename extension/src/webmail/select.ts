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

/** All matches of any of the selectors below `scope`, in document order. */
export function all(scope: ParentNode, selectors: readonly Selector[]): Element[] {
  if (selectors.length === 0) return [];
  // Made for each look and each press; an iterator would leave as much behind again.
  const list = scope.querySelectorAll(listOf(selectors));
  const found: Element[] = [];
  for (let at = 0; at < list.length; at++) found.push(list[at] as Element);
  return found;
}

/** The same, with `scope` itself where it matches. */
export function allWithin(scope: Element, selectors: readonly Selector[]): Element[] {
  const below = all(scope, selectors);
  return matches(scope, selectors) ? [scope, ...below] : below;
}

export function has(scope: ParentNode, selectors: readonly Selector[]): boolean {
  return selectors.length > 0 && scope.querySelector(listOf(selectors)) !== null;
}

export function matches(element: Element, selectors: readonly Selector[]): boolean {
  return selectors.length > 0 && element.matches(listOf(selectors));
}

export function closest(element: Element, selectors: readonly Selector[]): Element | null {
  return selectors.length === 0 ? null : element.closest(listOf(selectors));
}

/** Those that lie inside no other of the list. */
export function outermost(elements: Element[]): Element[] {
  if (elements.length < 2) return elements;
  return elements.filter((one) => !elements.some((other) => other !== one && other.contains(one)));
}

/** Those that hold no other of the list. */
export function innermost(elements: readonly Element[]): Element[] {
  return elements.filter((one) => !elements.some((other) => other !== one && one.contains(other)));
}

/** Whether the element is drawn at all. Styles decide that: positions, which cost more, are not asked for. */
export function isVisible(element: Element): boolean {
  return element.checkVisibility();
}
