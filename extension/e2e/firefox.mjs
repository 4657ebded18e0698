/** Firefox with the built extension, driven over WebDriver BiDi. */
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { firefoxPath } from '../../scripts/browsers.mjs';
import { MAILBOXES, mailboxPage } from './mailboxes.mjs';

export const FIREFOX_EXTENSION =
  process.env.NEARMISS_FIREFOX_EXTENSION ?? fileURLToPath(new URL('../dist/test/firefox', import.meta.url));

/** @returns a Puppeteer browser; close it. Null where no Firefox is installed. */
export async function launchFirefox({ extensionDir = FIREFOX_EXTENSION } = {}) {
  const executablePath = firefoxPath();
  if (executablePath === undefined) return null;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1280, height: 800 },
    extraPrefsFirefox: {
      'dom.disable_open_during_load': false,
      'ui.prefersReducedMotion': 1,
      // Nothing but the mailbox pages is asked for.
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  });
  await browser.installExtension(extensionDir);
  return browser;
}

export async function openInFirefox(browser, webmail, options = {}) {
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
        body: mailbox.body,
      });
    } else request.continue();
  });
  await page.goto(mailbox.url);
  return page;
}
