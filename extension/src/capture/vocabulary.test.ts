import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundledDescriptors } from '../webmail/descriptors.ts';
import { attributeName, attributePieces, isCodeName, type NamePiece } from './attributes.ts';
import { Content } from './content.ts';
import { shapeOf } from './placeholder.ts';
import { cut } from './vocabulary.ts';

/** The text that is written for a piece where the person has let nothing stay. */
const replacementOf = ({ text, kind }: NamePiece): string => (kind === 'kept' ? text : shapeOf(text));
const written = (name: string, value: string): string | null =>
  attributePieces(name, value)?.map(replacementOf).join('') ?? null;

const rows: readonly (readonly [name: string, value: string, want: string | null, why: string])[] = [
  ['role', 'listbox', 'listbox', 'a word of ARIA'],
  ['role', 'margaret', 'xxxxxxxx', 'no word of ARIA'],
  ['name', 'to', 'to', 'a descriptor looks for it'],
  ['name', 'Ann Miller', 'Xxx Xxxxxx', 'some webmails name people here'],
  ['id', 'MSG_3fa8_TO', 'MSG_9xx9_TO', 'start and end are known, what is between is not'],
  ['data-testid', 'remove-address-button-ann@army.ml', 'remove-address-button-xxx@xxxx.xx', 'an address in a name'],
  ['data-test-id', 'compose-header-field-to', 'compose-header-field-to', 'the longest word counts'],
  ['class', 'aoO v7 ann-miller', 'aoO v7 xxx-xxxxxx', 'known classes, and one that nobody knows'],
  ['class', '_XEType_RECIPIENT_ENTITY_ann', '_XXXxxx_RECIPIENT_ENTITY_xxx', 'a known part of a class'],
  ['data-hovercard-id', 'ann@army.ml', 'xxx@xxxx.xx', 'an address'],
  ['jslog', '32601; u014N:xcVu', '32601; x999X:xxXx', 'a known number, and a key of somebody’s'],
  ['aria-label', 'Send to Ann', 'Xxxx xx Xxx', 'a label'],
  ['aria-haspopup', 'MENU', 'menu', 'in the spelling of the standard'],
  ['tabindex', '-1', '-1', ''],
  ['tabindex', '4711', '9999', 'a number that says something'],
  ['lang', 'de-AT', 'de', 'the language alone'],
  ['lang', 'ann', '', 'no language'],
  ['src', 'https://photos.example/ann.png', null, 'fetched'],
  ['onclick', 'send("ann")', null, 'run'],
  ['style', 'background:url(ann.png)', null, 'drawn'],
  ['value', 'ann', null, 'the property says more'],
  ['href', 'mailto:ann@army.ml', '#', 'where to'],
  ['checked', 'ann', null, 'what the form holds says more'],
  ['readonly', 'ann', '', 'it is there'],
  ['alt', 'Foto: Jürgen', 'Xxxx: Xxxxxx', ''],
  ['title', 'مدير', 'سسسس', ''],
];

for (const [name, value, want, why] of rows) {
  test(`${name}="${value}"${why && `: ${why}`}`, () => assert.equal(written(name, value), want));
}

test('names of attributes: standard ones and those of descriptors stay', () => {
  const nameOf = (name: string): string | null => attributeName(name)?.map(replacementOf).join('') ?? null;
  assert.equal(nameOf('aria-label'), 'aria-label');
  assert.equal(nameOf('data-hovercard-id'), 'data-hovercard-id');
  assert.equal(nameOf('data-folder-name'), 'data-folder-name');
  assert.equal(nameOf('data-ann-miller'), 'data-xxx-xxxxxx');
  assert.equal(nameOf('@click'), null);
});

test('everything that the engine looks for is kept as it is', () => {
  let count = 0;
  for (const { compose, fields } of bundledDescriptors) {
    const selectors = [...compose.flatMap(({ anchor, having }) => [...anchor, ...having.flat()]), ...fields.to];
    for (const selector of selectors) {
      for (const [, name = '', value = ''] of selector.matchAll(/\[([\w-]+)="([\w:-]+)"\]/gu)) {
        assert.equal(written(name, value), value, selector);
        count++;
      }
      for (const [, name = ''] of selector.replace(/\[[^\]]*\]/gu, '').matchAll(/\.([\w-]+)/gu)) {
        assert.equal(written('class', name), name, selector);
        count++;
      }
    }
  }
  assert.ok(count > 100, `only ${count}`);
});

test('known words are short and hold no address, no space and nothing of ours', () => {
  for (const value of ['ann@army.ml', 'Ann Miller', 'miller']) {
    assert.deepEqual(cut('class', value), [{ text: value, isKnown: false }]);
    assert.deepEqual(cut('data-hovercard-id', value), [{ text: value, isKnown: false }]);
  }
});

test('names that may be offered: short, few digits, nothing that the page says', () => {
  for (const name of ['fui-Tag', 'r-1x', '_a', 'compose:to']) assert.ok(isCodeName(name, 4), name);
  for (const name of ['thread-f1823', 'ann@army.ml', 'a b', 'ann.miller', 'x'.repeat(60), 'Jürgen', '']) {
    assert.ok(!isCodeName(name, 2), name);
  }
  const content = new Content();
  content.add('Dear Margaret, greetings from annmiller@army.ml');
  for (const name of ['box-margaret', 'MargaretFolder', 'u-miller', 'folderArmy']) {
    assert.ok(!content.isForeignTo(name), name);
  }
  for (const name of ['recipients', 'fui-Tag', 'gU']) assert.ok(content.isForeignTo(name), name);
});
