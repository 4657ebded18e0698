/** Firefox with the built extension, driven over WebDriver BiDi. */
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { GECKO_ID } from '../../manifest.ts';
import { firefoxPath } from './browsers.mjs';
import { MAILBOXES, mailboxPage } from './mailboxes.mjs';

export const FIREFOX_EXTENSION =
  process.env.NEARMISS_FIREFOX_EXTENSION ?? fileURLToPath(new URL('../../dist/test/firefox', import.meta.url));

/** By this Firefox gives our own pages an address, once a test has said so. */
const ADDRESS = '3f9d3c1e-6c1b-4c5e-9a55-0d2b6a3f7e11';

/**
 * @param {{extensionDir?: string, opensOwnPages?: boolean, prefs?: object, languagePack?: string, options?: object}} [wanted]
 *   opensOwnPages: `openOwnInFirefox` is going to be used; languagePack: its file, for a browser in that language;
 *   options: of Puppeteer's launch
 * @returns a Puppeteer browser; close it. Null where no Firefox is installed.
 */
export async function launchFirefox({
  extensionDir = FIREFOX_EXTENSION,
  opensOwnPages = false,
  prefs = {},
  languagePack,
  options = {},
} = {}) {
  const executablePath = firefoxPath();
  if (executablePath === undefined) return null;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1280, height: 800 },
    args: opensOwnPages ? ['--remote-allow-system-access'] : [],
    extraPrefsFirefox: {
      ...(opensOwnPages && { 'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: ADDRESS }) }),
      'dom.disable_open_during_load': false,
      'ui.prefersReducedMotion': 1,
      // Nothing but the mailbox pages is asked for.
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      ...prefs,
    },
    ...options,
  });
  if (languagePack !== undefined) await browser.installExtension(languagePack);
  await browser.installExtension(extensionDir);
  return browser;
}

/** `rewrite` changes the page's text before the browser gets it. */
export async function openInFirefox(browser, webmail, options = {}, rewrite = (text) => text) {
  const page = await browser.newPage();
  const mailbox = mailboxPage(webmail, options);
  const host = new URL(MAILBOXES[webmail].url).origin;
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (request.url().startsWith(host)) {
      request.respond({
        status: 200,
        contentType: 'text/html; charset=utf-8',
        headers: mailbox.headers,
        body: rewrite(mailbox.body),
      });
    } else request.continue();
  });
  await page.goto(mailbox.url);
  return page;
}

/** Popup, options or welcome page, in a tab. */
export async function openOwnInFirefox(browser, name) {
  const page = await browser.newPage();
  // Firefox gets there and does not say so.
  await page.goto(`moz-extension://${ADDRESS}/${name}.html`, { timeout: 3000 }).catch(() => undefined);
  await page.waitForSelector('main section');
  return page;
}
