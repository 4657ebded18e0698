/**
 * The rules of The Update Framework (specification 1.0, section 5) through all that
 * the extension has: the list store, what it keeps, and the built verifier. Each
 * check begins as after a restart. wasm/update/verify/rules_test.go has more of them
 * for the verifier alone.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildProgram } from '../../../wasm/build.mjs';
import { keyPair, sha256, signed } from '../../../wasm/update/testdata/author.mjs';
import type { UpdateState } from '../messages/lists.ts';
import { type ListDatabase, ListStore, PUBLIC } from './liststore.ts';
import { type Channel, checkSigned, type Held, type Verified } from './trust.ts';
import { Updater } from './updater.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-rules-'));
let program: WebAssembly.Module;

before(async () => {
  await buildProgram('update', join(scratch, 'update.wasm'));
  program = await WebAssembly.compile(readFileSync(join(scratch, 'update.wasm')));
});
after(() => rmSync(scratch, { recursive: true }));

const NOW = Date.UTC(2026, 10, 21, 12);
const URL_OF_CHANNEL = 'https://lists.example/v1/';
const day = (days: number): string => new Date(NOW + days * 86_400_000).toISOString().replace('.000', '');
const listText = (entry: string): string =>
  `# nearmiss-list: 1\n# name: one\n# role: protected\n# category: test\n\n${entry}\n`;

type Role = 'root' | 'timestamp' | 'snapshot' | 'targets';
type Versions = readonly [root: number, timestamp: number, snapshot: number, targets: number];
type Key = ReturnType<typeof keyPair>;

/** What a server has: all versions of a channel, right or wrong. */
class Publisher {
  readonly files = new Map<string, string>();
  readonly version: Record<Role, number> = { root: 0, timestamp: 0, snapshot: 0, targets: 0 };
  readonly keys: Record<Role, Key[]> = {
    root: [1, 2].map(keyPair),
    timestamp: [keyPair(3)],
    snapshot: [4, 5].map(keyPair),
    targets: [6, 7].map(keyPair),
  };
  readonly expires: Record<Role, string> = { root: day(365), timestamp: day(7), snapshot: day(90), targets: day(90) };
  /** Files besides targets.json that the snapshot names. */
  others: Record<string, { version: number }> = {};
  #next = 10;

  constructor() {
    this.publishRoot();
    this.publish('army.mil');
  }

  replaceKeys(role: Role): void {
    this.keys[role] = this.keys[role].map(() => keyPair(this.#next++));
  }

  publishRoot(signers: readonly Key[] = this.keys.root): void {
    const all = Object.values(this.keys).flat();
    this.#sign(
      'root',
      {
        consistent_snapshot: true,
        keys: Object.fromEntries(all.map(({ id, key }) => [id, key])),
        roles: Object.fromEntries(
          Object.entries(this.keys).map(([role, keys]) => [
            role,
            { keyids: keys.map(({ id }) => id), threshold: keys.length },
          ]),
        ),
      },
      signers,
    );
  }

  publish(entry: string): void {
    const text = listText(entry);
    const described = { length: text.length, hashes: { sha256: sha256(text) } };
    this.files.set(`targets/${described.hashes.sha256}.one.txt`, text);
    this.#sign('targets', { targets: { 'one.txt': described } });
    this.publishSnapshot();
  }

  publishSnapshot(): void {
    this.#sign('snapshot', { meta: { 'targets.json': { version: this.version.targets }, ...this.others } });
    this.publishTimestamp();
  }

  publishTimestamp(): void {
    this.#sign('timestamp', { meta: { 'snapshot.json': { version: this.version.snapshot } } });
  }

  pathOf(role: Role): string {
    return role === 'timestamp' ? 'metadata/timestamp.json' : `metadata/${this.version[role]}.${role}.json`;
  }

  /** The newest file of a role without its last signature. */
  unsign(role: Role): void {
    const file = JSON.parse(this.files.get(this.pathOf(role)) ?? '');
    file.signatures.pop();
    this.files.set(this.pathOf(role), JSON.stringify(file));
  }

  without(...parts: readonly string[]): Map<string, string> {
    return new Map([...this.files].filter(([path]) => !parts.some((part) => path.includes(part))));
  }

  #sign(role: Role, rest: object, signers: readonly Key[] = this.keys[role]): void {
    this.version[role]++;
    const text = signed(role, this.version[role], { ...rest, expires: this.expires[role] }, [...signers]);
    this.files.set(this.pathOf(role), text);
  }
}

