/**
 * Letters that have no business in a capture: whatever is neither a placeholder
 * nor a name that is written down in the extension's own source.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundledDescriptors } from '../../src/webmail/descriptors.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const source = (path) => readFileSync(`${here}../../src/${path}`, 'utf8');

/** Files in which every name that a capture may keep is written down. */
export const VOCABULARY = [
  ...bundledDescriptors.flatMap(({ id }) =>
    [id, 'capture'].map((name) => source(`webmail/descriptors/${id}/${name}.json`)),
  ),
  source('capture/vocabulary.ts'),
].join('\n');

/** Attributes whose values people can read; what a descriptor compares with there is never a word. */
const SPOKEN =
  'title aria-label email data-email data-address data-name data-hovercard-id value alt placeholder label'.split(' ');

/** Attributes in which a word of the vocabulary may stand: standard ones, and those that descriptors compare. */
export const STRUCTURAL = [
  ...'role type class id tabindex dir lang hidden contenteditable autocomplete spellcheck draggable size'.split(' '),
  ...'translate scope wrap inputmode enterkeyhint autocapitalize autocorrect unselectable popover href style'.split(
    ' ',
  ),
  ...'method focusable'.split(' '),
  ...'haspopup hidden multiline autocomplete expanded selected modal live disabled checked pressed required readonly'
    .split(' ')
    .map((name) => `aria-${name}`),
  ...'orientation current busy atomic invalid multiselectable sort'.split(' ').map((name) => `aria-${name}`),
  ...[...VOCABULARY.matchAll(/\[([\w-]+)[~|^$*]?=/g)].map(([, name]) => name).filter((name) => !SPOKEN.includes(name)),
];

/** Only placeholders: no other letter and no other digit. */
const PLACEHOLDER =
  /^(?:[xyzXYZ9سש字あア가कก\ue000•·\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[!-/:-@[-`{-~])*$/u;

/** Every text and every attribute of a capture that holds a letter which is no placeholder and no known name. */
export async function privacyLeaks(context, text) {
  const page = await context.newPage();
  try {
    await page.setContent(text);
    const found = await page.evaluate(() => {
      const all = [];
      const walk = (root) => {
        for (const element of root.querySelectorAll('*')) {
          if (element.closest('head') !== null) continue;
          for (const { name, value } of element.attributes) {
            if (name !== 'srcdoc') all.push(['', name], [name, value]);
          }
          for (const node of element.childNodes) if (node.nodeType !== 1) all.push(['#text', node.nodeValue]);
          if (element.shadowRoot !== null) walk(element.shadowRoot);
          if (element.localName === 'iframe') walk(new DOMParser().parseFromString(element.srcdoc, 'text/html'));
        }
      };
      walk(document);
      return all;
    });
    if (found.length < 40) throw new Error(`only ${found.length} texts and attributes: is this a compose?`);
    return found.filter(([name, value]) => {
      if (PLACEHOLDER.test(value)) return false;
      if (name === '#text') return true;
      if (name === '') return !/^(?:aria-[a-z]+|data-[xyzXYZ9:-]+)$/.test(value) && !VOCABULARY.includes(value);
      if (name === 'style') return value !== 'display:none';
      if (!STRUCTURAL.includes(name)) return true;
      const words = value.split(/[^\p{L}\d]|[xyzXYZ9]{2,}/u).filter((word) => !/^[xyzXYZ9]*$/.test(word));
      return words.some((word) => !VOCABULARY.includes(word));
    });
  } finally {
    await page.close();
  }
}
