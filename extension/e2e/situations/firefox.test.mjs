/**
 * The same situations in Firefox. `npm test` plays the main ones;
 * NEARMISS_ALL=1 plays all of them.
 */
import { test } from '@playwright/test';
import { firefoxPath } from '../support/browsers.mjs';
import { launchFirefox, openInFirefox } from '../support/firefox.mjs';
import { cells, optionsOf, playAll } from './situations.mjs';

const MAIN = [
  'new',
  'reply',
  'typed, not committed',
  'pop-out window',
  'Arabic',
  'Send disabled without recipients',
  'drawn by React',
  'written pop-out',
  'quotes a compose',
];

test.describe('Firefox', () => {
  test.skip(firefoxPath() === undefined, 'no Firefox is installed');
  /** @type {import('puppeteer-core').Browser} */
  let browser;

  test.beforeAll(async () => {
    browser = await launchFirefox();
  });
  test.afterAll(() => browser?.close());

  for (const [webmail, situation, ways] of cells()) {
    if (!process.env.NEARMISS_ALL && !MAIN.includes(situation)) continue;
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    test(`${webmail}, ${situation}: ${ways.join(', ')}`, async ({}, info) => {
      test.setTimeout(ways.length * 30_000);
      const page = await openInFirefox(browser, webmail, optionsOf(situation));
      for await (const cell of playAll(page, webmail, situation, ways)) {
        info.annotations.push({ type: 'cell', description: JSON.stringify({ browser: 'Firefox', ...cell }) });
      }
      await page.close();
    });
  }
});
