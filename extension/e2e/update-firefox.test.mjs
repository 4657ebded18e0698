/** What happens to pages that are open in Firefox while the extension is updated. */
import { expect, test } from '@playwright/test';
import { firefoxPath } from '../../scripts/browsers.mjs';
import { FIREFOX_EXTENSION, launchFirefox, openInFirefox } from './firefox.mjs';
import { Person } from './person.mjs';

test.skip(firefoxPath() === undefined, 'no Firefox is installed');

const copyIn = (page) => page.evaluate(() => document.documentElement.getAttribute('data-nearmiss-copy'));

test('Firefox: an update reaches pages and windows that are open, and what is held in them is asked once', async () => {
  const browser = await launchFirefox();
  try {
    const page = await openInFirefox(browser, 'outlook');
    const inPage = new Person(page);
    await inPage.type(0, 'ann@army.ml');
    await inPage.until('the notice', () => inPage.hasNotice());
    await inPage.send(0, 'button');
    await inPage.until('the question', () => inPage.isAsked());

    const opened = new Promise((resolve) => page.once('popup', resolve));
    const compose = await inPage.open('popout');
    const inWindow = new Person(page, await opened);
    await inWindow.where.bringToFront();
    await inWindow.type(compose, 'ann@army.ml');
    await inWindow.until('the notice', () => inWindow.hasNotice());

    const before = [await copyIn(page), await copyIn(inWindow.where)];
    await browser.installExtension(FIREFOX_EXTENSION); // one of the same name replaces it, as an update does
    for (const [at, where] of [page, inWindow.where].entries()) {
      await expect.poll(() => copyIn(where), { timeout: 15_000 }).not.toBe(before[at]);
    }

    await inWindow.where.bringToFront();
    await inWindow.type(compose, 'dee@navy.ml', { field: 'cc' }); // nobody but the new copy can ask about it
    await inWindow.send(compose, 'button');
    await inWindow.answer('proceed');
    await inWindow.claimSentOnce(0, ['ann@army.mil', 'dee@navy.mil']);

    await page.bringToFront();
    await inPage.answer('fix');
    await inPage.claimSentOnce(1, ['ann@army.mil']);
  } finally {
    await browser.close();
  }
});
