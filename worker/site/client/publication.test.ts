import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { fetchLists, type Publication } from './publication.ts';

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

test('a list is fetched only where the one at hand is another', async () => {
  const asked: string[] = [];
  globalThis.fetch = async (path) => {
    asked.push(String(path));
    return new Response('of today');
  };
  const published: Publication = {
    version: 7,
    written: 0,
    isSigned: true,
    expires: 0,
    lists: new Map([
      ['same', { sha256: 'aa', length: 1 }],
      ['changed', { sha256: 'bb', length: 1 }],
      ['new', { sha256: 'cc', length: 1 }],
    ]),
    deltas: new Map(),
  };
  const lists = await fetchLists(published, [
    { name: 'same', sha256: 'aa', text: bytes('of the build') },
    { name: 'changed', sha256: 'b0', text: bytes('of the build') },
    { name: 'gone', sha256: 'dd', text: bytes('of the build') },
  ]);
  assert.deepEqual(asked, ['/v1/targets/bb.changed.txt', '/v1/targets/cc.new.txt']);
  assert.deepEqual(
    lists.map(({ name, text }) => [name, new TextDecoder().decode(text)]),
    [
      ['same', 'of the build'],
      ['changed', 'of today'],
      ['new', 'of today'],
    ],
  );
});