/** An installation: what it came with, and what its browser keeps. */
class Installation {
  readonly #disk: { held?: Held; verified?: Verified; state?: UpdateState } = {};
  root: string;
  now = NOW;

  constructor(publisher: Publisher) {
    this.root = publisher.files.get('metadata/1.root.json') ?? '';
  }

  /** Looks for news after a restart; why it failed, or ''. */
  async check(files: ReadonlyMap<string, string>): Promise<string> {
    return this.#open(files)
      .update(async () => undefined)
      .then(
        () => '',
        (error: Error) => error.message,
      );
  }

  /** What protects. */
  async entries(): Promise<string[]> {
    const { lists } = await this.#open(new Map()).lists();
    return lists.map(({ text }) => new TextDecoder().decode(text).split('\n\n')[1]?.trim() ?? '');
  }

  /** The versions that it has verified; 0 for none. */
  get verified(): Versions {
    const state = this.#disk.verified?.state as Record<Role, string> | undefined;
    const of = (role: Role): number => (state?.[role] ? JSON.parse(state[role]).signed.version : 0);
    return [of('root'), of('timestamp'), of('snapshot'), of('targets')];
  }

  #open(files: ReadonlyMap<string, string>): ListStore {
    const channel: Channel = { name: PUBLIC, url: URL_OF_CHANNEL, scope: 'public', root: this.root };
    return new ListStore({
      channels: async () => [channel],
      withVerifier: (work) =>
        work(async (of, known, fetchFile) => checkSigned(await Updater.start(program), of, known, fetchFile, this.now)),
      interval: async () => 1,
      database: this.#database,
      bundled: async (path) => {
        const text = listText('bundled.mil');
        const entry = { name: 'one', role: 'protected', category: 'test', length: text.length, sha256: sha256(text) };
        return bytes(path.endsWith('.json') ? JSON.stringify({ version: 1, lists: [entry] }) : text);
      },
      fetch: (async (url: string) => {
        const body = files.get(url.slice(URL_OF_CHANNEL.length));
        return body === undefined ? new Response('', { status: 404 }) : new Response(body);
      }) as typeof fetch,
      now: () => this.now,
      random: () => 0.5,
    });
  }

  /** As listdatabase.ts does it in IndexedDB. */
  get #database(): ListDatabase {
    const disk = this.#disk;
    return {
      held: async () => disk.held,
      hold: async (_, held) => {
        disk.held = held;
        disk.verified = { root: held.root, state: held.state };
      },
      verified: async () => disk.verified,
      keep: async (_, verified) => {
        disk.verified = verified;
      },
      webmails: async () => disk.held?.webmails ?? [],
      state: async () => disk.state,
      remember: async (state) => {
        disk.state = state;
      },
    };
  }
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

async function upToDate(): Promise<{ publisher: Publisher; installation: Installation }> {
  const publisher = new Publisher();
  const installation = new Installation(publisher);
  assert.equal(await installation.check(publisher.files), '');
  assert.deepEqual(await installation.entries(), ['army.mil']);
  return { publisher, installation };
}

