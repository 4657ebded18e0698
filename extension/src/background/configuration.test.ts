import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTHING_PERSONAL } from '../personal.ts';
import { attempts, type Personalised } from './configuration.ts';
import type { Lists } from './liststore.ts';

const listsOf = (origin: Lists['origin'], ...names: readonly string[]): Lists => ({
  version: 1,
  origin,
  age: { confirmed: 0, expires: 0, state: 'current' },
  lists: names.map((name) => ({
    entry: { name, role: 'protected', category: 'test', length: 1, sha256: name, entries: 1 },
    text: new TextEncoder().encode(name) as Uint8Array<ArrayBuffer>,
  })),
});
const bundled = async (): Promise<Lists> => listsOf('bundled', 'ground');
const personalised: Personalised = {
  personal: { ...NOTHING_PERSONAL, protected: ['example.org'] },
  passing: [],
  habits: ['example.com'],
  policy: { failure: 'hold' },
};

const rows: readonly [name: string, lists: Lists, given: Personalised, without: readonly string[]][] = [
  ['bundled lists', listsOf('bundled', 'ground'), personalised, ['', 'personal', 'policy']],
  ['downloaded lists', listsOf('server', 'fresh'), personalised, ['', 'personal', 'update', 'policy']],
  [
    'an organisation’s beside bundled ones',
    listsOf('bundled', 'ground', 'works'),
    personalised,
    ['', 'personal', 'update', 'policy'],
  ],
];
for (const [name, lists, given, without] of rows) {
  test(`${name}: ever less is tried, down to the bundled lists alone`, async () => {
    const made = await attempts(lists, bundled, given);
    assert.deepEqual(
      made.map((attempt) => attempt.without),
      without,
    );
    const last = made.at(-1);
    assert.deepEqual([last?.lists.length, last?.policy], [1, '']);
    assert.equal(made[0]?.lists.length, lists.lists.length + 2, 'own entries and history are lists of their own');
  });
}

test('the mark is of the content: an address that became right is another revision', async () => {
  const markOf = async (given: Personalised): Promise<string> =>
    (await attempts(listsOf('bundled', 'ground'), bundled, given))[0]?.mark ?? '';
  const before = await markOf(personalised);
  assert.equal(await markOf({ ...personalised }), before);
  assert.notEqual(await markOf({ ...personalised, passing: ['ann@army.ml'] }), before);
  assert.notEqual(await markOf({ ...personalised, habits: [] }), before);
  assert.notEqual(await markOf({ ...personalised, policy: {} }), before);
});
