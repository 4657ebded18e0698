import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { changesBetween } from './history.ts';
import type { Publication } from './publication.ts';

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

function serving(files: Readonly<Record<string, string>>): string[] {
  const asked: string[] = [];
  globalThis.fetch = async (path) => {
    asked.push(String(path));
    const text = files[String(path)];
    return new Response(text ?? '', { status: text === undefined ? 404 : 200 });
  };
  return asked;
}

const target = (sha256: string) => ({ sha256, length: 1 });
const publication = (
  version: number,
  lists: Record<string, string>,
  deltas: Record<string, string> = {},
): Publication => ({
  version,
  written: 0,
  isSigned: true,
  expires: 0,
  lists: new Map(Object.entries(lists).map(([name, sum]) => [name, target(sum)])),
  deltas: new Map(Object.entries(deltas).map(([name, sum]) => [name, target(sum)])),
});
const [old, fresh] = ['a'.repeat(64), 'b'.repeat(64)];

test('a change is read from its delta', async () => {
  const name = `delta-${'a'.repeat(16)}-${'b'.repeat(16)}.txt`;
  const asked = serving({
    [`/v1/targets/sum.${name}`]: '# nearmiss-delta: 1\n\n# nearmiss-list: 1\n# name: one\n\n-gone.mil\n+new.mil\n',
  });
  const changes = await changesBetween(publication(1, { one: old }), publication(2, { one: fresh }, { [name]: 'sum' }));
  assert.deepEqual(changes, [{ list: 'one', what: 'changed', added: ['new.mil'], removed: ['gone.mil'] }]);
  assert.equal(asked.length, 1);
});

test('without a delta from both texts, and lists that came or went are named', async () => {
  serving({
    [`/v1/targets/${old}.one.txt`]: '# name: one\n\nkept.mil\ngone.mil\n',
    [`/v1/targets/${fresh}.one.txt`]: '# name: one\n\nkept.mil\nnew.mil # by hand\n',
  });
  const earlier = publication(1, { one: old, last: old, same: old });
  const later = publication(2, { one: fresh, first: fresh, same: old });
  assert.deepEqual(await changesBetween(earlier, later), [
    { list: 'first', what: 'new', added: [], removed: [] },
    { list: 'last', what: 'gone', added: [], removed: [] },
    { list: 'one', what: 'changed', added: ['new.mil'], removed: ['gone.mil'] },
  ]);
});
