import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Begun, lastOf } from './begun.ts';

/** What stands before an address that is begun; null where it is not, or no longer. */
function beforeBegun(text: string): string | null {
  const last = lastOf(text);
  return last?.isBegun === true ? last.head : null;
}

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

/** What keys do to a field, while a person is told of some of it. */
function makeField() {
  const begun = new Begun();
  const element = {} as Element;
  return (text: string, ...told: string[]) => begun.step({ root: element, element, text }, told);
}

test('keys of an address that is begun are no news, its end and its going are', () => {
  const step = makeField();
  assert.equal(step('a'), 'begun');
  assert.equal(step('ann@army'), 'begun');
  assert.equal(step('ann@army.mi'), 'ended');
  assert.equal(step('ann@army.mil'), 'ended');
  assert.equal(step('ann@army.mil, '), 'gone', 'nothing is left at its end');
  assert.equal(step('ann@army.mil, o'), 'begun');
  assert.equal(step('ann@navy.mil, o'), 'gone', 'what stands before it has changed');
  assert.equal(step('b'), 'gone');
  assert.equal(step('bo'), 'begun');
});

test('an end that may be judged is alone in it while the rest is as it was', () => {
  const step = makeField();
  assert.equal(step('ann@army.ml'), 'ended', 'at once, as a paste');
  assert.equal(step('ann@army.mlx', 'ann@army.ml'), 'whole', 'what was told of it is void');
  assert.equal(step('ann@army.ml, bob@navy.mil'), 'whole', 'what stands before it is new');
  assert.equal(step('ann@army.ml, bob@navy.mi', 'ann@army.ml'), 'ended');
  assert.equal(step('ann@army.mil, bob@navy.mi', 'ann@army.ml'), 'whole');
  assert.equal(step('ann@gmail,co'), 'whole', 'a comma for a dot');
});

test('what is told of and is there no longer is gone, however it had come', () => {
  const step = makeField();
  assert.equal(step('a'), 'begun');
  assert.equal(step('', 'ann@army.ml'), 'gone');
  assert.equal(step('b'), 'begun');
  assert.equal(step('ann@gmailco', 'ann@gmailcom'), 'gone', 'told after a pause');
  assert.equal(step('ann@gmailc'), 'begun');
});

test('what is told of and stands before is there', () => {
  const step = makeField();
  assert.equal(step('joann@army.ml, b', 'joann@army.ml'), 'gone');
  assert.equal(step('joann@army.ml, bo', 'joann@army.ml'), 'begun');
  assert.equal(step('joann@army.ml, bo', 'joann@army.ml', 'ann@army.ml'), 'gone');
});
