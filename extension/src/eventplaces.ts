/** Where in a page an event happened. Editors live in frames and shadow trees, with their composes around them. */
import { documentOf, isElement, parentElementOf, rootOf, typeOf } from './dom.ts';

/**
 * The places an event happened in, innermost first: its element, then the host of
 * the shadow tree or the frame element that it is in, and so on. Frames of other
 * origins end the list.
 */
export function placesOf(event: Event): Element[] {
  const first = placeOf(event);
  return first === null ? [] : [first, ...holdersOf(first)];
}

/** The element that an event happened in. */
export function placeOf(event: Event): Element | null {
  return elementOf(event.composedPath()[0] ?? event.target);
}

/** The hosts of shadow trees and the frame elements that hold an element, innermost first. */
export function holdersOf(element: Element): Element[] {
  const tree = rootOf(element);
  const view = documentOf(element).defaultView;
  const holder = typeOf(tree) === 11 ? (tree as Partial<ShadowRoot>).host : view?.frameElement;
  return holder == null ? [] : [holder, ...holdersOf(holder)];
}

/** The element that an event or a change in the page is about: itself, or what a text stands in. */
export function elementOf(target: EventTarget | null): Element | null {
  if (isElement(target)) return target;
  try {
    const node = target as Node;
    return typeOf(node) === 9 ? (node as Document).documentElement : parentElementOf(node);
  } catch {
    return null; // a window
  }
}
