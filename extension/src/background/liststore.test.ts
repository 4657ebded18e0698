import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UpdateState } from '../messages/lists.ts';
import { checkCatalogue } from './catalogue.ts';
import { type ListDatabase, ListStore, type Lists } from './liststore.ts';
import { type Channel, type Held, sha256Of, type Verified } from './trust.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const listText = (name: string, entry: string): string =>
  `# nearmiss-list: 1\n# name: ${name}\n# role: protected\n# category: test\n\n${entry}\n`;

async function catalogueOf(version: number, lists: Record<string, string>): Promise<string> {
  const entries = await Promise.all(
    Object.entries(lists).map(async ([name, text]) => ({
      name,
      role: 'protected',
      category: 'test',
      length: bytes(text).length,
      sha256: await sha256Of(bytes(text)),
      entries: 1,
    })),
  );
  return JSON.stringify({ version, lists: entries });
}

const DAY = 86_400_000;
const BUILT = Date.UTC(2026, 10, 21);
const channel: Channel = { name: 'public', url: 'http://127.0.0.1:1/v1/', scope: 'public', root: '' };

/** A store over a server and a disk that live in memory, and can misbehave. */
async function makeStore() {
  const old = listText('one', 'army.mil');
  const files = new Map<string, string>([
    ['lists/catalogue.json', await catalogueOf(2026112100, { one: old })],
    ['lists/one.txt', old],
  ]);
  const served = new Map<string, string>();
  const asked: string[] = [];
  const disk: { held: Map<string, Held>; verified: Map<string, Verified>; state?: UpdateState; isFull: boolean } = {
    held: new Map(),
    verified: new Map(),
    isFull: false,
  };
  const clock = { now: BUILT + DAY };
  let status = 200;
  const refuse = (): void => {
    if (disk.isFull) throw new Error('disk full');
  };
  const database: ListDatabase = {
    held: async (name) => disk.held.get(name),
    hold: async (name, held) => {
      refuse();
      disk.held.set(name, held);
    },
    verified: async (name) => disk.verified.get(name),
    keep: async (name, verified) => {
      refuse();
      disk.verified.set(name, verified);
    },
    webmails: async (name) => disk.held.get(name)?.webmails ?? [],
    state: async () => disk.state,
    remember: async (state) => {
      refuse();
      disk.state = state;
    },
  };
  const openWith = (channels: readonly Channel[]): ListStore =>
    new ListStore({
      channels: async () => channels,
      withVerifier: (work) => work((of, known, fetchFile) => checkCatalogue(of, known, fetchFile, clock.now)),
      interval: async () => DAY / 4,
      database,
      bundled: async (path) => {
        const text = files.get(path);
        if (text === undefined) throw new Error(`no ${path}`);
        return bytes(text);
      },
      fetch: (async (url: string, init: RequestInit) => {
        asked.push(url);
        assert.equal(init.credentials, 'omit');
        assert.equal(init.redirect, 'error');
        if (status !== 200) return new Response('', { status });
        const body = served.get(url.slice(channel.url.length));
        return body === undefined ? new Response('', { status: 404 }) : new Response(body);
      }) as typeof fetch,
      now: () => clock.now,
      random: () => 0.5,
    });
  const publish = async (version: number, lists: Record<string, string>): Promise<void> => {
    served.set('catalogue.json', await catalogueOf(version, lists));
    for (const [name, text] of Object.entries(lists))
      served.set(`targets/${await sha256Of(bytes(text))}.${name}.txt`, text);
  };
  return {
    open: () => openWith([channel]),
    openWith,
    openWithout: () => openWith([]),
    served,
    asked,
    disk,
    clock,
    publish,
    old,
    answer: (code: number): void => {
      status = code;
    },
  };
}

const texts = ({ lists }: Lists): string[] => lists.map(({ text }) => new TextDecoder().decode(text));
const taken = async (): Promise<void> => undefined;

test('the bundled lists protect before any server was asked', async () => {
  const world = await makeStore();
  const lists = await world.open().lists();
  assert.deepEqual([lists.origin, texts(lists), world.asked], ['bundled', [world.old], []]);
  assert.equal(await world.open().overdue(), 0);
});