/** What is published, what the client says to it, and which versions it has verified then. */
const rules: readonly [name: string, does: (p: Publisher) => void, says: RegExp, kept: Versions][] = [
  ['news are taken', (p) => p.publish('navy.mil'), /^$/, [1, 2, 2, 2]],
  [
    'a root needs all its signatures',
    (p) => {
      p.publishRoot();
      p.unsign('root');
    },
    /^signature: root/,
    [1, 1, 1, 1],
  ],
  [
    'a timestamp needs its signature',
    (p) => {
      p.publishRoot();
      p.publish('navy.mil');
      p.unsign('timestamp');
    },
    /^signature: timestamp/,
    [2, 1, 1, 1],
  ],
  [
    'a snapshot needs all its signatures',
    (p) => {
      p.publish('navy.mil');
      p.unsign('snapshot');
    },
    /^signature: snapshot/,
    [1, 2, 1, 1],
  ],
  [
    'targets need all their signatures',
    (p) => {
      p.publish('navy.mil');
      p.unsign('targets');
    },
    /^signature: targets/,
    [1, 2, 2, 1],
  ],
  [
    'a root is the one that its address names',
    (p) => {
      p.version.root++;
      p.publishRoot();
      p.files.set('metadata/2.root.json', p.files.get('metadata/3.root.json') ?? '');
    },
    /^version: root/,
    [1, 1, 1, 1],
  ],
  [
    'a snapshot is the one that its address names',
    (p) => {
      p.publish('navy.mil');
      p.publish('navy.mil');
      p.files.set('metadata/3.snapshot.json', p.files.get('metadata/2.snapshot.json') ?? '');
    },
    /^version: snapshot/,
    [1, 3, 1, 1],
  ],
  [
    'targets are those that their address names',
    (p) => {
      p.publish('navy.mil');
      p.publish('navy.mil');
      p.files.set('metadata/3.targets.json', p.files.get('metadata/2.targets.json') ?? '');
    },
    /^version: targets/,
    [1, 3, 3, 1],
  ],
  [
    'without a snapshot the timestamp is kept',
    (p) => {
      p.publish('navy.mil');
      p.files.delete('metadata/2.snapshot.json');
    },
    /^missing: /,
    [1, 2, 1, 1],
  ],
  [
    'without targets the snapshot is kept',
    (p) => {
      p.publish('navy.mil');
      p.files.delete('metadata/2.targets.json');
    },
    /^missing: /,
    [1, 2, 2, 1],
  ],
  [
    'an expired root is kept, and nothing is believed under it',
    (p) => {
      p.expires.root = day(-1);
      p.publishRoot();
      p.publish('navy.mil');
    },
    /^expired: /,
    [2, 1, 1, 1],
  ],
  [
    'an expired timestamp is not kept',
    (p) => {
      p.expires.timestamp = day(-1);
      p.publish('navy.mil');
    },
    /^expired: timestamp/,
    [1, 1, 1, 1],
  ],
  [
    'an expired snapshot is not kept',
    (p) => {
      p.expires.snapshot = day(-1);
      p.publish('navy.mil');
    },
    /^expired: snapshot/,
    [1, 2, 1, 1],
  ],
  [
    'expired targets are not kept',
    (p) => {
      p.expires.targets = day(-1);
      p.publish('navy.mil');
    },
    /^expired: targets/,
    [1, 2, 2, 1],
  ],
  [
    'a forged list of the same length is none',
    (p) => {
      p.publish('navy.mil');
      for (const [path, text] of p.files) p.files.set(path, text.replace('\nnavy.mil\n', '\nyvan.mil\n'));
    },
    /^hash: /,
    [1, 2, 2, 2],
  ],
  [
    'a longer list is none',
    (p) => {
      p.publish('navy.mil');
      for (const [path, text] of p.files) p.files.set(path, text.replace('\nnavy.mil\n', '\nnavy.mil\nyvan.mil\n'));
    },
    /longer than/,
    [1, 2, 2, 2],
  ],
];

for (const [name, does, says, kept] of rules) {
  test(name, async () => {
    const { publisher, installation } = await upToDate();
    does(publisher);
    assert.match(await installation.check(publisher.files), says);
    assert.deepEqual(installation.verified, kept);
    assert.deepEqual(await installation.entries(), [says.test('') ? 'navy.mil' : 'army.mil']);
  });
}

test('a timestamp key that was revoked is not believed after a check that failed', async () => {
  const { publisher, installation } = await upToDate();
  const stolen = publisher.keys.timestamp;
  publisher.replaceKeys('timestamp');
  publisher.publishRoot();
  publisher.publish('navy.mil');
  assert.match(await installation.check(publisher.without('2.snapshot')), /^missing: /);
  publisher.keys.timestamp = stolen;
  publisher.publish('evil.mil');
  assert.match(await installation.check(publisher.without('2.root')), /^signature: timestamp/);
});

