/** Kinds of elements: which are written, how they end, and which hold what somebody types. */

/** Run, fetched, drawn, or for nobody's eyes. */
const LEFT_OUT = new Set(
  `script style link meta base title noscript template object embed applet audio video source track canvas map area
  param slot`.split(/\s+/u),
);
const VOID = new Set('br hr img input wbr col'.split(' '));

/** Notices and dialogs of our own are no part of the page either. */
export function isLeftOut(name: string): boolean {
  return LEFT_OUT.has(name) || name.startsWith('nearmiss-');
}

/** Without content and end tag. */
export function isVoid(name: string): boolean {
  return VOID.has(name);
}

export const EDITABLE = 'input,textarea,[contenteditable]:not([contenteditable="false"])';

export function isOrHas(element: Element, selector: string): boolean {
  return element.matches(selector) || element.querySelector(selector) !== null;
}

/** Taken off the page by a style that a capture has not. */
export function isDrawnAway(element: Element): boolean {
  if (element.matches('[hidden],input[type="hidden"],option,optgroup,datalist')) return false;
  return element.ownerDocument.defaultView?.getComputedStyle(element).display === 'none';
}
