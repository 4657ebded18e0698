/** Chromium with the built extension and nothing else, on loopback only. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from './browsers.mjs';
import { listsHeld } from './listsheld.mjs';
import { MAILBOXES, mailboxPage } from './mailboxes.mjs';

/**
 * @param {{extensionDir: string, args?: string[], options?: object}} wanted
 * @returns a Playwright context with `errors` (page errors and console errors of our own) and `discard()`
 */
export async function launchWithExtension({ extensionDir, args = [], options = {} }) {
  const profile = mkdtempSync(join(tmpdir(), 'nearmiss-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless: true,
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 800 },
    args: [
      ...CHROMIUM_FLAGS,
      `--load-extension=${extensionDir}`,
      `--disable-extensions-except=${extensionDir}`,
      ...args,
    ],
    ...options,
  });
  const discard = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  return { context, discard };
}

/** The extension's service worker; waits for it to start. */
export async function workerOf(context) {
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 10_000 }));
}

/** See `listsHeld`. */
export async function listsOf(context) {
  const page = await context.newPage();
  try {
    await page.goto(new URL('/options.html', (await workerOf(context)).url()).href);
    return await listsHeld(page);
  } finally {
    await page.close();
  }
}

/**
 * Open one webmail's page; everything else that pages ask for is refused.
 * `rewrite` changes the page's text before the browser gets it.
 */
export async function openMailbox(context, webmail, options = {}, rewrite = (text) => text) {
  const page = await context.newPage();
  const mailbox = mailboxPage(webmail, options);
  const host = new URL(MAILBOXES[webmail].url).origin;
  await page.route('**', (route) => {
    const url = route.request().url();
    if (url.startsWith(host))
      return route.fulfill({ status: 200, headers: mailbox.headers, body: rewrite(mailbox.body) });
    return route.abort('addressunreachable');
  });
  await page.goto(mailbox.url);
  return page;
}

/** The demo mailbox at an address of somebody's own. */
export async function openOutlook(context, url) {
  const page = await context.newPage();
  const { headers, body } = mailboxPage('outlook');
  await page.route(`${new URL(url).origin}/**`, (route) => route.fulfill({ status: 200, headers, body }));
  await page.goto(url);
  return page;
}