test('an update fetches what changed, is offered to the core, and survives a restart', async () => {
  const world = await makeStore();
  const fresh = listText('two', 'navy.mil');
  await world.publish(2026112200, { one: world.old, two: fresh });
  const offered: number[] = [];
  const isNew = await world.open().update(async ({ version }) => void offered.push(version));
  assert.deepEqual([isNew, offered], [true, [2026112200]]);
  assert.equal(world.asked.filter((url) => url.includes('/targets/')).length, 1, 'the unchanged list is at hand');
  const lists = await world.open().lists();
  assert.deepEqual([lists.origin, texts(lists)], ['server', [world.old, fresh]]);
});

test('nothing new is not an update, and the next check waits about the interval', async () => {
  const world = await makeStore();
  await world.publish(2026112200, { one: world.old });
  const store = world.open();
  assert.equal(await store.update(taken), true);
  assert.equal(await store.update(taken), false);
  assert.equal(world.disk.state?.next, world.clock.now + DAY / 4);
  assert.equal(await store.overdue(), -DAY / 4);
  world.clock.now += DAY;
  assert.equal(await store.overdue(), (3 * DAY) / 4);
});

test('a clock that was set back by years does not stop updates', async () => {
  const world = await makeStore();
  await world.publish(2026112200, { one: world.old });
  const store = world.open();
  await store.update(taken);
  world.clock.now -= 400 * DAY;
  assert.equal(await store.overdue(), 0);
});

test('an extension newer than the download goes back to what it came with', async () => {
  const world = await makeStore();
  world.clock.now = BUILT - 30 * DAY;
  await world.publish(2026102200, { one: listText('one', 'old.mil') });
  await world.open().update(taken);
  assert.equal((await world.open().lists()).origin, 'bundled');
});

const attacks: readonly [
  name: string,
  spoil: (world: Awaited<ReturnType<typeof makeStore>>) => Promise<void> | void,
][] = [
  ['the server is away', (world) => world.answer(503)],
  ['the page of a captive portal', (world) => void world.served.set('catalogue.json', '<!doctype html>Log in')],
  [
    'a catalogue without lists',
    (world) => void world.served.set('catalogue.json', '{"version":2026113000,"lists":[]}'),
  ],
  ['an older catalogue', (world) => world.publish(2026112100, { one: listText('one', 'back.mil') })],
  ['an endless catalogue', (world) => void world.served.set('catalogue.json', ' '.repeat(100_000))],
  [
    'a list with other bytes',
    async (world) => {
      await world.publish(2026113000, { one: listText('one', 'navy.mil') });
      for (const [path, text] of world.served) {
        if (path.startsWith('targets/')) world.served.set(path, text.replace('navy.mil', 'nasty.ml'));
      }
    },
  ],
  [
    'a list that goes on and on',
    async (world) => {
      await world.publish(2026113000, { one: listText('one', 'navy.mil') });
      for (const [path, text] of world.served)
        if (path.startsWith('targets/')) world.served.set(path, text + 'x'.repeat(99));
    },
  ],
  [
    'a list that is not there',
    async (world) => {
      await world.publish(2026113000, { one: listText('one', 'navy.mil') });
      for (const path of world.served.keys()) if (path.startsWith('targets/')) world.served.delete(path);
    },
  ],
];
for (const [name, spoil] of attacks) {
  test(`${name}: the lists at hand stay, the reason is reported, the next try waits`, async () => {
    const world = await makeStore();
    await world.publish(2026112200, { one: listText('one', 'good.mil') });
    await world.open().update(taken);
    await spoil(world);
    const store = world.open();
    await assert.rejects(store.update(taken));
    assert.match(texts(await store.lists())[0] ?? '', /good\.mil/);
    assert.match(texts(await world.open().lists())[0] ?? '', /good\.mil/);
    assert.notEqual(world.disk.state?.problem, '');
    assert.equal(world.disk.state?.failures, 1);
    assert.ok((world.disk.state?.next ?? 0) > world.clock.now);
  });
}

test('failures wait longer and longer, and never more than two days', async () => {
  const world = await makeStore();
  world.answer(503);
  const store = world.open();
  let before = 0;
  for (let failure = 1; failure <= 12; failure++) {
    await assert.rejects(store.update(taken));
    const wait = (world.disk.state?.next ?? 0) - world.clock.now;
    assert.ok(wait >= before && wait <= 2 * DAY, `failure ${failure} waits ${wait}`);
    before = wait;
  }
});

test('lists that the core refuses are not kept', async () => {
  const world = await makeStore();
  await world.publish(2026112200, { one: listText('one', 'navy.mil') });
  const store = world.open();
  await assert.rejects(
    store.update(async () => {
      throw new Error('line 6: no domain');
    }),
    /line 6/,
  );
  assert.deepEqual([(await store.lists()).origin, world.disk.held.size], ['bundled', 0]);
});

