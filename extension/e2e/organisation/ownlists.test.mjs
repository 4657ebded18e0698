/**
 * An organisation's own channel of lists: signed with its own keys, named by its
 * policy, served by the same Worker. It adds to the public lists and may call
 * addresses right; it cannot change what the public lists say.
 */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { makeChannel } from '../../../scripts/channel.mjs';
import { followChannel } from '../lists/channel.mjs';
import { chromiumPolicies, whyNoPolicy } from './managedbrowser.mjs';

const whyNot = whyNoPolicy();
test.skip(whyNot !== '', whyNot);

const PATH = 'v1/orgs/works/';

const source = (name, role, ...entries) =>
  [
    '# nearmiss-list: 1',
    `# name: ${name}`,
    `# role: ${role}`,
    '# category: works',
    '# title: a list of the Ministry of Works',
    '# source: the ministry',
    '# licence: CC0-1.0',
    '# date: 2026-11-22',
    '',
    ...entries.map((entry) => `${entry} # by hand: the ministry`),
    '',
  ].join('\n');

test('a channel of the organisation adds and allows, and never edits the public lists', async () => {
  test.setTimeout(240_000);
  const folder = chromiumPolicies();
  const own = await makeChannel({ scope: 'protect+allow' });
  const ends = [() => folder.discard(), () => own.remove()];
  const rootHash = createHash('sha256').update(own.root).digest('hex');
  let [id, url] = ['', ''];
  /** What policy says of the channel; nothing without a scope. */
  const policy = (label, scope, hash = rootHash) => {
    const listChannels = scope === '' ? [] : [`works ${scope} ${url}/${PATH} ${hash}`];
    const settings = { policyLabel: label, organisationName: 'Ministry of Works', listChannels };
    folder.write('managed/nearmiss.json', { '3rdparty': { extensions: { [id]: settings } } });
  };
  try {
    const followed = await followChannel({
      prepare: async ({ extensionDir, worker }) => {
        [id, url] = [identify(extensionDir), worker.url];
        policy('first', 'protect+allow');
        return { options: { executablePath: folder.start } };
      },
    });
    ends.push(followed.stop);
    const { worker, call, levelOf, updated } = followed;
    const lists = async () => (await call('overview')).reply.lists;
    const names = async () => (await lists()).lists.map(({ name, role }) => `${name} ${role}`);
    const problem = async () => (await call('update')) && (await lists()).update.problem;
    const knows = (recipient, level) =>
      expect
        .poll(async () => (await call('update')) && (await levelOf(recipient)), { timeout: 40_000, intervals: [1000] })
        .toBe(level);
    const inForce = (label) =>
      expect
        .poll(async () => (await call('overview')).reply.policy.policy.policyLabel, { timeout: 30_000 })
        .toBe(label);
    const [added, allowed, untouched] = ['ann@quillon-works.org', 'ann@army.ml', 'ann@navy.ml'];

    await test.step('before the channel has anything, the public lists protect', async () => {
      await inForce('first');
      await updated(1);
      expect(await levelOf(added)).toBe('none');
      expect(await levelOf(allowed)).toBe('warn');
      expect(await problem()).toContain('does not have the root that policy names');
    });

    await test.step('what it publishes under its own keys is added, and what it allows is allowed', async () => {
      await worker.put(`${PATH}metadata/1.root.json`, own.root);
      await own.write('works-partners', source('works-partners', 'protected', 'quillion-works.org'));
      await own.write('works-right', source('works-right', 'allowed', 'army.ml'));
      await own.publish(`${worker.url}/${PATH}`);
      await knows(added, 'warn');
      expect(await levelOf(allowed)).toBe('none');
      expect(await levelOf(untouched)).toBe('warn');
      expect(await names()).toEqual(expect.arrayContaining(['us-military protected', 'works-partners protected']));
      expect(await problem()).toBe('');
    });

    await test.step('a list by the name of a public one stands beside it', async () => {
      await own.write('us-military', source('us-military', 'protected', 'vandelay-industries.org'));
      await own.publish(`${worker.url}/${PATH}`);
      await knows('ann@vandelay-industrie.org', 'warn');
      expect(await levelOf(untouched)).toBe('warn');
      expect((await names()).filter((name) => name === 'us-military protected')).toHaveLength(2);
      expect((await lists()).version).toBe(1);
    });

    await test.step('under a policy that lets it protect only, what it allows counts no more', async () => {
      policy('second', 'protect');
      await inForce('second');
      await knows(allowed, 'warn');
      expect(await levelOf(added)).toBe('warn');
    });

    await test.step('and a version that allows more is not taken', async () => {
      await own.add('works-right', 'navy.ml # by hand: the ministry');
      await own.add('works-partners', 'sykes-tools.org # by hand: the ministry');
      await own.publish(`${worker.url}/${PATH}`);
      await expect
        .poll(problem, { timeout: 40_000, intervals: [1000] })
        .toContain('scope: works-right: this channel may have no list of role allowed');
      expect(await levelOf(added)).toBe('warn');
      expect(await levelOf('ann@sykes-tool.org')).toBe('none');
      expect(await levelOf(untouched)).toBe('warn');
    });

    await test.step('under another root it counts for nothing, whoever serves it', async () => {
      policy('third', 'protect+allow', 'f'.repeat(64));
      await inForce('third');
      await knows(added, 'none');
      expect(await levelOf(allowed)).toBe('warn');
      expect(await problem()).toContain('does not have the root that policy names');
    });

    await test.step('it comes back with its own root, and is gone with the policy', async () => {
      policy('fourth', 'protect+allow');
      await inForce('fourth');
      await knows('ann@sykes-tool.org', 'warn');
      expect(await levelOf(added)).toBe('warn');
      expect(await levelOf(allowed)).toBe('none');
      policy('fifth', '');
      await inForce('fifth');
      await knows(added, 'none');
      for (const recipient of [allowed, untouched]) expect(await levelOf(recipient)).toBe('warn');
      expect(await problem()).toBe('');
    });
  } finally {
    for (const end of ends.reverse()) await end();
  }
});

/**
 * Gives an extension that is loaded from a folder a key, and so an id that is known
 * before it is loaded: the beginning of the key's hash, in letters a to p.
 */
function identify(extensionDir) {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' });
  const file = join(extensionDir, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, key: key.toString('base64') }));
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return [...hash].map((digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]).join('');
}
