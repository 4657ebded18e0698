/**
 * DOM members that a page cannot shadow. A form answers with its controls
 * first: around `<input name="contains">`, `form.contains` is that input. So
 * every member that is used on a page's element is called from its prototype.
 *
 * Chromium shows such controls to content scripts, Firefox does not. Elements
 * that take names of the document (`<img name="body">`) neither shows to them.
 */

type Members<T> = { readonly [K in keyof T]: T[K] };
type Method<T, K extends keyof T> = T[K] extends (...args: infer A) => infer R ? (of: T, ...args: A) => R : never;

/** Prototypes are looked up at the first use: tests import this without a DOM. */
function getter<T extends object, K extends keyof Members<T>>(prototype: () => T, name: K): (of: T) => T[K] {
  let get: ((this: T) => T[K]) | undefined;
  return (of) => {
    get ??= Object.getOwnPropertyDescriptor(prototype(), name)?.get as (this: T) => T[K];
    return get.call(of);
  };
}

function method<T extends object, K extends keyof T>(prototype: () => T, name: K): Method<T, K> {
  const call = (of: T, ...args: unknown[]): unknown =>
    (prototype()[name] as (...all: unknown[]) => unknown).apply(of, args);
  return call as Method<T, K>;
}

const node = (): Node => Node.prototype;
const element = (): Element => Element.prototype;
const target = (): EventTarget => EventTarget.prototype;

export const typeOf = getter(node, 'nodeType');
export const parentOf = getter(node, 'parentNode');
export const parentElementOf = getter(node, 'parentElement');
export const childrenOf = getter(node, 'childNodes');
export const nodeValueOf = getter(node, 'nodeValue');
export const textOf = getter(node, 'textContent');
export const isConnected = getter(node, 'isConnected');
export const contains = method(node, 'contains');
export const rootOf = method(node, 'getRootNode');

export const previousElementOf = getter(element, 'previousElementSibling');
export const nameOf = getter(element, 'localName');
export const attributeNamesOf = method(element, 'getAttributeNames');
export const shadowOf = getter(element, 'shadowRoot');
export const attributeOf = method(element, 'getAttribute');
export const boxOf = method(element, 'getBoundingClientRect');
export const checkVisibility = method(element, 'checkVisibility');
export const matchesSelector: (of: Element, selector: string) => boolean = method(element, 'matches') as never;
export const closestTo: (of: Element, selector: string) => Element | null = method(element, 'closest') as never;

export const dispatch = method(target, 'dispatchEvent');
export const listen = method(target, 'addEventListener');
export const unlisten = method(target, 'removeEventListener');

const positionOf = method(node, 'compareDocumentPosition');

/** Whether one node comes before another in the page, or holds it. */
export function isBefore(one: Node, other: Node): boolean {
  return (positionOf(one, other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

const documentOfNode = getter(node, 'ownerDocument');

/** The document that a node is in; a document is in itself. */
export function documentOf(of: Node): Document {
  return documentOfNode(of) ?? (of as Document);
}

/** What has the focus in the tree that a node is in: the page, or a shadow tree of it. */
export function focusedBeside(of: Node): Element | null {
  return (rootOf(of) as Partial<DocumentOrShadowRoot>).activeElement ?? null;
}

/** The box of all that an element holds: its own may be `display: contents`, which has none. */
export function contentBoxOf(of: Element): DOMRect {
  const range = documentOf(of).createRange();
  range.selectNodeContents(of);
  return range.getBoundingClientRect();
}

/** Whether any part of what an element holds lies within the window. */
export function isOnScreen(of: Element): boolean {
  const { right, bottom, left, top } = contentBoxOf(of);
  const view = documentOf(of).defaultView;
  return view !== null && right > 0 && bottom > 0 && left < view.innerWidth && top < view.innerHeight;
}

/** First match below an element or in a document. */
export function find(scope: ParentNode, selector: string): Element | null {
  const own = isElement(scope) ? Element.prototype.querySelector : scope.querySelector;
  return own.call(scope, selector);
}

/** All matches below an element or in a document, in document order. */
export function findAll(scope: ParentNode, selector: string): Element[] {
  const own = isElement(scope) ? Element.prototype.querySelectorAll : scope.querySelectorAll;
  return [...own.call(scope, selector)];
}

/** An element and all that it is in, innermost first. */
export function upFrom(element: Element | null): Element[] {
  const path: Element[] = [];
  for (let one = element; one !== null; one = parentElementOf(one)) path.push(one);
  return path;
}

/** Whether an element is an input or a text area. */
export function isInput(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return 'value' in element && typeof element.value === 'string' && 'setSelectionRange' in element;
}

/** Whether something that an event may be about is an element; also one of another frame. */
export function isElement(one: unknown): one is Element {
  if (typeof one !== 'object' || one === null) return false;
  try {
    return typeOf(one as Node) === 1;
  } catch {
    return false; // a window, or no node at all
  }
}

/** Whether this is an element with a document of its own in it. */
export function isFrame(one: unknown): boolean {
  return isElement(one) && matchesSelector(one, 'iframe,frame,object,embed');
}

const HTML = 'http://www.w3.org/1999/xhtml';
const SVG = 'http://www.w3.org/2000/svg';
const namespaceOf = getter(element, 'namespaceURI');
const isEditableHtml = getter((): HTMLElement => HTMLElement.prototype, 'isContentEditable');

/** Whether an element is a text that a person can write in, or a part of one. */
export function isEditable(of: Element): boolean {
  return namespaceOf(of) === HTML && isEditableHtml(of as HTMLElement);
}

export function focus(of: Element): void {
  if (namespaceOf(of) === HTML) HTMLElement.prototype.focus.call(of, { preventScroll: true });
  else if (namespaceOf(of) === SVG) SVGElement.prototype.focus.call(of as SVGElement, { preventScroll: true });
}

export function blur(of: Element): void {
  if (namespaceOf(of) === HTML) HTMLElement.prototype.blur.call(of);
}

export function click(of: Element): void {
  if (namespaceOf(of) === HTML) HTMLElement.prototype.click.call(of);
}
