/** The scene of `npm start`, in both browsers. */
import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { BROWSERS } from '../support/browsers.mjs';
import { EXTENSION } from '../support/extension.mjs';
import { FIREFOX_EXTENSION } from '../support/firefox.mjs';
import { OPEN_DEMO } from './browsers.mjs';
import { playScene } from './slip.mjs';

const BUILDS = { chromium: EXTENSION, firefox: FIREFOX_EXTENSION };

for (const [id, { name, path }] of Object.entries(BROWSERS)) {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  test(`${name}: the demo holds the mail to ann@army.ml and sends it to army.mil`, async ({}, info) => {
    test.skip(path() === undefined, `no ${name} is installed`);
    const browser = await OPEN_DEMO[id]({ extensionDir: BUILDS[id], isShown: false });
    try {
      const page = await browser.openMailbox('gmail');
      const { screenshots, ...happened } = await playScene(page, info.outputPath('scene'));
      expect(happened).toEqual({ typed: 'ann@army.ml', offered: 'ann@army.mil', sentTo: ['ann@army.mil'] });
      expect(screenshots.filter((path) => existsSync(path))).toHaveLength(3);
    } finally {
      await browser.discard();
    }
  });
}
