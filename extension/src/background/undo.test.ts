import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesSaid, MAX_SAID, type Said, withoutSaid, withSaid } from './undo.ts';

const said = (address: string, isPrivate = false): Said => ({
  address,
  kind: 'suffix-slip',
  day: '2026-11-21',
  isPrivate,
  wasSent: false,
});

test('what was said last stands first, and once', () => {
  const first = withSaid([], [said('ann@a.ml'), said('bob@b.ml')]);
  assert.deepEqual(addressesSaid(withSaid(first, [said('bob@b.ml')]), false), ['bob@b.ml', 'ann@a.ml']);
});

test('so many are remembered, and no more', () => {
  let all: readonly Said[] = [];
  for (let at = 0; at < MAX_SAID + 5; at++) all = withSaid(all, [said(`p${at}@a.ml`)]);
  assert.equal(all.length, MAX_SAID);
  assert.equal(all[0]?.address, `p${MAX_SAID + 4}@a.ml`);
});

test('private windows and others know nothing of each other', () => {
  const both = withSaid([], [said('ann@a.ml'), said('ann@a.ml', true), said('eve@a.ml', true)]);
  assert.deepEqual(addressesSaid(both, false), ['ann@a.ml']);
  assert.deepEqual(addressesSaid(withoutSaid(both, 'ann@a.ml', true), true), ['eve@a.ml']);
  assert.deepEqual(addressesSaid(withoutSaid(both, 'ann@a.ml', true), false), ['ann@a.ml']);
});
