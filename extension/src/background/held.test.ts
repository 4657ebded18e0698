import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HeldPresses, isHeld, MAX_HELD, REMEMBERED_FOR, readHeld, withHeld, withoutHeld } from './held.ts';

const NOW = Date.UTC(2026, 10, 21, 12);

test('a held press is remembered until it is released, for an hour at most', () => {
  const held = withHeld({}, 'document', NOW);
  assert.equal(isHeld(held, 'document', NOW + REMEMBERED_FOR - 1), true);
  assert.equal(isHeld(held, 'document', NOW + REMEMBERED_FOR), false);
  assert.equal(isHeld(withoutHeld(held, 'document'), 'document', NOW), false);
  assert.equal(isHeld(held, 'other', NOW), false);
});

test('a time that lies far ahead is not of now', () => {
  assert.equal(isHeld({ document: 9_999_999_999_999 }, 'document', NOW), false);
});

test('it is bounded, and the oldest goes first', () => {
  let held: HeldPresses = {};
  for (let at = 0; at <= MAX_HELD; at++) held = withHeld(held, `d${at}`, NOW + at);
  assert.equal(Object.keys(held).length, MAX_HELD);
  assert.deepEqual([isHeld(held, 'd0', NOW), isHeld(held, `d${MAX_HELD}`, NOW)], [false, true]);
});

for (const raw of [null, 'text', [1], { document: 'soon' }, { document: Number.NaN }]) {
  test(`storage that holds ${JSON.stringify(raw)} holds no press`, () => {
    assert.equal(isHeld(readHeld(raw), 'document', NOW), false);
  });
}
