import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Addition, Personal } from '../messages/personal.ts';
import { NOTHING_PERSONAL, readPersonal } from '../personal.ts';
import { storedValue } from './storedvalue.ts';
import { NOT_SYNCED, Sync, type Synced } from './sync.ts';

/** Devices on one account: each has its own entries, and the browser's storage is shared. */
function makeAccount() {
  const stored = new Map<string, unknown>();
  const clock = { now: 1_800_000_000_000 };
  const device = () => {
    const it = { personal: NOTHING_PERSONAL as Personal, isAllowed: true, isLocked: false, fails: '' };
    const cell = { value: NOT_SYNCED as Synced };
    const sync = new Sync(
      storedValue<Synced>(
        async () => cell.value,
        async (value) => {
          cell.value = value;
        },
      ),
      {
        now: () => clock.now,
        isAllowed: async () => it.isAllowed,
        personal: async () => it.personal,
        take: async (lists) => {
          if (!it.isLocked) it.personal = readPersonal({ ...it.personal, ...lists });
          return it.personal;
        },
        // All of .ml is a near miss of .mil.
        review: async (before, wanted) =>
          (['protected', 'allowed'] as const).flatMap((list) =>
            wanted[list]
              .filter((entry) => !before[list].includes(entry))
              .map((entry): Addition => {
                const isNear = entry.endsWith('.ml');
                return { list, entry, exempts: isNear ? 'near-miss' : '', target: isNear ? 'army.mil' : '' };
              }),
          ),
        area: {
          get: async () => structuredClone(Object.fromEntries(stored)),
          set: async (items) => {
            if (it.fails !== '') throw new Error(it.fails);
            for (const [name, value] of Object.entries(items)) stored.set(name, structuredClone(value));
          },
          remove: async (names) => names.forEach((name) => void stored.delete(name)),
        },
      },
    );
    const write = async (change: Partial<Personal>, isPrivate = false): Promise<void> => {
      clock.now += 60_000;
      it.personal = readPersonal({ ...it.personal, ...change });
      await sync.noted(isPrivate);
    };
    return { it, sync, write, cell };
  };
  return { stored, clock, device, text: () => JSON.stringify([...stored]) };
}

test('off until turned on, and then both devices have both lists; addresses never travel', async () => {
  const { device, text } = makeAccount();
  const [one, two] = [device(), device()];
  await one.write({ protected: ['works.example'], allowed: ['right.example'], addresses: ['ann@secret.example'] });
  assert.equal(text(), '[]');
  await one.sync.turn(true);
  await two.write({ allowed: ['other.example'] });
  await two.sync.turn(true);
  await one.sync.pull();
  for (const { it } of [one, two]) {
    assert.deepEqual(it.personal.protected, ['works.example']);
    assert.deepEqual(it.personal.allowed, ['other.example', 'right.example']);
  }
  assert.doesNotMatch(text(), /secret|@/);
  const { arrived } = await one.sync.overview();
  assert.deepEqual(
    arrived.map(({ entry, isGone }) => [entry, isGone]),
    [['other.example', false]],
  );
});

test('a removal travels, and of two changes the later counts', async () => {
  const { device } = makeAccount();
  const [one, two] = [device(), device()];
  await one.sync.turn(true);
  await two.sync.turn(true);
  await one.write({ allowed: ['a.example', 'b.example'] });
  await two.sync.pull();
  await two.write({ allowed: ['b.example'] });
  await one.sync.pull();
  assert.deepEqual(one.it.personal.allowed, ['b.example']);
  await one.write({ allowed: ['a.example', 'b.example'] });
  await two.sync.pull();
  assert.deepEqual(two.it.personal.allowed, ['a.example', 'b.example']);
});

test('what would exempt near misses is shown and not taken, and stays for the other devices', async () => {
  const { device, text } = makeAccount();
  const [one, two] = [device(), device()];
  await one.sync.turn(true);
  await two.sync.turn(true);
  await one.write({ allowed: ['army.ml', 'fine.example'], protected: ['navy.ml'] });
  await two.sync.pull();
  assert.deepEqual([two.it.personal.allowed, two.it.personal.protected], [['fine.example'], []]);
  const { arrived } = await two.sync.overview();
  assert.deepEqual(
    arrived.filter(({ isRefused }) => isRefused).map(({ entry, target }) => [entry, target]),
    [
      ['navy.ml', 'army.mil'],
      ['army.ml', 'army.mil'],
    ].sort(
      (a, b) => arrived.findIndex(({ entry }) => entry === a[0]) - arrived.findIndex(({ entry }) => entry === b[0]),
    ),
  );
  await two.write({ allowed: ['fine.example', 'more.example'] });
  await one.sync.pull();
  assert.ok(one.it.personal.allowed.includes('army.ml'), 'refusing is no removal');
  assert.match(text(), /army\.ml/);
});

test('what is entered in a private window stays on the device', async () => {
  const { device, text } = makeAccount();
  const one = device();
  await one.sync.turn(true);
  await one.write({ allowed: ['private.example'] }, true);
  await one.write({ allowed: ['private.example', 'open.example'] });
  assert.match(text(), /open\.example/);
  assert.doesNotMatch(text(), /private/);
});

test('policy forbids it at once, and fixed lists stay as they are', async () => {
  const { device, text } = makeAccount();
  const [one, two] = [device(), device()];
  one.it.isAllowed = false;
  await one.sync.turn(true);
  await one.write({ allowed: ['a.example'] });
  assert.deepEqual([text(), (await one.sync.overview()).isOn], ['[]', false]);
  await two.sync.turn(true);
  await two.write({ allowed: ['b.example'] });
  one.it.isAllowed = true;
  one.it.isLocked = true;
  await one.sync.turn(true);
  assert.deepEqual(one.it.personal.allowed, ['a.example']);
  assert.match(text(), /b\.example/, 'of the other device nothing is taken away');
});

test('what does not fit is said', async () => {
  const { device } = makeAccount();
  const one = device();
  await one.sync.turn(true);
  await one.write({ allowed: Array.from({ length: 4000 }, (_, at) => `a-partner-with-a-long-name-${at}.example`) });
  const { left, error } = await one.sync.overview();
  assert.ok(left > 0 && left < 4000, String(left));
  assert.equal(error, '');
});

test('a browser that takes nothing is reported, and nothing is lost', async () => {
  const { device } = makeAccount();
  const one = device();
  await one.sync.turn(true);
  one.it.fails = 'QUOTA_BYTES quota exceeded';
  await one.write({ allowed: ['a.example'] });
  assert.match((await one.sync.overview()).error, /QUOTA/);
  one.it.fails = '';
  await one.sync.pull();
  assert.equal((await one.sync.overview()).error, '');
  assert.deepEqual(one.it.personal.allowed, ['a.example']);
});

test('turning it off leaves the entries here, and may take them from the account', async () => {
  const { device, text } = makeAccount();
  const one = device();
  await one.sync.turn(true);
  await one.write({ allowed: ['a.example'] });
  await one.sync.turn(false, true);
  assert.deepEqual([text(), one.it.personal.allowed, one.cell.value], ['[]', ['a.example'], NOT_SYNCED]);
});
