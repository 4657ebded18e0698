/** Endings as key caps: what the finger did, seen without reading. */
import { align } from '../../../extension/src/letters.ts';
import { html, type Markup } from './html.ts';

/** ".ml" under ".mil": every letter a key, the odd one marked. */
export function keyCaps(typed: string, right: string): Markup {
  const caps = align(typed, right).map(({ typed: letter, isSame }) => {
    const kind = isSame ? 'cap' : letter === '' ? 'cap gap' : 'cap odd';
    return html`<span class="${kind}">${letter}</span>`;
  });
  return html`<span class="caps" aria-hidden="true"><span class="dot">.</span>${caps}</span><bdi class="spoken" dir="ltr">.${typed}</bdi>`;
}
