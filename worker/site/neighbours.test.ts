import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edits, neighbourhood } from './neighbours.ts';

test('every edit of one key, and what it was', () => {
  const made = edits('mil');
  assert.deepEqual(made.get('ml'), { did: 'left_out', letter: 'i' });
  assert.deepEqual(made.get('mail'), { did: 'added', letter: 'a' });
  assert.deepEqual(made.get('mit'), { did: 'instead', letter: 't', other: 'l' });
  assert.deepEqual(made.get('iml'), { did: 'swapped' });
  assert.equal(made.has('mil'), false);
  // 3 lost, 2 swapped, 3 × 25 others, 4 × 26 added less the 3 that a doubled letter makes twice.
  assert.equal(made.size, 3 + 2 + 75 + 101);
});

test('only what the core takes for a slip of this very suffix, countries first', () => {
  const real: Record<string, string> = { ml: 'army.mil', mit: 'army.mil', il: 'army.mil', nil: 'navy.mil' };
  const asked: string[] = [];
  const { neighbours } = neighbourhood('mil', 'army', (domain) => {
    asked.push(domain);
    const suggestion = real[domain.slice('army.'.length)] ?? '';
    return { kind: suggestion === '' ? 'suffix-unknown' : 'suffix-slip', suggestion };
  });
  assert.deepEqual(
    neighbours.map(({ ending }) => ending),
    ['il', 'ml', 'mit'],
  );
  assert.equal(asked.length, edits('mil').size);
});
