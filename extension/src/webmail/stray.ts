/**
 * Recipients that no rule of a descriptor knows: after a redesign the names of
 * chips are gone, but their addresses still stand in the field, as text or in
 * an attribute.
 */
import type { Selector } from './descriptor.ts';
import { isVisible } from './select.ts';
import { pickAddress } from './text.ts';

export interface Stray {
  readonly address: string;
  readonly element: Element;
}

export interface Strays {
  readonly found: readonly Stray[];
  /** There are more, which are not drawn at the moment. */
  readonly hasHidden: boolean;
}

/**
 * Whole addresses in texts and attributes of a box, which may be taken itself,
 * outside of the elements in `taken`. What comes after `end` is not looked at.
 */
export function strayAddresses(box: Element, taken: ReadonlySet<Element>, end?: Element): Strays {
  const look: Look = { box, taken, end, found: [], hasHidden: false, isOver: false };
  walk(box, look);
  return look;
}

interface Look {
  readonly box: Element;
  readonly taken: ReadonlySet<Element>;
  readonly end: Element | undefined;
  readonly found: Stray[];
  hasHidden: boolean;
  isOver: boolean;
}

/** By these an input says which list it has opened. */
const OPENING = ['aria-controls', 'aria-owns'];

/** Where a person writes and a list may open below. */
export const OPENS_LIST: readonly Selector[] = [
  'input',
  'textarea',
  '[contenteditable="true"]',
  '[role="combobox"]',
].flatMap((one) => OPENING.map((name) => `${one}[${name}]`));

/** Take the lists that an input opens below itself: proposals, not recipients. */
export function addPopUps(taken: Set<Element>, input: Element): void {
  for (const name of OPENING) {
    const ids = input.getAttribute(name);
    if (ids === null) continue;
    for (const id of ids.split(/\s+/u)) {
      const list = id === '' ? null : input.ownerDocument.getElementById(id);
      if (list !== null && !list.contains(input)) taken.add(list);
    }
  }
}

/** True where an address was found in the element itself or below. */
function walk(element: Element, look: Look): boolean {
  if (element === look.end) look.isOver = true;
  const isTaken = look.taken.has(element) && element !== look.box;
  if (look.isOver || isTaken || holdsNoRecipient(element)) return false;
  let isFound = false;
  for (let child = element.firstElementChild; child !== null; child = child.nextElementSibling) {
    if (walk(child, look)) isFound = true;
  }
  // What is around an address names it once more.
  if (isFound) return true;
  const address = addressOf(element);
  if (address === '') return false;
  if (!isVisible(element)) {
    look.hasHidden = true;
    return false;
  }
  look.found.push({ address, element });
  return true;
}

function holdsNoRecipient(element: Element): boolean {
  if (NO_RECIPIENT.has(element.localName)) return true;
  const role = element.getAttribute('role');
  return role === 'tooltip' || role === 'menu';
}

const NO_RECIPIENT = new Set(
  'style,script,template,svg,img,input,textarea,select,option,iframe,label,colgroup'.split(','),
);

const MAILTO = /^mailto:/iu;
/** Attributes that hold what the page needs for itself, or a stranger's text. */
const NOT_SAID = new Set(['class', 'style', 'src', 'jslog', 'placeholder']);

function addressOf(element: Element): string {
  const shown = whole(ownText(element));
  if (shown !== '') return shown;
  // As nodes: those are made once, a list of names would be made for each look and press.
  const { attributes } = element;
  for (let at = 0; at < attributes.length; at++) {
    const { name, value } = attributes[at] as Attr;
    if (!value.includes('@') || NOT_SAID.has(name)) continue;
    const address = whole(value.replace(MAILTO, ''));
    if (address !== '') return address;
  }
  return '';
}

/** The text that stands in the element itself, or '' where that holds no "@", as nearly everywhere. */
function ownText(element: Element): string {
  let isNear = false;
  for (let child = element.firstChild; child !== null && !isNear; child = child.nextSibling) {
    isNear = child.nodeType === 3 && child.nodeValue?.includes('@') === true;
  }
  let text = '';
  if (!isNear) return text;
  for (const child of element.childNodes) if (child.nodeType === 3) text += child.nodeValue ?? '';
  return text;
}

const WHOLE = /^[^@]+@[^@]*[^@.]\.[^@.]/u;

function whole(text: string): string {
  const address = text.includes('@') ? pickAddress(text) : '';
  return WHOLE.test(address) ? address : '';
}
