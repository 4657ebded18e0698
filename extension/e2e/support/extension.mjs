/** What every test of the extension in Chromium starts from. */

import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import { bundledDescriptors } from '../../src/webmail/descriptors.ts';
import { launchWithExtension, openMailbox, workerOf } from './chromium.mjs';

export const EXTENSION =
  process.env.NEARMISS_EXTENSION ?? fileURLToPath(new URL('../../dist/test/chromium', import.meta.url));

export const test = base.extend({
  /** One browser for all tests of a worker process; each test opens its own pages. */
  browserWithExtension: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const { context, discard } = await launchWithExtension({ extensionDir: EXTENSION });
      await warmUp(context);
      await use(context);
      await discard();
    },
    { scope: 'worker' },
  ],
  /** open('gmail', {locale: 'ar'}): a page of that webmail, closed after the test. */
  open: async ({ browserWithExtension }, use) => {
    const pages = [];
    await use(async (webmail, options) => {
      const page = await openMailbox(browserWithExtension, webmail, options);
      pages.push(page);
      return page;
    });
    for (const page of pages) await page.close();
  },
});

/** What Chromium calls an unpacked build, by the manifest's key. */
export const CHROMIUM_ID = 'edkbndcocicpccgigffbjmjhhbfhkndo';

/** A browser of its own for each test, for those that reload the extension, switch it off or stop its worker. */
export const testAlone = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  context: async ({}, use) => {
    const { context, discard } = await launchWithExtension({ extensionDir: EXTENSION });
    await warmUp(context);
    await use(context);
    await discard();
  },
});

export { expect };

/**
 * Waits until the extension of a browser that has just been started judges
 * recipients: a new profile's first start is slow, and no test here is about it.
 */
export async function warmUp(context) {
  const page = await context.newPage();
  await page.goto(new URL('/options.html', (await workerOf(context)).url()).href);
  const level = await page.evaluate(async () => {
    const asked = { call: 'check', request: { recipients: ['ann@army.ml'], sender: '' } };
    return (await chrome.runtime.sendMessage(asked))?.reply?.verdicts[0].level;
  });
  expect(level).toBe('warn');
  await page.close();
}

/** The webmails whose Send is guarded at hosts of their own, as the descriptions say. */
export const GUARDED = bundledDescriptors
  .filter(({ guards, hosts }) => guards === 'send' && hosts.length > 0)
  .map(({ id }) => id);
