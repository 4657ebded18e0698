/** Reading one text of an element as a descriptor says. */
import type { Source } from './descriptor.ts';
import { pickAddress, visibleText } from './text.ts';

/** The first source that yields a text, or ''. */
export function firstText(element: Element, sources: readonly Source[]): string {
  for (const source of sources) {
    const text = textAt(element, source);
    if (text !== '') return text;
  }
  return '';
}

function textAt(element: Element, source: Source): string {
  const place = source.select === undefined ? element : element.querySelector(source.select);
  if (place === null) return '';
  let text = '';
  if (source.from === 'attribute') text = place.getAttribute(source.name ?? '') ?? '';
  else if (source.from === 'value') text = inputValue(place);
  else text = place.textContent ?? '';
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
