/** The browsers that can show the demo, used alike: Chromium by Playwright, Firefox by Puppeteer. */
import { chromiumPath, firefoxPath } from '../support/browsers.mjs';
import { launchWithExtension, listsOf, openMailbox } from '../support/chromium.mjs';
import { launchFirefox, openInFirefox, openOwnInFirefox } from '../support/firefox.mjs';
import { listsHeld } from '../support/listsheld.mjs';

/** Pictures are twice as sharp as the page is large. */
const SHARP = 2;

/**
 * @typedef {{
 *   lists(): Promise<string>,
 *   newPage(): Promise<object>,
 *   openMailbox(webmail: string): Promise<object>,
 *   closed: Promise<void>,
 *   discard(): Promise<void>,
 * }} DemoBrowser
 *   lists: see `listsHeld`. Pages are Playwright's or Puppeteer's. closed: the person has closed the window.
 *
 * @typedef {{extensionDir: string, isShown: boolean}} Wanted isShown: in a window, for a person
 *
 * @type {Record<'chromium' | 'firefox', {name: string, setting: string, path(): string | undefined,
 *   open(wanted: Wanted): Promise<DemoBrowser>}>}
 *   setting: the environment variable that names the program
 */
export const DEMO_BROWSERS = {
  chromium: { name: 'Chromium', setting: 'NEARMISS_CHROMIUM', path: chromiumPath, open: openChromium },
  firefox: { name: 'Firefox', setting: 'NEARMISS_FIREFOX', path: firefoxPath, open: openFirefox },
};

async function openChromium({ extensionDir, isShown }) {
  const options = isShown ? { headless: false, viewport: null } : { deviceScaleFactor: SHARP };
  const { context, discard } = await launchWithExtension({ extensionDir, options });
  return {
    lists: () => listsOf(context),
    newPage: () => context.newPage(),
    openMailbox: (webmail) => openMailbox(context, webmail),
    closed: new Promise((resolve) => context.once('close', resolve)),
    discard,
  };
}

async function openFirefox({ extensionDir, isShown }) {
  const options = isShown
    ? { headless: false, defaultViewport: null }
    : { defaultViewport: { width: 1280, height: 800, deviceScaleFactor: SHARP } };
  const browser = await launchFirefox({ extensionDir, opensOwnPages: true, options });
  return {
    async lists() {
      const page = await openOwnInFirefox(browser, 'options');
      const lists = await listsHeld(page);
      await page.close();
      return lists;
    },
    newPage: () => browser.newPage(),
    openMailbox: (webmail) => openInFirefox(browser, webmail),
    closed: new Promise((resolve) => browser.once('disconnected', resolve)),
    discard: async () => {
      if (browser.connected) await browser.close();
    },
  };
}
