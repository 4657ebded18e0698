/**
 * Signed lists from publisher to warning: a maintainer publishes, the running
 * extension warns, without restart; and what an attacker serves is not taken.
 */
import { expect, test } from '@playwright/test';
import { workerOf } from '../support/chromium.mjs';
import { followChannel } from './channel.mjs';

test('a published list reaches a running extension, and an attacker does not', async () => {
  test.setTimeout(180_000);
  const { context, worker, channel, page, call, levelOf, updated, alter, stop } = await followChannel();
  try {
    const overview = async () => (await call('overview')).reply.lists;
    const near = 'ann@quillon-works.org'; // one letter from the domain that is published below

    await test.step('the first lists are taken from the server', async () => {
      await updated(1);
      expect(await overview()).toMatchObject({ origin: 'server', update: { problem: '' } });
      expect(await levelOf('ann@army.ml')).toBe('warn');
      expect(await levelOf(near)).toBe('none');
    });

    await test.step('a new version warns without restart', async () => {
      await channel.add('mail-providers', 'quillion-works.org # a test');
      await channel.publish(worker.url);
      await updated(2);
      expect(await levelOf(near)).toBe('warn');
    });

    const timestamp = Buffer.from(await worker.get('v1/metadata/timestamp.json')).toString('utf8');
    const attacks = [
      [
        'a flipped bit in the timestamp',
        timestamp.replace(/"sig":\s*"(.)/, (whole, digit) => whole.slice(0, -1) + (digit === '0' ? '1' : '0')),
      ],
      ['half a timestamp', timestamp.slice(0, timestamp.length / 2)],
      ['the page of a captive portal', '<!doctype html><title>Please log in</title>'],
      ['endless data', ' '.repeat(300_000)],
    ];
    for (const [name, body] of attacks) {
      await test.step(`${name} changes nothing and is reported`, async () => {
        await worker.put('v1/metadata/timestamp.json', body);
        await expect
          .poll(async () => (await call('update')).error?.message ?? '', { timeout: 40_000, intervals: [1000] })
          .not.toBe('');
        const { version, update } = await overview();
        expect(version).toBe(2);
        expect(update.problem).not.toBe('');
        expect(await levelOf(near)).toBe('warn');
      });
    }

    await test.step('a server that is away changes nothing', async () => {
      await worker.put('v1/metadata/timestamp.json', timestamp);
      await worker.down();
      expect((await call('update')).error).toBeDefined();
      expect(await levelOf(near)).toBe('warn');
    });

    await test.step('what was verified survives a restart of the background', async () => {
      const started = (await workerOf(context)).evaluate(() => performance.timeOrigin);
      const session = await context.newCDPSession(page);
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      expect((await overview()).version).toBe(2);
      expect(await levelOf(near)).toBe('warn');
      expect(await (await workerOf(context)).evaluate(() => performance.timeOrigin)).not.toBe(await started);
    });
    await test.step('lists whose signatures have run out are said to be old, and go on protecting', async () => {
      const day = 86_400_000;
      const aged = async (confirmed, expires) => {
        const now = Date.now();
        await alter('channel:public', { confirmed: now + confirmed * day, expires: now + expires * day });
        const seen = {};
        for (const name of ['options', 'popup']) {
          await page.goto(new URL(`/${name}.html`, page.url()).href);
          await expect(page.locator('.lists, .row-list').first()).toBeVisible();
          if (process.env.NEARMISS_SHOTS) {
            await page.locator('.table, .lists').first().scrollIntoViewIfNeeded();
            await page.screenshot({ path: `${process.env.NEARMISS_SHOTS}/${name}-${expires}.png` });
          }
          seen[name] = await page.locator('[data-age]').evaluateAll((all) => all.map((one) => one.dataset.age));
        }
        expect(await levelOf(near)).toBe('warn');
        return seen;
      };
      expect(await aged(-1 / 24, 6)).toEqual({ options: [], popup: [] });
      expect(await aged(-1 / 24, -1 / 48)).toEqual({ options: ['old'], popup: ['old'] });
      expect((await overview()).age.state).toBe('old');
      expect(await aged(3, 10)).toEqual({ options: ['clock-behind'], popup: ['clock-behind'] });
    });
  } finally {
    await stop();
  }
});
