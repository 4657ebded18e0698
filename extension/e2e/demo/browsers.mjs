/** The browsers that can show the demo, used alike: Chromium by Playwright, Firefox by Puppeteer. */
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
 * @type {Record<'chromium' | 'firefox', (wanted: {extensionDir: string, isShown: boolean}) => Promise<DemoBrowser>>}
 *   isShown: in a window, for a person
 */
export const OPEN_DEMO = { chromium: openChromium, firefox: openFirefox };

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
