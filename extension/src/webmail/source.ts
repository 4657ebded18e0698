/** Reading one text of an element as a descriptor says. */

import { attributeOf, childrenOf, find, isElement, matchesSelector, nodeValueOf, typeOf } from '../dom.ts';
import type { Source } from './descriptor.ts';
import { bracketedAddress, pickAddress, visibleText } from './text.ts';

/** The first source that yields a text, or ''. */
export function firstText(element: Element, sources: readonly Source[]): string {
  for (const source of sources) {
    const place = source.select === undefined ? element : find(element, source.select);
    const text = place === null ? '' : textOf(place, source);
    if (text !== '') return text;
  }
  return '';
}

/** What a source reads in the very element that it has selected. */
export function textOf(place: Element, source: Source): string {
  if (source.from === 'text' && source.pick === 'address' && source.after === undefined) return addressIn(place);
  let text = '';
  if (source.from === 'attribute') text = attributeOf(place, source.name ?? '') ?? '';
  else if (source.from === 'value') text = inputValue(place);
  else text = shownParts(place).join('');
  if (source.after !== undefined) {
    const at = text.indexOf(source.after);
    if (at < 0) return '';
    text = text.slice(at + source.after.length);
  }
  return source.pick === 'address' ? pickAddress(text) : visibleText(text);
}

/** What an input or a custom element with a value holds, or ''. */
export function inputValue(element: Element): string {
  return 'value' in element && typeof element.value === 'string' ? element.value : '';
}

/**
 * The texts in an element that say what it is, piece by piece: those of its
 * buttons ("Remove") and of what screen readers pass over are left out, unless
 * there is nothing else.
 */
export function shownParts(element: Element): string[] {
  const parts = textsIn(element, BESIDE);
  return parts.length > 0 ? parts : textsIn(element, NEVER_SHOWN);
}

const NEVER_SHOWN = 'style,script,template';
const BESIDE = `${NEVER_SHOWN},button,[role="button"],[hidden],[aria-hidden="true"]`;

function textsIn(element: Element, without: string): string[] {
  return [...childrenOf(element)].flatMap((child) => {
    if (isElement(child)) return matchesSelector(child, without) ? [] : textsIn(child, without);
    const text = typeOf(child) === 3 ? (nodeValueOf(child) ?? '') : '';
    return visibleText(text) === '' ? [] : [text];
  });
}

/**
 * The address in an element's text, or ''. Pieces stand side by side without a
 * space ("ann@army.mil" and "Remove"), so one that holds a whole address wins.
 */
export function addressIn(element: Element): string {
  const parts = shownParts(element);
  const whole = parts.join('');
  return bracketedAddress(whole) || (parts.map(pickAddress).find(isWhole) ?? pickAddress(whole));
}

/** Whether an address has a domain with a dot: "ann@army" may be the first piece of "ann@army.mil". */
export function isWhole(address: string): boolean {
  return /@[^@]*[^@.]\.[^@.]/u.test(address);
}
