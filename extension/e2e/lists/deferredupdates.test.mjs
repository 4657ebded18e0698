/**
 * The program that verifies updates stays out of the way of a mail: while one is
 * written, held and sent, it is neither fetched nor started.
 */
import { expect, test } from '@playwright/test';
import { openMailbox, workerOf } from '../support/chromium.mjs';
import { answer, dialog, pressSend, sent, settle, type } from '../support/page.mjs';
import { followChannel } from './channel.mjs';

/** In the worker: counts what is fetched of the extension and asked of servers, and which programs are started. */
function countLoads() {
  const loads = { fetched: [], started: 0 };
  const [fetch, instantiate] = [globalThis.fetch, WebAssembly.instantiate];
  globalThis.fetch = (...asked) => {
    loads.fetched.push(String(asked[0]));
    return fetch(...asked);
  };
  WebAssembly.instantiate = (...given) => {
    loads.started++;
    return instantiate(...given);
  };
  globalThis.loads = loads;
}

test('no update program while a mail is written, held and sent', async () => {
  test.setTimeout(240_000);
  const followed = await followChannel();
  const { context, worker: server, updated, alter } = followed;
  try {
    const background = await workerOf(context);
    await background.evaluate(countLoads);
    const loads = () => background.evaluate(() => globalThis.loads);
    const ofUpdates = async () =>
      (await loads()).fetched.filter((url) => url.endsWith('/update.wasm') || url.startsWith(server.url));

    await test.step('an update loads it: this way of counting sees it', async () => {
      await updated(1);
      expect(await ofUpdates()).toContainEqual(expect.stringMatching(/\/update\.wasm$/));
      expect((await loads()).started).toBeGreaterThan(0);
    });

    const page = await openMailbox(context, 'gmail');
    await type(page, 'ann@army');
    await alter('state', { next: Date.now() - 60_000 });
    const before = { ofUpdates: (await ofUpdates()).length, started: (await loads()).started };
    const untouched = async () => {
      expect(await ofUpdates()).toHaveLength(before.ofUpdates);
      expect((await loads()).started).toBe(before.started);
    };

    await test.step('written', async () => {
      await page.keyboard.type('.ml');
      await page.keyboard.press('Enter');
      await settle(page);
      await untouched();
    });

    await test.step('held, for longer than the background waits for quiet', async () => {
      await pressSend(page);
      await expect(dialog(page)).toBeVisible();
      await page.waitForTimeout(15_000);
      expect(await sent(page)).toEqual([]);
      await untouched();
    });

    await test.step('sent', async () => {
      await answer(page, 'fix');
      await expect.poll(() => sent(page)).toMatchObject([{ to: ['ann@army.mil'] }]);
      await settle(page);
      await untouched();
    });

    await test.step('and once no compose is open, the update that was due comes', async () => {
      await expect.poll(async () => (await ofUpdates()).length, { timeout: 40_000 }).toBeGreaterThan(before.ofUpdates);
      await expect.poll(async () => (await loads()).started, { timeout: 10_000 }).toBeGreaterThan(before.started);
    });
  } finally {
    await followed.stop();
  }
});
