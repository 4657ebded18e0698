/**
 * What somebody can do to a running extension who holds the server, or even
 * some of the keys: nothing but keep news from it, and that is told. Who holds
 * every key of a kind is shut out by the next root. The same attacks and many
 * more, one by one, on the verifier alone: wasm/update/verify.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { followChannel } from './channel.mjs';

const DAY = 86_400_000;
const TIMESTAMP = 'v1/metadata/timestamp.json';

test('no holder of the server or of too few keys silences or fools a running extension', async () => {
  test.setTimeout(300_000);
  const { worker, channel, call, levelOf, updated, stop } = await followChannel();
  try {
    const near = 'ann@quillon-works.org'; // one letter from what version 2 protects
    const later = 'ann@jackdav-flotilla.org'; // and from what version 3 does
    const fileOf = (name) => join(channel.dir, 'keys', name);
    const keyOf = (name) => createPrivateKey(readFileSync(fileOf(name)));
    const rotate = (keys) => channel.rotateRoot(['root-1', 'root-2'], ...keys);
    const online = keyOf('online');
    const read = async (path) => JSON.parse(await worker.get(path));
    /** Why a look for news is refused; '' when it is not. */
    const problem = async () => (await call('update')).error?.message ?? '';
    const version = async () => (await call('overview')).reply.lists.version;

    /** Plays an attack, waits until the extension has refused it for the reason, and takes it back. */
    const refuses = (name, reason, files) =>
      test.step(`${name} is refused`, async () => {
        const before = new Map();
        for (const [path, text] of Object.entries(files)) {
          before.set(path, await worker.get(path));
          await worker.put(path, text);
        }
        const held = await version();
        await expect.poll(problem, { timeout: 40_000, intervals: [1000] }).toMatch(reason);
        expect((await call('overview')).reply.lists.update.problem).toMatch(reason);
        expect(await version()).toBe(held);
        expect(await levelOf(near)).toBe('warn');
        for (const [path, text] of before) await (text === undefined ? worker.remove(path) : worker.put(path, text));
      });

    await updated(1);
    const first = await worker.get(TIMESTAMP);
    await channel.add('mail-providers', 'quillion-works.org # a test');
    await channel.publish(worker.url);
    await updated(2);
    expect(await levelOf(near)).toBe('warn');
    const { signed: now } = await read(TIMESTAMP);
    const timestamp = (change, key = online) => signedBy([key], { ...now, version: now.version + 1, ...change });
    const naming = (snapshot) => ({ meta: { 'snapshot.json': snapshot } });

    await refuses('an old timestamp, played again', /version/, { [TIMESTAMP]: first });
    await refuses('a timestamp of a stranger', /signature/, {
      [TIMESTAMP]: timestamp({}, generateKeyPairSync('ed25519').privateKey),
    });
    await refuses('a timestamp by a key of the lists', /signature/, { [TIMESTAMP]: timestamp({}, keyOf('lists-1')) });
    await refuses('a timestamp that has run out', /expired/, {
      [TIMESTAMP]: timestamp({ expires: new Date(Date.now() - DAY).toISOString().replace(/\.\d+/u, '') }),
    });
    await refuses('the snapshot of before under a new timestamp', /version/, {
      [TIMESTAMP]: timestamp({ meta: JSON.parse(first).signed.meta }),
    });

    await test.step('lists that only one of two keys signed are refused', async () => {
      const targets = (await read('v1/metadata/2.targets.json')).signed;
      const snapshot = (await read('v1/metadata/2.snapshot.json')).signed;
      const few = signedBy([keyOf('lists-1')], { ...targets, version: 3, targets: {} });
      const both = signedBy([keyOf('lists-1'), keyOf('lists-2')], {
        ...snapshot,
        version: 3,
        meta: { 'targets.json': describing(few, 3) },
      });
      await refuses('a list file by one key', /signature/, {
        'v1/metadata/3.targets.json': few,
        'v1/metadata/3.snapshot.json': both,
        [TIMESTAMP]: timestamp(naming(describing(both, 3))),
      });
    });

    await test.step('other bytes than were signed are refused, whole or as a change', async () => {
      await channel.add('mail-providers', 'jackdaw-flotilla.org # a test');
      await channel.stage();
      const release = ['--repository', join(channel.dir, 'release')];
      // Without a look at what is served: the Worker would remember the right bytes.
      const publish = () => channel.nearmiss('list', 'publish', '--url', worker.url, ...release);
      await publish();
      // The thief's timestamp had the number of this one: the next day's is believed.
      await channel.nearmiss('list', 'renew', '--key', fileOf('online'), ...release);
      await publish();
      const { targets } = (await read('v1/metadata/3.targets.json')).signed;
      const { sha256 } = targets['mail-providers.txt'].hashes;
      const path = `v1/targets/${sha256}.mail-providers.txt`;
      const text = await worker.get(path);
      const wrong = text.replace('jackdaw-flotilla.org', 'jackdaw-flotilla.net');
      const deltas = Object.fromEntries(
        Object.keys(targets)
          .filter((name) => name.startsWith('delta-'))
          .map((name) => [`v1/targets/${targets[name].hashes.sha256}.${name}`, 'nonsense']),
      );
      await refuses('a list with another domain', /hash|length/, { [path]: wrong, ...deltas });
      await updated(3);
      expect(await levelOf(later)).toBe('warn');
    });

    await test.step('new keys in several roots at once are followed', async () => {
      for (const [name, domain] of [
        ['lists-4', 'egret-lantern.org'],
        ['lists-5', 'dunlin-quarry.org'],
      ]) {
        await channel.nearmiss('list', 'keygen', fileOf(name));
        await rotate(['lists-1', 'lists-2', name].flatMap((one) => ['--targets-key', `${fileOf(one)}.pub`]));
        await channel.add('mail-providers', `${domain} # a test`);
        await channel.publish(worker.url);
      }
      await updated(5);
      expect(await levelOf('ann@dunlin-quary.org')).toBe('warn');
    });

    await test.step('versions counted up by a stolen key are forgotten with the key', async () => {
      const held = await worker.get(TIMESTAMP);
      const { signed } = JSON.parse(held);
      await worker.put(TIMESTAMP, signedBy([online], { ...signed, version: 2_000_000_000 }));
      await expect.poll(problem, { timeout: 20_000, intervals: [1000] }).toBe('');
      await new Promise((resolve) => setTimeout(resolve, 2000)); // the Worker's memory of the timestamp
      expect(await problem()).toBe('');
      await worker.put(TIMESTAMP, held);
      await expect.poll(problem, { timeout: 20_000, intervals: [1000] }).toMatch(/version/);

      await channel.nearmiss('list', 'keygen', fileOf('online-2'));
      await rotate(['--timestamp-key', `${fileOf('online-2')}.pub`]);
      await channel.add('mail-providers', 'sandpiper-causeway.org # a test');
      await channel.publish(worker.url, undefined, 'online-2');
      await updated(6);
      expect(await levelOf('ann@sandpiper-causway.org')).toBe('warn');
    });
  } finally {
    await stop();
  }
});

/** TUF metadata as a text, with a signature of each key (TUF 1.0.33, section 4.2.1). */
function signedBy(keys, signed) {
  const bytes = Buffer.from(canonical(signed));
  const signatures = keys.map((key) => ({ keyid: keyIdOf(key), sig: sign(null, bytes, key).toString('hex') }));
  return JSON.stringify({ signatures, signed });
}

function keyIdOf(key) {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const keyval = { public: spki.subarray(-32).toString('hex') };
  return sha256Of(canonical({ keytype: 'ed25519', keyval, scheme: 'ed25519' }));
}

/** What one file of metadata says of another. */
function describing(text, version) {
  return { version, length: Buffer.byteLength(text), hashes: { sha256: sha256Of(text) } };
}

function sha256Of(text) {
  return createHash('sha256').update(text).digest('hex');
}

/** Canonical JSON, as signatures are made of it: sorted keys, no space, two escapes. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (value === null || typeof value !== 'object') return String(value);
  const parts = Object.keys(value).sort();
  return `{${parts.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(',')}}`;
}
