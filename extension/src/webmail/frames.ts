/** Same-origin frames around a document: editors live in frames, composes around them. */
import { documentOf, isElement, matchesSelector, parentElementOf, shadowOf, typeOf } from '../dom.ts';

/**
 * The places an event happened in, innermost first: its element, then the frame
 * element around it in the parent document, and so on. Frames of other origins
 * end the list.
 */
export function placesOf(event: Event): Element[] {
  const first = placeOf(event);
  return first === null ? [] : [first, ...framesAround(first)];
}

/** The element that an event happened in. */
export function placeOf(event: Event): Element | null {
  const { target } = event;
  const isHost = isElement(target) && shadowOf(target) !== null;
  return elementOf(isHost ? (event.composedPath()[0] ?? target) : target);
}

/** The frame elements around an element, innermost first. */
export function framesAround(element: Element): Element[] {
  const frame = documentOf(element).defaultView?.frameElement ?? null;
  return frame === null ? [] : [frame, ...framesAround(frame)];
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

/** The focus is on no element in particular: keys go to the page, which sends the open compose. */
export function isNowhere(places: readonly Element[]): boolean {
  const place = places[0];
  return place !== undefined && framesAround(place).length === 0 && matchesSelector(place, 'html,body');
}
