/**
 * What happens to pages that are open in Firefox while the extension is updated or
 * removed: Firefox ends the script of the old copy and leaves in the page what it drew.
 */
import { expect } from '@playwright/test';
import { GECKO_ID } from '../../manifest.ts';
import { FIREFOX_EXTENSION, openInFirefox } from '../support/firefox.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';
import { User } from '../support/user.mjs';

/** A compose with a slip in it, and its notice. */
async function write(user, compose) {
  await user.where.bringToFront();
  await user.type(compose, 'ann@army.ml');
  await user.until('the notice', () => user.hasNotice());
}

async function ask(user, compose) {
  await write(user, compose);
  await user.send(compose, 'button');
  await user.until('the question', () => user.isAsked());
}

testInFirefox(
  'Firefox: an update reaches pages and windows that are open; no dead question is left in them',
  async ({ firefox }) => {
    const page = await openInFirefox(firefox, 'outlook');
    const inPage = new User(page);
    await ask(inPage, 0);

    const opened = new Promise((resolve) => page.once('popup', resolve));
    const compose = await inPage.open('popout');
    const inWindow = new User(page, await opened);
    await write(inWindow, compose);

    await firefox.installExtension(FIREFOX_EXTENSION); // one of the same name replaces it, as an update does
    // The new copy takes away what the old one has drawn.
    await inWindow.until('the dead notice to go', async () => !(await inWindow.hasNotice()), 15_000);

    await inWindow.where.bringToFront();
    await inWindow.type(compose, 'dee@navy.ml', { field: 'cc' }); // nobody but the new copy can ask about it
    await inWindow.send(compose, 'button');
    await inWindow.answer('proceed');
    await inWindow.claimSentOnce(0, ['ann@army.mil', 'dee@navy.mil']);

    await page.bringToFront();
    await inPage.until('the dead question to go', async () => !(await inPage.isAsked()));
    const said = await page.evaluate(() => document.querySelector('nearmiss-status')?.shadowRoot.textContent ?? '');
    expect(said).toContain('Your mail has not been sent yet.');
    if (process.env.NEARMISS_SHOTS) await page.screenshot({ path: `${process.env.NEARMISS_SHOTS}/updated.png` });
    await inPage.claimNothingSent(1);
    await inPage.send(0, 'button');
    await inPage.answer('fix');
    await inPage.claimSentOnce(1, ['ann@army.mil']);
  },
);

testInFirefox('Firefox: a question that is open while the extension is removed can be left', async ({ firefox }) => {
  const page = await openInFirefox(firefox, 'gmail');
  const user = new User(page);
  await ask(user, 0);
  await firefox.uninstallExtension(GECKO_ID);
  await user.answer('back');
  await user.claimNothingSent(0);
  await user.send(0, 'button'); // the page is the person's again, and unguarded
  await user.claimSentOnce(0, ['ann@army.ml']);
});
