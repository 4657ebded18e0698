/** A pause reaches open tabs at once, shows in the badge, ends by its stored time, and lets no held mail go. */
import { openMailbox, workerOf } from '../support/chromium.mjs';
import { expect, testAlone as test } from '../support/extension.mjs';
import { call, openPopup } from '../support/extensionpages.mjs';
import { openInFirefox, openOwnInFirefox } from '../support/firefox.mjs';
import { typeInFirefox } from '../support/firefoxactions.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';
import { answer, dialog, expectNothingSent, notice, pressSend, sent, settle, type } from '../support/page.mjs';
import { User } from '../support/user.mjs';

const badges = (popup) =>
  popup.evaluate(async () => {
    const tabs = (await chrome.tabs.query({})).filter(({ active }) => active !== undefined);
    return Promise.all(tabs.map(({ id }) => chrome.action.getBadgeText({ tabId: id })));
  });

test('a pause on a site reaches its open tabs at once, and leaves other sites alone', async ({ context }) => {
  const gmail = await openMailbox(context, 'gmail');
  const proton = await openMailbox(context, 'proton');
  for (const page of [gmail, proton]) {
    await page.bringToFront();
    await type(page, 'ann@army.ml', { commit: 'Enter' });
    await expect(notice(page)).toHaveCount(1);
  }
  const popup = await openPopup(context, gmail);
  await popup.locator('.pause summary').click();
  if (process.env.NEARMISS_SHOTS) await popup.screenshot({ path: `${process.env.NEARMISS_SHOTS}/pause.png` });
  await popup.locator('[data-pause=site]').click();
  await expect(popup.locator('.pause strong')).toHaveText(/Paused until/);
  if (process.env.NEARMISS_SHOTS) await popup.screenshot({ path: `${process.env.NEARMISS_SHOTS}/paused.png` });
  await expect(notice(gmail)).toHaveCount(0);
  await expect(notice(proton)).toHaveCount(1);
  await expect.poll(async () => (await badges(popup)).filter((one) => one === 'II').length).toBe(1);
  await gmail.bringToFront();
  await pressSend(gmail);
  await expect.poll(() => sent(gmail)).toHaveLength(1);
  await proton.bringToFront();
  await pressSend(proton);
  await expect(dialog(proton)).toBeVisible();

  await popup.bringToFront();
  await popup.locator('[data-pause=nothing]').click();
  await expect(popup.locator('.state.good')).toBeVisible();
  await gmail.bringToFront();
  await gmail.evaluate(() => window.mailbox.open('new'));
  await type(gmail, 'bob@navy.ml', { compose: 1, commit: 'Enter' });
  await expect(notice(gmail)).toHaveCount(1);
});

test('a mail that is held stays held when the pause begins', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await pressSend(page);
  await expect(dialog(page)).toBeVisible();
  const popup = await openPopup(context, page);
  await call(popup, 'pause', { what: 'everywhere' });
  await page.bringToFront();
  await settle(page);
  await expect(dialog(page)).toBeVisible();
  expect(await sent(page)).toEqual([]);
  await answer(page, 'back');
  await expectNothingSent(page);
  await pressSend(page);
  await expect.poll(() => sent(page)).toHaveLength(1);
});

test('everywhere is every tab, and it ends by its stored time', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  const popup = await openPopup(context, page);
  // A clock that runs ahead: an hour is over two seconds after it began.
  const worker = await workerOf(context);
  await worker.evaluate(() => {
    const real = Date.now.bind(Date);
    globalThis.ahead = 0;
    Date.now = () => real() + globalThis.ahead;
  });
  await call(popup, 'pause', { what: 'everywhere' });
  await expect.poll(async () => (await badges(popup)).every((one) => one === 'II')).toBe(true);
  const { until } = (await call(popup, 'overview', {})).pause;
  const alarms = await worker.evaluate(() => chrome.alarms.getAll());
  expect(alarms.map(({ scheduledTime }) => Math.abs(scheduledTime - until) < 2000)).toEqual([true]);
  expect((await worker.evaluate(() => chrome.storage.local.get('pauses'))).pauses.everywhere.until).toBe(until);
  await worker.evaluate(() => {
    globalThis.ahead = 3_600_001;
  });
  expect((await call(popup, 'overview', {})).pause.until).toBe(0);
  expect((await call(popup, 'guarding', {})).pausedUntil).toBeUndefined();
  await worker.evaluate(() => chrome.alarms.create('wake', { when: 0 }));
  await expect.poll(async () => (await badges(popup)).every((one) => one === ''), { timeout: 20_000 }).toBe(true);
});

test('a page cannot pause', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  const popup = await openPopup(context, page);
  const { inContent } = await import('../support/contentworld.mjs');
  const answered = await inContent(page, () =>
    chrome.runtime.sendMessage({ call: 'pause', request: { what: 'site' } }),
  );
  expect(answered.error.code).toBe('input');
  expect((await call(popup, 'overview', {})).pause.until).toBe(0);
});

testInFirefox.use({ launch: { opensOwnPages: true } });

testInFirefox('in Firefox a pause lets mail go, and ends', async ({ firefox }) => {
  const page = await openInFirefox(firefox, 'gmail');
  await typeInFirefox(page, 'ann@army.ml');
  await page.waitForFunction(() => document.querySelector('nearmiss-notice') !== null);
  const options = await openOwnInFirefox(firefox, 'options');
  const pause = (what) =>
    options.evaluate((it) => chrome.runtime.sendMessage({ call: 'pause', request: { what: it } }), what);
  expect((await pause('everywhere')).reply.until).toBeGreaterThan(Date.now());
  await page.bringToFront();
  await page.waitForFunction(() => document.querySelector('nearmiss-notice') === null);
  await pause('nothing');
  await page.waitForFunction(() => document.querySelector('nearmiss-notice') !== null);
  await pause('everywhere');
  await page.waitForFunction(() => document.querySelector('nearmiss-notice') === null);
  const user = new User(page);
  await user.send(0, 'button');
  await user.until(
    'the mail to go',
    async () => (await user.sent()) !== null && (await page.evaluate(() => window.sent.length)) === 1,
  );
});
