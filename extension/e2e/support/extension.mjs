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

/** What the page has sent so far. */
export const sent = (page) => page.evaluate(() => window.sent);

export const notice = (page) => page.locator('nearmiss-notice');
export const dialog = (page) => page.locator('nearmiss-dialog dialog[open]');
export const choice = (page, name) => dialog(page).locator(`[data-choice="${name}"]`).first();

/** Press a button of the question as people can: it takes no press in its first half second. */
export async function answer(page, name) {
  const button = choice(page, name);
  await button.waitFor();
  await page.waitForTimeout(700);
  await button.click();
}

/** Long enough for anything that was going to be sent to have been sent. */
export const settle = (page) => page.waitForTimeout(400);

export async function expectNothingSent(page) {
  await settle(page);
  expect(await sent(page)).toEqual([]);
}

/** One mail like this, and no second one. */
export async function expectSentOnce(page, mail) {
  await expect.poll(() => sent(page)).toMatchObject([mail]);
  await settle(page);
  expect(await sent(page)).toHaveLength(1);
}

/** The field that takes recipients in a compose: `to`, `cc` or `bcc`. */
export function field(page, name = 'to', compose = 0) {
  return page.evaluateHandle(([at, wanted]) => window.mailbox.composes[at].fields[wanted].input, [compose, name]);
}

/** Type into a field as a person does, key by key. */
export async function type(page, text, { name = 'to', compose = 0, commit = '' } = {}) {
  const input = await field(page, name, compose);
  await input.focus();
  await page.keyboard.type(text);
  if (commit !== '') await page.keyboard.press(commit);
}

/** Press a compose's own Send with the mouse, as a person does. */
export async function pressSend(page, compose = 0, which = 'sendButton') {
  const button = await page.evaluateHandle(([at, name]) => window.mailbox.composes[at][name], [compose, which]);
  const box = await button.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.up();
}
