/** A copy that comes to a page after its scripts guards it all the same, and says that a reload makes it sure. */
import { openMailbox, workerOf } from '../support/chromium.mjs';
import { expect, testAlone as test } from '../support/extension.mjs';
import { Faults } from '../support/faults.mjs';
import { FIREFOX_EXTENSION, openInFirefox, openOwnInFirefox } from '../support/firefox.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';
import { expectHeld, pressSend, type } from '../support/page.mjs';
import { User } from '../support/user.mjs';

/** The problems that the popup shows for the one page at this address; undefined before the page has reported. */
function problemsOf(own, url) {
  return own.evaluate(async (address) => {
    const extension = globalThis.browser ?? globalThis.chrome;
    const [tab] = await extension.tabs.query({ url: `${new URL(address).origin}/*` });
    const { reply } = await extension.runtime.sendMessage({ call: 'overview', request: { tab: tab?.id } });
    return reply.page?.problems;
  }, url);
}

/** The same, from a page of ours that is closed before the other one goes on. */
async function problemsIn(context, page) {
  const own = await context.newPage();
  try {
    await own.goto(new URL('/options.html', (await workerOf(context)).url()).href);
    return await problemsOf(own, page.url());
  } finally {
    await own.close();
    await page.bringToFront();
  }
}

test('a page that was open before the extension is guarded, and a reload makes it sure', async ({ context }) => {
  const switchOn = await new Faults(context).switchOff();
  const page = await openMailbox(context, 'gmail');
  await switchOn();
  await expect.poll(() => problemsIn(context, page), { timeout: 15_000 }).toEqual(['reload-needed']);
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await pressSend(page);
  await expectHeld(page);
  await page.reload();
  await expect.poll(() => problemsIn(context, page), { timeout: 15_000 }).toEqual([]);
});

test('an update needs no reload: the old copy heard the page first', async ({ context }) => {
  const faults = new Faults(context);
  await faults.prepare();
  const page = await openMailbox(context, 'gmail');
  faults.front = page;
  await faults.reload();
  // Long enough for the new copy to hear of the old one, and to report.
  await page.waitForTimeout(3000);
  expect(await problemsIn(context, page)).toEqual([]);
});

testInFirefox.use({ launch: { opensOwnPages: true } });
testInFirefox(
  'Firefox: an update ends the old copy; the page is guarded, and a reload makes it sure',
  async ({ firefox }) => {
    const page = await openInFirefox(firefox, 'gmail');
    await firefox.installExtension(FIREFOX_EXTENSION); // one of the same name replaces it, as an update does
    const own = await openOwnInFirefox(firefox, 'options');
    await expect.poll(() => problemsOf(own, page.url()), { timeout: 15_000 }).toEqual(['reload-needed']);
    await page.bringToFront();
    const user = new User(page);
    await user.type(0, 'ann@army.ml');
    await user.send(0, 'button');
    await user.until('the question', () => user.isAsked());
    await user.claimNothingSent(0);
    await user.answer('back');
    await page.reload();
    await expect.poll(() => problemsOf(own, page.url()), { timeout: 15_000 }).toEqual([]);
  },
);
