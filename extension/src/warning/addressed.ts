/** A sentence of _locales with an address in it. */
import { text } from '../browser/texts.ts';
import { makeIn } from '../elements.ts';

/** Stands for the address: private use, as Chromium drops U+0000 from substitutions. */
const PLACE = '\ue000';

/** The sentence breaks before "@" and dots only. */
export function addressed(document: Document, name: string, address: string): Node[] {
  const [before = '', after = ''] = text(name, PLACE).split(PLACE);
  const parts = address
    .split(/(?=[@.])/)
    .flatMap((part) => [makeIn(document, 'wbr'), makeIn(document, 'span', { class: 'label' }, part)]);
  const word = makeIn(document, 'bdi', { class: 'address', dir: 'ltr' }, ...parts.slice(1));
  return [makeIn(document, 'span', {}, before, word, after)];
}
