/** Tests in a Firefox of their own; they count as skipped where none is installed. */
import { test } from '@playwright/test';
import { firefoxPath } from './browsers.mjs';
import { launchFirefox } from './firefox.mjs';

export const testInFirefox = test.extend({
  /** See `launchFirefox`: `testInFirefox.use({ launch: { opensOwnPages: true } })`. */
  launch: [{}, { option: true }],
  firefox: async ({ launch }, use, info) => {
    info.skip(firefoxPath() === undefined, 'no Firefox is installed');
    const browser = await launchFirefox(launch);
    await use(browser);
    await browser.close();
  },
});
