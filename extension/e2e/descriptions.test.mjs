/**
 * Signed descriptions of webmails: a webmail changes its pages, a maintainer
 * publishes how they are read now, and the page that is open is protected without
 * a restart. One that is wrong, or worse than the own one, is dropped.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openMailbox } from './browser.mjs';
import { followChannel } from './channel.mjs';
import { dialog, pressSend, sent, settle, type } from './extension.mjs';

/** What a webmail that gives its boxes other names does to its page, and a maintainer to the description. */
const renamed = (text) => text.replaceAll(/composer(?!:send-button)/g, 'letterbox');

/** Puts texts into staged metadata that the command would never stage. */
const forge = (texts) => (staged) => {
  const [name] = readdirSync(join(staged, 'metadata')).filter((one) => one.endsWith('.targets.json'));
  const file = join(staged, 'metadata', name);
  const metadata = JSON.parse(readFileSync(file, 'utf8'));
  mkdirSync(join(staged, 'targets'), { recursive: true });
  for (const [webmail, text] of Object.entries(texts)) {
    const path = `webmail-${webmail}.json`;
    const sha256 = createHash('sha256').update(text).digest('hex');
    metadata.signed.targets[path] = { hashes: { sha256 }, length: Buffer.byteLength(text) };
    writeFileSync(join(staged, 'targets', `${sha256}.${path}`), text);
  }
  writeFileSync(file, JSON.stringify(metadata));
};

test('a description that was published protects the page that is open; a bad one is dropped', async () => {
  test.setTimeout(240_000);
  const followed = await followChannel();
  const { context, worker, channel, page: options, call, updated } = followed;
  try {
    const standing = async (webmail) =>
      (await call('overview')).reply.descriptions.find((one) => one.webmail === webmail);
    const shows = async (page) => {
      const tab = await options.evaluate(
        async (url) => (await chrome.tabs.query({ url: `${url}*` })).at(-1)?.id,
        new URL('/', page.url()).href,
      );
      return (await call('overview', { tab })).reply.page;
    };
    const holds = async (page) => {
      await type(page, 'ann@army.ml', { commit: 'Enter' });
      await settle(page);
      await pressSend(page);
      await expect(dialog(page)).toBeVisible();
      await settle(page);
      expect(await sent(page)).toEqual([]);
    };

    await updated(1);
    const page = await openMailbox(context, 'proton', {}, renamed);

    await test.step('the description of the extension cannot read the changed page', async () => {
      await expect
        .poll(() => shows(page), { timeout: 15_000 })
        .toMatchObject({ state: 'not-protecting', problems: ['no-compose-root'], description: 1 });
      expect(await standing('proton')).toMatchObject({ version: 1, fate: 'older' });
    });

    await test.step('the published one protects it, without a restart and without a reload', async () => {
      await channel.describe('proton', (descriptor) =>
        Object.assign(descriptor, JSON.parse(renamed(JSON.stringify(descriptor)))),
      );
      await channel.publish(worker.url);
      await updated(2);
      await expect.poll(() => shows(page), { timeout: 15_000 }).toMatchObject({ state: 'protecting', description: 2 });
      await holds(page);
      await expect.poll(() => standing('proton')).toMatchObject({ version: 2, fate: 'used', why: '' });
    });

    const own = (webmail) =>
      JSON.parse(readFileSync(join(channel.dir, 'lists', 'webmails', `${webmail}.json`), 'utf8'));
    const changed = (webmail, change) => {
      const descriptor = own(webmail);
      return JSON.stringify({ ...descriptor, version: descriptor.version + 5, ...change });
    };
    /** What is signed, what becomes of it, and why. */
    const hostile = {
      gmail: [
        changed('gmail', { hosts: ['mail.google.com', 'bank.example'] }),
        { fate: 'refused', why: 'hosts: bank.example is not in the manifest' },
      ],
      yahoo: [
        changed('yahoo', { body: ['[aria-label="Message body"]'] }),
        { fate: 'refused', why: 'body[0]: matches words of a language: Message body' },
      ],
      outlook: ['["a"]', { fate: 'refused', why: 'not an object', version: 0 }],
      // It reads nothing, so that all would seem quiet.
      fastmail: [
        changed('fastmail', {
          compose: [{ anchor: ['.nowhere'], having: [['.nowhere']] }],
          send: { ...own('fastmail').send, buttons: [], detached: [] },
        }),
        { fate: 'unhealthy', why: 'no-compose-root' },
      ],
    };
    const pages = {};
    await test.step('bad ones reach pages that are open, and are dropped there', async () => {
      for (const webmail of Object.keys(hostile)) pages[webmail] = await openMailbox(context, webmail);
      await channel.add('us-federal', 'quillion-works.org # a test'); // something to stage
      await channel.publish(
        worker.url,
        forge(Object.fromEntries(Object.entries(hostile).map(([webmail, [text]]) => [webmail, text]))),
      );
      await updated(3);
      for (const [webmail, [, fate]] of Object.entries(hostile)) {
        await expect.poll(() => standing(webmail), { timeout: 15_000 }).toMatchObject(fate);
        await expect
          .poll(() => shows(pages[webmail]))
          .toMatchObject({ state: 'protecting', description: own(webmail).version });
        await holds(pages[webmail]);
      }
    });

    await test.step('options and popup say so', async () => {
      await options.reload();
      if (process.env.NEARMISS_SHOTS) {
        await options.locator('li[data-description]').last().scrollIntoViewIfNeeded();
        await options.screenshot({ path: `${process.env.NEARMISS_SHOTS}/descriptions.png` });
      }
      const fates = await options
        .locator('li[data-description]')
        .evaluateAll((all) => Object.fromEntries(all.map((one) => [one.dataset.description, one.dataset.fate])));
      const expected = Object.entries(hostile).map(([webmail, [, { fate }]]) => [webmail, fate]);
      expect(fates).toEqual({ proton: 'used', ...Object.fromEntries(expected) });
      await expect(options.locator('li[data-description="gmail"]')).toContainText('bank.example');
    });

    await test.step('and are not tried again', async () => {
      for (const [webmail, [, fate]] of Object.entries(hostile)) {
        const again = await openMailbox(context, webmail);
        await expect.poll(() => shows(again)).toMatchObject({ state: 'protecting', description: own(webmail).version });
        expect((await call('describe', { webmail })).reply).toBeNull();
        expect(await standing(webmail)).toMatchObject(fate);
        await again.close();
      }
    });

    await test.step('the good one goes on, also for pages that are opened later', async () => {
      const later = await openMailbox(context, 'proton', {}, renamed);
      await holds(later);
      expect(await standing('proton')).toMatchObject({ version: 2, fate: 'used' });
    });
  } finally {
    await followed.stop();
  }
});
