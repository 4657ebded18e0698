import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recipient } from '../webmail/recipients.ts';
import { Begun, beforeBegun } from './begun.ts';

test('nothing is judged of an address before its domain has come to an end', () => {
  const begun = ['', 'o', 'Olga Sample', 'olga.sample', 'olga@', 'olga.sample@ha', 'Olga Sample <olga@ha'];
  for (const text of [...begun, 'olga@harbour.', 'olga@harbour.e', 'olga@mail.harbour.e', 'olga@harbour。e']) {
    assert.equal(beforeBegun(text), '', text);
  }
  for (const text of [
    'olga@harbour.ex',
    'olga@mail.harbour',
    'olga@harbour。ex',
    'ann@army ',
    'ann@army o',
    'ann@army>',
  ]) {
    assert.equal(beforeBegun(text), null, text);
  }
});

test('what stands before an address that is begun is told apart from it', () => {
  for (const separator of [', ', ',', ';', '\n', '、', '؛ ']) {
    assert.equal(beforeBegun(`ann@army.mil${separator}olga@ha`)?.trimEnd(), `ann@army.mil${separator}`.trimEnd());
    assert.equal(beforeBegun(`ann@army.mil${separator}olga@harbour.ex`), null);
  }
  assert.equal(beforeBegun('ann@gmail,c'), null, 'a comma for a dot');
  assert.equal(beforeBegun('Sample, Olga <olga@ha'), 'Sample,');
});

/** What keys do to a field, and looks that judge between them. */
function makeField() {
  const begun = new Begun();
  const element = {} as Element;
  return {
    step: (text: string) => begun.step({ element, text }),
    look: (...addresses: string[]) => {
      begun.clear();
      begun.judged(addresses.map((address) => ({ address, state: 'typed', element }) as unknown as Recipient));
    },
  };
}

test('keys of an address that is begun are no news, its end and its going are', () => {
  const { step, look } = makeField();
  assert.equal(step('a'), 'begun');
  assert.equal(step('ann@army'), 'begun');
  assert.equal(step('ann@army.mi'), 'other');
  look('ann@army.mi');
  assert.equal(step('ann@army.mil, '), 'gone', 'nothing is left at its end');
  look('ann@army.mil');
  assert.equal(step('ann@army.mil, o'), 'begun');
  assert.equal(step('ann@navy.mil, o'), 'other', 'what stands before it has changed');
  look('ann@navy.mil');
  assert.equal(step('b'), 'other');
  look();
  assert.equal(step('bo'), 'begun');
});

test('after a pause keys go on as before, until nothing is left of what was judged in it', () => {
  const { step, look } = makeField();
  assert.equal(step('ann@gmailc'), 'begun');
  look('ann@gmailc');
  assert.equal(step('ann@gmailco'), 'begun');
  look('ann@gmailco');
  assert.equal(step(''), 'gone');
  look();
  assert.equal(step('ann@army.mil, b@c'), 'other');
  look('ann@army.mil', 'b@c');
  assert.equal(step('ann@army.mil, b@cd'), 'begun');
  look('ann@army.mil', 'b@cd');
  assert.equal(step('ann@army.mil, '), 'gone');
});

test('what was judged and is gone is looked at, however it had come', () => {
  const { step, look } = makeField();
  assert.equal(step('a'), 'begun');
  look('ann@army.ml');
  assert.equal(step(''), 'gone');
  assert.equal(step('b'), 'begun');
});
