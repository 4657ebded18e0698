import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreError } from '../../../wasm/reactor.ts';
import {
  type Channel,
  checkSigned,
  countingLists,
  DistrustError,
  type Held,
  type Known,
  sha256Of,
  type Verified,
} from './trust.ts';
import type { Beginning, Done, Fetching, Updater } from './updater.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const list = (entry: string): string =>
  `# nearmiss-list: 1\n# name: one\n# role: protected\n# category: test\n\n*.${entry}\n${entry}\n`;
const channel: Channel = {
  name: 'works',
  url: 'https://lists.example/v1/orgs/works/',
  scope: 'protect',
  root: 'the root',
};

/** A verifier that wants these files in this order and ends with this set of lists. */
function makeVerifier(steps: readonly Fetching[], lists: Done['lists'], webmails: Done['webmails'] = []) {
  const world = { begun: undefined as Beginning | undefined, given: [] as string[], deltaWorks: true };
  let at = 0;
  const updater = {
    begin: (beginning: Beginning) => {
      world.begun = beginning;
    },
    next: () =>
      steps[at] ?? { done: { state: { opaque: true }, version: 7, changed: true, expires: 99, lists, webmails } },
    give: (body: Uint8Array) => {
      const text = new TextDecoder().decode(body);
      if (text === 'forged') throw new CoreError(1, 'signature: not enough of the right keys');
      world.given.push(text);
      at++;
    },
    giveDelta: (delta: Uint8Array, base: Uint8Array) => {
      world.given.push(`${new TextDecoder().decode(delta)} on ${base.length}`);
      at++;
      return world.deltaWorks ? bytes(list('new.example')) : undefined;
    },
    missing: () => {
      world.given.push('missing');
      at++;
    },
    kept: () => ({ kept: at }),
  };
  return Object.assign(world, { updater: updater as unknown as Updater });
}

const serve =
  (files: Readonly<Record<string, string>>) =>
  async (path: string): Promise<Uint8Array<ArrayBuffer> | undefined> =>
    files[path] === undefined ? undefined : bytes(files[path]);

/** What a check knows, with texts at hand and a store that is written down. */
const knowing = (held?: Held, available: Known['available'] = [], kept: Verified[] = []): Known => ({
  held,
  verified: undefined,
  available,
  keep: async (verified) => void kept.push(verified),
});

const heldWith = (root: string): Held => ({
  version: 6,
  lists: [],
  webmails: [],
  state: { kept: true },
  root,
  confirmed: 1,
  expires: 2,
});

test('what was verified is described by its own header', async () => {
  const text = list('army.example');
  const sha256 = await sha256Of(bytes(text));
  const { updater } = makeVerifier(
    [{ fetch: 'targets/x', limit: 999, makes: sha256 }],
    [{ name: 'one', sha256, length: text.length }],
  );
  const taken = await checkSigned(updater, channel, knowing(), serve({ 'targets/x': text }), 5);
  assert.deepEqual(
    taken.lists.map(({ entry }) => entry),
    [{ name: 'one', role: 'protected', category: 'test', length: text.length, sha256, entries: 2 }],
  );
  assert.deepEqual(
    [taken.version, taken.state, taken.root, taken.confirmed, taken.expires, taken.isNew],
    [7, { opaque: true }, 'the root', 5, 99, true],
  );
});

test('the state goes back to the verifier, and to no other first root', async () => {
  const same = makeVerifier([], []);
  await checkSigned(same.updater, channel, knowing(heldWith('the root')), serve({}), 5);
  assert.deepEqual(same.begun?.state, { kept: true });
  const other = makeVerifier([], []);
  await checkSigned(other.updater, channel, knowing(heldWith('another root')), serve({}), 5);
  assert.equal(other.begun?.state, null);
});

test('policy names a root by its hash: it is fetched once, and must be the one', async () => {
  const root = await sha256Of(bytes('{"signed":"root"}'));
  const named = { ...channel, root };
  const first = makeVerifier([], []);
  const taken = await checkSigned(
    first.updater,
    named,
    knowing(),
    serve({ 'metadata/1.root.json': '{"signed":"root"}' }),
    5,
  );
  assert.equal(first.begun?.root, '{"signed":"root"}');
  const later = makeVerifier([], []);
  await checkSigned(later.updater, named, knowing(taken), serve({}), 5); // the server need not have it any more
  assert.equal(later.begun?.root, '{"signed":"root"}');
  for (const files of [{}, { 'metadata/1.root.json': '{"signed":"evil"}' }]) {
    await assert.rejects(checkSigned(makeVerifier([], []).updater, named, knowing(), serve(files), 5), DistrustError);
  }
});

test('a missing file, a delta without its base: the verifier is told, and decides', async () => {
  const world = makeVerifier(
    [
      { fetch: 'metadata/2.root.json', limit: 9, optional: true },
      { fetch: 'targets/delta', limit: 9, base: 'aa', makes: 'bb' },
    ],
    [],
  );
  await checkSigned(world.updater, channel, knowing(), serve({ 'targets/delta': '+x' }), 5);
  assert.deepEqual(world.given, ['missing', 'missing']);
});

test('a delta makes a list of the one at hand', async () => {
  const [old, fresh] = [list('old.example'), list('new.example')];
  const [base, makes] = [await sha256Of(bytes(old)), await sha256Of(bytes(fresh))];
  const entry = { name: 'one', role: 'protected', category: 'test', length: old.length, sha256: base, entries: 2 };
  const world = makeVerifier(
    [{ fetch: 'targets/delta', limit: 99, base, makes }],
    [{ name: 'one', sha256: makes, length: fresh.length }],
  );
  const taken = await checkSigned(
    world.updater,
    channel,
    knowing(undefined, [{ entry, text: bytes(old) }]),
    serve({ 'targets/delta': '+new' }),
    5,
  );
  assert.deepEqual(
    taken.lists.map(({ text }) => new TextDecoder().decode(text)),
    [fresh],
  );
  assert.deepEqual(world.given, [`+new on ${old.length}`]);
});

