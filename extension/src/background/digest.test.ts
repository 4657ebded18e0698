import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyedDigest, readKey } from './digest.ts';
import { storedValue } from './storedvalue.ts';

function inStorage(start = '') {
  const stored = { key: start };
  const read = (): KeyedDigest =>
    new KeyedDigest(
      storedValue(
        async () => readKey(stored.key),
        async (key) => {
          stored.key = key;
        },
      ),
    );
  return { stored, read };
}

test('equal parts have equal digests, also after a restart; others have others', async () => {
  const { stored, read } = inStorage();
  const digest = read();
  const first = await digest.of('secret', 7, 'https://mail.google.com', 1796003509564.9);
  assert.match(first, /^[0-9a-f]{32}$/);
  assert.match(stored.key, /^[0-9a-f]{64}$/);
  assert.equal(await read().of('secret', 7, 'https://mail.google.com', 1796003509564.9), first);
  for (const other of [
    ['secret', 8, 'https://mail.google.com', 1796003509564.9],
    ['secret', 7, 'https://mail.google.com', 1796003509565],
    ['secret', 7, 'null', 1796003509564.9],
    ['document', 7, 'https://mail.google.com', 1796003509564.9],
    ['secret7', 'https://mail.google.com', 1796003509564.9],
  ]) {
    assert.notEqual(await digest.of(...other), first, String(other));
  }
});

test('two installations have nothing in common', async () => {
  assert.notEqual(await inStorage().read().of('secret', 1), await inStorage().read().of('secret', 1));
});

test('the first two digests at once have one key', async () => {
  const { read } = inStorage();
  const digest = read();
  const [a, b] = await Promise.all([digest.of('x'), digest.of('x')]);
  assert.equal(a, b);
  assert.equal(await read().of('x'), a);
});

for (const raw of [undefined, 7, '', 'abc', 'g'.repeat(64)]) {
  test(`storage that holds ${String(raw)} holds no key`, () => assert.equal(readKey(raw), ''));
}