test('a timestamp is not replayed after a check that failed', async () => {
  const { publisher, installation } = await upToDate();
  publisher.publishTimestamp();
  const second = new Map(publisher.files);
  publisher.publish('navy.mil');
  assert.match(await installation.check(publisher.without('2.snapshot')), /^missing: /);
  assert.match(await installation.check(second), /^version: timestamp/);
});

test('a release is not rolled back after a list could not be had', async () => {
  const { publisher, installation } = await upToDate();
  publisher.publish('older.mil');
  const second = new Map(publisher.files);
  publisher.publish('navy.mil');
  assert.match(await installation.check(publisher.without(sha256(listText('navy.mil')))), /^missing: /);
  assert.match(await installation.check(second), /^version: timestamp/);
  assert.deepEqual(await installation.entries(), ['army.mil']);
});

test('a snapshot forgets no file, but under new keys of its own', async () => {
  const { publisher, installation } = await upToDate();
  publisher.others = { 'other.json': { version: 1 } };
  publisher.publish('navy.mil');
  assert.equal(await installation.check(publisher.files), '');
  publisher.others = {};
  publisher.publish('evil.mil');
  assert.match(await installation.check(publisher.files), /^format: snapshot/);
  publisher.replaceKeys('snapshot');
  publisher.publishRoot();
  publisher.publish('af.mil');
  assert.equal(await installation.check(publisher.files), '');
});

test('targets that ran ahead start anew under new keys of the snapshot', async () => {
  const { publisher, installation } = await upToDate();
  publisher.version.targets = 99;
  publisher.publish('navy.mil');
  assert.equal(await installation.check(publisher.files), '');
  publisher.version.targets = 1;
  publisher.publish('af.mil');
  assert.match(await installation.check(publisher.files), /^version: /);
  publisher.replaceKeys('snapshot');
  publisher.publishRoot();
  publisher.publishSnapshot();
  assert.equal(await installation.check(publisher.files), '');
  assert.deepEqual(await installation.entries(), ['af.mil']);
});

test('a first download takes no forged list', async () => {
  const publisher = new Publisher();
  const installation = new Installation(publisher);
  for (const [path, text] of publisher.files) publisher.files.set(path, text.replace('\narmy.mil\n', '\nyarm.mil\n'));
  assert.match(await installation.check(publisher.files), /^hash: /);
  assert.deepEqual(await installation.entries(), ['bundled.mil']);
});

test('one key under two ids signs once', async () => {
  const { publisher, installation } = await upToDate();
  const [first] = publisher.keys.targets as [Key, Key];
  publisher.keys.targets = [first, { ...first, id: 'twin' }];
  publisher.publishRoot();
  publisher.publish('evil.mil');
  assert.match(await installation.check(publisher.files), /^signature: targets/);
});

test('more roots than one check takes are followed in the next', async () => {
  const { publisher, installation } = await upToDate();
  for (let root = 0; root < 40; root++) {
    publisher.replaceKeys('timestamp');
    publisher.publishRoot();
  }
  publisher.publish('navy.mil');
  assert.match(await installation.check(publisher.files), /^signature: timestamp/);
  assert.equal(await installation.check(publisher.files), '');
  assert.deepEqual(installation.verified, [41, 2, 2, 2]);
});

test('an update of the extension with a newer root forgets no timestamp', async () => {
  const { publisher, installation } = await upToDate();
  const old = new Map(publisher.files);
  publisher.publishTimestamp();
  assert.equal(await installation.check(publisher.files), '');
  publisher.publishRoot();
  installation.root = publisher.files.get('metadata/2.root.json') ?? '';
  assert.match(await installation.check(old), /^version: timestamp/);
});

test('an update of the extension with an older root than was seen believes no revoked key', async () => {
  const { publisher, installation } = await upToDate();
  publisher.publishRoot();
  const stolen = publisher.keys.timestamp;
  publisher.replaceKeys('timestamp');
  publisher.publishRoot();
  publisher.publishTimestamp();
  assert.equal(await installation.check(publisher.files), '');
  installation.root = publisher.files.get('metadata/2.root.json') ?? '';
  publisher.keys.timestamp = stolen;
  publisher.publish('evil.mil');
  assert.match(await installation.check(publisher.without('3.root')), /^signature: timestamp/);
});
