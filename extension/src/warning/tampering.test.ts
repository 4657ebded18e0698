import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tampering } from './tampering.ts';

test('a page insists when it changes us three times within ten seconds', () => {
  const tampering = new Tampering();
  assert.deepEqual(
    [0, 4000, 9999].map((at) => tampering.note(at)),
    [false, false, true],
  );
});

test('a page that opens a window now and then does not insist', () => {
  const tampering = new Tampering();
  assert.deepEqual(
    [0, 6000, 12_000, 18_000, 24_000].filter((at) => tampering.note(at)),
    [],
  );
});
