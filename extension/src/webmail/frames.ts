/** Same-origin frames around a document: editors live in frames, composes around them. */

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
  return elementOf(innermostTarget(event));
}

/** The whole path is asked for only where something is hidden in the target: it is as long as the page is deep. */
function innermostTarget(event: Event): EventTarget | null {
  const { target } = event;
  const isHost = target !== null && 'shadowRoot' in target && target.shadowRoot !== null;
  return isHost ? (event.composedPath()[0] ?? target) : target;
}

/** The frame elements around an element, innermost first. */
export function framesAround(element: Element): Element[] {
  const frames: Element[] = [];
  let view: Window | null = element.ownerDocument.defaultView;
  while (view !== null) {
    let frame: Element | null = null;
    try {
      frame = view.frameElement;
    } catch {
      // Another origin around us: not ours to read.
    }
    if (frame === null) return frames;
    frames.push(frame);
    view = frame.ownerDocument.defaultView;
  }
  return frames;
}

/** The element that an event or a change in the page is about: itself, or what a text stands in. */
export function elementOf(target: EventTarget | null): Element | null {
  if (target === null || !('nodeType' in target)) return null;
  const node = target as Node;
  if (node.nodeType === 1) return node as Element;
  if (node.nodeType === 9) return (node as Document).documentElement;
  return node.parentElement;
}

/** The focus is on no element in particular: keys go to the page, which sends the open compose. */
export function isNowhere(places: readonly Element[]): boolean {
  const place = places[0];
  return place !== undefined && framesAround(place).length === 0 && place.matches('html,body');
}