test('a full disk loses nothing', async () => {
  const world = await makeStore();
  await world.publish(2026112200, { one: listText('one', 'navy.mil') });
  world.disk.isFull = true;
  const store = world.open();
  await assert.rejects(store.update(taken), /disk full/);
  assert.deepEqual(texts(await store.lists()), [world.old]);
});

test('a build that trusts nobody asks nobody, and says nothing of failure', async () => {
  const world = await makeStore();
  const store = world.openWithout();
  assert.equal(await store.update(taken), false);
  assert.deepEqual([world.asked, world.disk.state?.problem, (await store.lists()).origin], [[], '', 'bundled']);
});

test('the lists say how old they are, and stay in use when that is too old', async () => {
  const world = await makeStore();
  const ageOf = async (): Promise<unknown> => (await world.open().lists()).age;
  const life = { confirmed: BUILT, expires: BUILT + 90 * DAY };
  assert.deepEqual(await ageOf(), { ...life, state: 'current' });
  world.clock.now = BUILT + 90 * DAY;
  assert.deepEqual(await ageOf(), { ...life, state: 'old' });
  assert.deepEqual(texts(await world.open().lists()), [world.old]);
  world.clock.now = BUILT - 2 * DAY;
  assert.deepEqual(await ageOf(), { ...life, state: 'clock-behind' });

  const confirmed = BUILT + 10 * DAY;
  const lists = [{ ...(await world.open().bundled()).lists[0] }] as Held['lists'];
  const held = { version: 3, lists, webmails: [], state: null, root: '', confirmed, expires: confirmed + 7 * DAY };
  world.disk.held.set('public', held);
  const states: string[] = [];
  for (const days of [-2, 0, 6, 7, 400]) {
    world.clock.now = confirmed + days * DAY;
    const { age, origin } = await world.open().lists();
    states.push(`${origin} ${age.state}`);
  }
  assert.deepEqual(states, ['server clock-behind', 'server current', 'server current', 'server old', 'server old']);
});

test('descriptions of webmails are those of the public channel', async () => {
  const world = await makeStore();
  const webmails = [{ id: 'gmail', sha256: 'aa', text: bytes('{}') }];
  const held = { version: 3, lists: [], webmails, state: null, root: '', confirmed: 1, expires: 2 };
  world.disk.held.set('public', held);
  world.disk.held.set('organisation:works', { ...held, webmails: [{ id: 'yahoo', sha256: 'bb', text: bytes('{}') }] });
  assert.deepEqual(await world.open().webmails(), webmails);
  assert.deepEqual(await world.openWithout().webmails(), []);
});

test('an organisation’s lists count as far as the policy of now lets them', async () => {
  const world = await makeStore();
  const root = 'its root';
  const hash = await sha256Of(bytes(root));
  const listOf = (role: string): Held['lists'][number] => ({
    entry: { name: role, role, category: '', length: 1, sha256: role, entries: 1 },
    text: bytes(role),
  });
  const lists = ['protected', 'own', 'allowed', 'known', 'suffixes'].map(listOf);
  world.disk.held.set('works', { version: 1, lists, webmails: [], state: null, root, confirmed: 1, expires: 2 });
  const rolesUnder = async (scope: Channel['scope'], named: string): Promise<string> => {
    const store = world.openWith([{ ...channel, name: 'works', scope, root: named }]);
    return (await store.lists()).lists
      .slice(1)
      .map(({ entry }) => entry.role)
      .join();
  };
  assert.equal(await rolesUnder('protect', hash), 'protected,own');
  assert.equal(await rolesUnder('allow', hash), 'allowed');
  assert.equal(await rolesUnder('protect+allow', hash), 'protected,own,allowed');
  assert.equal(await rolesUnder('protect+allow', 'f'.repeat(64)), '');
});

test('a public list of a role that the channel may not have does not count, whatever is stored', async () => {
  const world = await makeStore();
  await world.publish(2026112200, { one: world.old });
  await world.open().update(taken);
  const held = world.disk.held.get('public');
  assert.ok(held);
  const [first] = held.lists;
  assert.ok(first);
  const evil = { ...first, entry: { ...first.entry, name: 'evil', role: 'allowed' } };
  world.disk.held.set('public', { ...held, lists: [...held.lists, evil] });
  assert.deepEqual(texts(await world.open().lists()), [world.old]);
});
