/**
 * Recipients that no rule of a descriptor knows: after a redesign the names of
 * chips are gone, but their addresses still stand in the field, as text or in
 * an attribute.
 */
import { isVisible } from './select.ts';
import { pickAddress } from './text.ts';

export interface Stray {
  readonly address: string;
  readonly element: Element;
}

/** Whole addresses in texts and attributes of a box, outside of the elements in `taken`. */
export function strayAddresses(box: Element, taken: ReadonlySet<Element>): Stray[] {
  const found: Stray[] = [];
  walk(box, taken, found);
  return found;
}

/** Lists that an input of the compose opens below itself: proposals, not recipients. */
export function popUpsOf(root: Element): Element[] {
  const lists: Element[] = [];
  for (const input of root.querySelectorAll('[aria-controls],[aria-owns]')) {
    for (const name of ['aria-controls', 'aria-owns']) {
      for (const id of (input.getAttribute(name) ?? '').split(/\s+/u)) {
        const list = id === '' ? null : root.ownerDocument.getElementById(id);
        if (list !== null && !list.contains(input)) lists.push(list);
      }
    }
  }
  return lists;
}

/** True where an address was found in the element itself or below. */
function walk(element: Element, taken: ReadonlySet<Element>, found: Stray[]): boolean {
  if (taken.has(element) || element.matches(NO_RECIPIENT)) return false;
  let isFound = false;
  for (const child of element.children) if (walk(child, taken, found)) isFound = true;
  // What is around an address names it once more.
  if (isFound) return true;
  const address = addressOf(element);
  if (address === '' || !isVisible(element)) return false;
  found.push({ address, element });
  return true;
}

const NO_RECIPIENT = 'style,script,template,input,textarea,select,option,iframe,label,[role="tooltip"],[role="menu"]';

/** Attributes that hold what the page needs for itself, or a stranger's text. */
const NOT_SAID = new Set(['class', 'style', 'src', 'jslog', 'placeholder']);

function addressOf(element: Element): string {
  let own = '';
  for (const child of element.childNodes) if (child.nodeType === 3) own += child.nodeValue ?? '';
  const shown = whole(own);
  if (shown !== '') return shown;
  for (const { name, value } of element.attributes) {
    if (NOT_SAID.has(name) || !value.includes('@')) continue;
    const address = whole(value.replace(/^mailto:/iu, ''));
    if (address !== '') return address;
  }
  return '';
}

function whole(text: string): string {
  const address = text.includes('@') ? pickAddress(text) : '';
  return /^[^@]+@[^@]*[^@.]\.[^@.]/u.test(address) ? address : '';
}
