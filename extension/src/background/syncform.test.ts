import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Marks, obsolete, pack, unpack } from './syncform.ts';

const NOW = 1_800_000_000;
const alive = (at = NOW) => ({ at, isGone: false });
const gone = (at = NOW) => ({ at, isGone: true });

test('what is written is read again, removals included', () => {
  const marks: Marks = {
    'protected works.example': alive(NOW - 5),
    'allowed *.orange.ml': alive(),
    'allowed old.example': gone(NOW - 100),
  };
  assert.deepEqual(unpack(pack(marks, NOW).items), marks);
});

test('items keep the browsers’ limits, and what does not fit is counted, the oldest first', () => {
  const many: Record<string, ReturnType<typeof alive>> = {};
  for (let at = 0; at < 5000; at++) many[`allowed partner-number-${at}.of-a-long-name.example`] = alive(NOW - at);
  const { items, left } = pack(many, NOW);
  const sizes = Object.entries(items).map(([name, lines]) => name.length + JSON.stringify(lines).length);
  assert.ok(Math.max(...sizes) <= 8192, `an item of ${Math.max(...sizes)}`);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 102_400);
  assert.ok(left > 0 && left < 5000);
  const read = unpack(items);
  assert.equal(Object.keys(read).length + left, 5000);
  assert.ok('allowed partner-number-0.of-a-long-name.example' in read);
  assert.ok(!('allowed partner-number-4999.of-a-long-name.example' in read));
});

test('a removal that is long ago is forgotten', () => {
  assert.deepEqual(unpack(pack({ 'allowed a.example': gone(NOW - 200 * 86_400) }, NOW).items), {});
});

test('items that are needed no longer are named, and those of others left alone', () => {
  assert.deepEqual(
    obsolete({ 'domains-0': [], 'domains-7': [], other: 1 }, pack({ 'allowed a.example': alive() }, NOW)),
    ['domains-7'],
  );
});

test('strangers’ items say nothing', () => {
  const items = {
    'domains-0': [
      'p works.example zz',
      7,
      'x a.example 1',
      'a a@b.example 1',
      'a ml 1',
      'a  1',
      'a a.example -1',
      null,
    ],
    'domains-1': 'a b.example 1',
    other: ['p c.example 1'],
  };
  assert.deepEqual(Object.keys(unpack(items)), ['protected works.example']);
});
