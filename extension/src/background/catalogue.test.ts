import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCatalogue } from './catalogue.ts';
import type { FetchFile, Known } from './trust.ts';

const nothing: Known = { held: undefined, verified: undefined, available: [], keep: async () => undefined };
const served: FetchFile = async () => new TextEncoder().encode('{}') as Uint8Array<ArrayBuffer>;

test('a catalogue without signatures counts from this machine alone', async () => {
  const check = (url: string): Promise<unknown> =>
    checkCatalogue({ name: 'public', url, scope: 'public', root: '' }, nothing, served, 0);
  await assert.rejects(check('https://lists.example/v1/'), /trusts no signatures/);
  await assert.rejects(check('http://127.0.0.1.example/v1/'), /trusts no signatures/);
  await assert.rejects(check('http://127.0.0.1:1/v1/'), /has no version/);
});
