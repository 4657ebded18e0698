/**
 * Signed descriptions of webmails: a webmail changes its pages, a maintainer
 * publishes how they are read now, and the page that is open is protected without
 * a restart. One that is wrong, or worse than the own one, is dropped.
 */
import { expect, test } from '@playwright/test';
import { openMailbox } from '../support/chromium.mjs';
import { expectHeld, pressSend, settle, type } from '../support/page.mjs';
import { followChannel } from './channel.mjs';
import { describeRenamed, forge, hostileDescriptions, ownDescription, renamed } from './descriptions.mjs';

test('a description that was published protects the page that is open; a bad one is dropped', async () => {
  test.setTimeout(240_000);
  const followed = await followChannel();
  const { context, worker, channel, page: options, call, updated } = followed;
  try {
    const statusOf = async (webmail) =>
      (await call('overview')).reply.descriptions.find((one) => one.webmail === webmail);
    const shows = (page) => followed.shows(page.url());
    const holds = async (page) => {
      await type(page, 'ann@army.ml', { commit: 'Enter' });
      await settle(page);
      await pressSend(page);
      await expectHeld(page);
    };

    /** Of the extension's own description of the renamed page; the published one has the next. */
    const { version } = ownDescription(channel, 'proton');
    await updated(1);
    const page = await openMailbox(context, 'proton', {}, renamed);

    await test.step('the description of the extension cannot read the changed page', async () => {
      await expect
        .poll(() => shows(page), { timeout: 15_000 })
        .toMatchObject({ state: 'not-protecting', problems: ['no-compose-root'], description: version });
      expect(await statusOf('proton')).toMatchObject({ version, fate: 'older' });
    });

    await test.step('the published one protects it, without a restart and without a reload', async () => {
      await describeRenamed(channel);
      await channel.publish(worker.url);
      await updated(2);
      await expect
        .poll(() => shows(page), { timeout: 15_000 })
        .toMatchObject({ state: 'protecting', description: version + 1 });
      await holds(page);
      await expect.poll(() => statusOf('proton')).toMatchObject({ version: version + 1, fate: 'used', why: '' });
    });

    const own = (webmail) => ownDescription(channel, webmail);
    const hostile = hostileDescriptions(channel);
    const pages = {};
    await test.step('bad ones reach pages that are open, and are dropped there', async () => {
      for (const webmail of Object.keys(hostile)) pages[webmail] = await openMailbox(context, webmail);
      await channel.add('mail-providers', 'quillion-works.org # a test'); // something to stage
      await channel.publish(
        worker.url,
        forge(Object.fromEntries(Object.entries(hostile).map(([webmail, [text]]) => [webmail, text]))),
      );
      await updated(3);
      for (const [webmail, [, fate]] of Object.entries(hostile)) {
        await expect.poll(() => statusOf(webmail), { timeout: 15_000 }).toMatchObject(fate);
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
        expect(await statusOf(webmail)).toMatchObject(fate);
        await again.close();
      }
    });

    await test.step('the good one goes on, also for pages that are opened later', async () => {
      const later = await openMailbox(context, 'proton', {}, renamed);
      await holds(later);
      expect(await statusOf('proton')).toMatchObject({ version: version + 1, fate: 'used' });
    });
  } finally {
    await followed.stop();
  }
});
