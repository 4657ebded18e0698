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
import { sha256 } from '../../../wasm/update/testdata/author.mjs';
import { Installation } from './testdata/installation.ts';
import { day, type Key, listText, Publisher, type Versions } from './testdata/publisher.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-rules-'));
let program: WebAssembly.Module;

before(async () => {
  await buildProgram('update', join(scratch, 'update.wasm'));
  program = await WebAssembly.compile(readFileSync(join(scratch, 'update.wasm')));
});
after(() => rmSync(scratch, { recursive: true }));

async function upToDate(): Promise<{ publisher: Publisher; installation: Installation }> {
  const publisher = new Publisher();
  const installation = new Installation(program, publisher);
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
  const installation = new Installation(program, publisher);
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
