/** A sentence of _locales with an address in it. */
import { text } from '../browser/texts.ts';
import { make } from '../elements.ts';

/** Stands for the address: private use, as Chromium drops U+0000 from substitutions. */
const PLACE = '\ue000';

/** The sentence breaks before "@" and dots only. */
export function addressed(document: Document, name: string, address: string): Node[] {
  const [before = '', after = ''] = text(name, PLACE).split(PLACE);
  const parts = address
    .split(/(?=[@.])/)
    .flatMap((part) => [make(document, 'wbr'), make(document, 'span', { class: 'label' }, part)]);
  const word = make(document, 'bdi', { class: 'address', dir: 'ltr' }, ...parts.slice(1));
  return [make(document, 'span', {}, before, word, after)];
}
