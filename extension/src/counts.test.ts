import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOf, withCount, withMoved } from './counts.ts';
import type { Choice } from './messages/verdict.ts';

const DAY = '2026-11-21';

test('each outcome has a count of its own', () => {
  const choices: readonly Choice[] = ['fix', 'back', 'send', 'trust', 'back'];
  const counts = choices.reduce((sum, choice) => withCount(sum, DAY, 'suffix-slip', choice), {});
  const found = (['fix', 'back', 'send', 'trust'] as const).map((choice) => countOf(counts, [DAY], choice));
  assert.deepEqual(found, [1, 2, 1, 1]);
});

test('a decision that came out otherwise counts once, as what it came to', () => {
  const twice = withCount(withCount({}, DAY, 'suffix-slip', 'trust'), DAY, 'suffix-slip', 'trust');
  const moved = withMoved(twice, DAY, 'suffix-slip', 'trust', 'send');
  assert.deepEqual(moved[DAY], { 'suffix-slip:trust': 1, 'suffix-slip:send': 1 });
  assert.deepEqual(withMoved(moved, DAY, 'suffix-slip', 'trust', undefined)[DAY], { 'suffix-slip:send': 1 });
  assert.equal(withMoved(moved, '2026-11-20', 'suffix-slip', 'trust', 'send'), moved, 'nothing to move');
});