test('a refusal ends the look, and so does a verifier that never ends', async () => {
  const forged = makeVerifier([{ fetch: 'metadata/timestamp.json', limit: 99 }], []);
  await assert.rejects(
    checkSigned(forged.updater, channel, knowing(), serve({ 'metadata/timestamp.json': 'forged' }), 5),
    /signature/,
  );
  const endless = { begin: () => undefined, next: () => ({ fetch: 'x', limit: 1 }), missing: () => undefined };
  await assert.rejects(
    checkSigned(endless as unknown as Updater, channel, knowing(), serve({}), 5),
    /more than 2400 files/,
  );
});

test('a list that was never at hand is not taken on the verifier’s word', async () => {
  const world = makeVerifier([], [{ name: 'one', sha256: 'f'.repeat(64), length: 1 }]);
  await assert.rejects(checkSigned(world.updater, channel, knowing(), serve({}), 5), /is not there/);
});

test('a description of a webmail is kept as it was signed, and fetched once', async () => {
  const text = '{"id":"gmail","version":2}';
  const sha256 = await sha256Of(bytes(text));
  const webmails = [{ name: 'gmail', sha256, length: text.length }];
  const first = makeVerifier([{ fetch: 'targets/x.json', limit: 99, makes: sha256 }], [], webmails);
  const taken = await checkSigned(
    first.updater,
    channel,
    knowing(heldWith('the root')),
    serve({ 'targets/x.json': text }),
    5,
  );
  assert.deepEqual(
    taken.webmails.map((one) => [one.id, one.sha256, new TextDecoder().decode(one.text)]),
    [['gmail', sha256, text]],
  );
  assert.equal(taken.isNew, true);
  const later = makeVerifier([], [], webmails);
  const again = await checkSigned(later.updater, channel, knowing(taken), serve({}), 6);
  assert.deepEqual([later.begun?.held, again.isNew, again.webmails], [[sha256], false, taken.webmails]);
  const gone = await checkSigned(makeVerifier([], []).updater, channel, knowing(again), serve({}), 7);
  assert.deepEqual([gone.isNew, gone.webmails], [true, []]);
});

test('what was verified is kept when the check fails, and a full disk does not hide why', async () => {
  const steps = [
    { fetch: 'metadata/2.root.json', limit: 9, optional: true },
    { fetch: 'metadata/timestamp.json', limit: 99 },
  ];
  const files = { 'metadata/2.root.json': 'next', 'metadata/timestamp.json': 'forged' };
  const kept: Verified[] = [];
  await assert.rejects(
    checkSigned(makeVerifier(steps, []).updater, channel, knowing(undefined, [], kept), serve(files), 5),
    /signature/,
  );
  assert.deepEqual(kept, [{ root: 'the root', state: { kept: 1 } }]);
  const full = { ...knowing(), keep: () => Promise.reject(new Error('disk full')) };
  await assert.rejects(checkSigned(makeVerifier(steps, []).updater, channel, full, serve(files), 5), /signature/);
  const later = makeVerifier([], []);
  await checkSigned(later.updater, channel, { ...knowing(heldWith('the root')), verified: kept[0] }, serve({}), 6);
  assert.deepEqual(later.begun?.state, { kept: 1 }, 'what was verified last is newer than what was held');
});

test('an update of the extension with another first root forgets nothing of the public channel', async () => {
  const home: Channel = { ...channel, name: 'public', scope: 'public' };
  const world = makeVerifier([], []);
  await checkSigned(world.updater, home, knowing(heldWith('another root')), serve({}), 5);
  assert.deepEqual(world.begun?.state, { kept: true });
});

test('a text at hand is given, not fetched; one that the verifier finds spoilt is fetched', async () => {
  const text = list('army.example');
  const sha256 = await sha256Of(bytes(text));
  const entry = { name: 'one', role: 'protected', category: 'test', length: text.length, sha256, entries: 2 };
  const world = makeVerifier(
    [
      { fetch: 'targets/x', limit: 999, makes: sha256, held: true },
      { fetch: 'targets/x', limit: 999, makes: sha256 },
    ],
    [{ name: 'one', sha256, length: text.length }],
  );
  const spoilt = bytes('spoilt');
  const taken = await checkSigned(
    world.updater,
    channel,
    knowing(undefined, [{ entry, text: spoilt }]),
    serve({ 'targets/x': text }),
    5,
  );
  assert.deepEqual(world.given, ['spoilt', text]);
  assert.deepEqual(
    taken.lists.map((one) => new TextDecoder().decode(one.text)),
    [text],
  );
});

test('of what is held only lists of the roles that the scope has count, of the public channel too', async () => {
  const entry = (role: string) => ({ name: role, role, category: 'test', length: 1, sha256: role, entries: 1 });
  const lists = ['protected', 'known', 'suffixes', 'own', 'allowed', 'history'].map((role) => ({
    entry: entry(role),
    text: bytes('x'),
  }));
  const held = { ...heldWith('the root'), lists };
  const roles = async (scope: Channel['scope']) =>
    (await countingLists({ ...channel, scope }, held)).map((one) => one.entry.role);
  assert.deepEqual(await roles('public'), ['protected', 'known', 'suffixes']);
  assert.deepEqual(await roles('protect'), ['protected', 'own']);
  assert.deepEqual(await roles('allow'), ['allowed']);
  assert.deepEqual(await countingLists(channel, { ...held, root: 'another root' }), []);
});
