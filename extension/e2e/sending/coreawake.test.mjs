/**
 * The core is awake when it is needed: browsers end a background that was asked
 * nothing for 30 seconds, and people leave a compose open for longer than that
 * before they write.
 */
import { openMailbox, workerOf } from '../support/chromium.mjs';
import { inContent } from '../support/contentworld.mjs';
import { expect, testAlone } from '../support/extension.mjs';
import { field, notice } from '../support/page.mjs';

/** Longer than browsers let an idle background live, in ms. */
const AWAY = 40_000;

const test = testAlone.extend({
  /** The worker of the extension: whether it runs, and a way to end it as browsers do. */
  worker: async ({ context }, use) => {
    const page = await context.newPage();
    await page.goto(new URL('/welcome.html', (await workerOf(context)).url()).href);
    const session = await context.newCDPSession(page);
    let status = '';
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      status = versions.at(-1)?.runningStatus ?? status;
    });
    await session.send('ServiceWorker.enable');
    await use({
      status: () => status,
      async stop() {
        await expect.poll(() => status).toBe('running');
        await session.send('ServiceWorker.stopAllWorkers');
        await expect.poll(() => status).toBe('stopped');
      },
    });
  },
});

/** The person comes back after a while; from now on the calls of the page are written down. */
const later = (page) =>
  inContent(
    page,
    (away) => {
      const now = performance.now.bind(performance);
      performance.now = () => now() + away;
      const send = chrome.runtime.sendMessage.bind(chrome.runtime);
      globalThis.calls = [];
      chrome.runtime.sendMessage = (message) => {
        globalThis.calls.push(message.call);
        return send(message);
      };
    },
    AWAY,
  );
const calls = (page) => inContent(page, () => globalThis.calls);

/** A look looks once more at what it remembered, two seconds later at most. */
const LOOKED = 2500;

/** Nothing that still goes on wakes the worker by itself. */
async function staysAsleep(page, worker) {
  await page.waitForTimeout(1500);
  expect(worker.status()).toBe('stopped');
}

test('the focus of a field wakes the core before the first key', async ({ context, worker }) => {
  const page = await openMailbox(context, 'gmail');
  const to = await field(page);
  await page.evaluate(() => document.activeElement.blur());
  await page.waitForTimeout(LOOKED);
  await worker.stop();
  await later(page);
  await staysAsleep(page, worker);
  await to.focus();
  await expect.poll(() => worker.status()).toBe('running');
  expect(await calls(page)).toEqual(['warm']);
  await page.keyboard.type('ann@army.ml');
  await expect(notice(page)).toContainText('army.mil');
});

test('where the field had the focus all along the first key wakes it, long before the address is there', async ({
  context,
  worker,
}) => {
  const page = await openMailbox(context, 'gmail');
  await (await field(page)).focus();
  await page.waitForTimeout(LOOKED);
  await worker.stop();
  await later(page);
  await staysAsleep(page, worker);
  await page.keyboard.type('a');
  await expect.poll(() => worker.status()).toBe('running');
  expect(await calls(page)).toEqual(['warm']);
});

test('a compose that is opened wakes it; a mailbox without one lets it sleep', async ({ context, worker }) => {
  const page = await openMailbox(context, 'gmail', { open: [] });
  await page.waitForTimeout(500);
  await worker.stop();
  await later(page);
  await page.locator('button.new').focus();
  await page.keyboard.press('Tab');
  await staysAsleep(page, worker);
  expect(await calls(page)).toEqual([]);
  await page.evaluate(() => void window.mailbox.open('new'));
  await expect.poll(() => worker.status()).toBe('running');
  expect(await calls(page)).toContain('warm');
});
