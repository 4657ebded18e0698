/** What becomes of us when a webmail renames its parts; see anchors.mjs. */
import { test as base, expect } from '@playwright/test';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../../scripts/browsers.mjs';
import { openWithRecipients, PAGES, takeNamesAway } from './anchors.mjs';

const test = base.extend({
  plain: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath: chromiumPath(), headless: true, args: CHROMIUM_FLAGS });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

for (const page of PAGES) {
  const [webmail, what] = page;
  test(`${webmail}, ${what}: no name is relied on alone`, async ({ plain }, info) => {
    const tab = await plain.newPage({ viewport: { width: 1280, height: 800 } });
    const recipients = await openWithRecipients(tab, page);
    const report = await takeNamesAway(tab, recipients, { seed: 20261122, rounds: 300 });
    await tab.close();
    info.annotations.push({ type: 'names', description: JSON.stringify({ webmail, what, ...report }) });
    expect(report.silent).toEqual([]);
    expect(report.tried).toBeGreaterThan(300);
  });
}
