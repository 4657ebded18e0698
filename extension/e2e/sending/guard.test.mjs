/** What the guard asks about and what it lets go, also if the page or the extension is not as it should be. */
import { workerOf } from '../support/chromium.mjs';
import { expect, test } from '../support/extension.mjs';
import {
  answer,
  dialog,
  expectHeld,
  expectNothingSent,
  expectSentOnce,
  notice,
  pressSend,
  sent,
  settle,
  status,
  type,
} from '../support/page.mjs';

/** The badge of the tab that shows this page. */
async function badge(context, page) {
  const worker = await workerOf(context);
  const title = await page.title();
  return worker.evaluate(async (wanted) => {
    const tabs = await chrome.tabs.query({});
    const tab = tabs.find((one) => one.title === wanted) ?? tabs.find((one) => one.active);
    return chrome.action.getBadgeText({ tabId: tab.id });
  }, title);
}

/** Keeps the worker from answering anybody for this long, in ms. */
const keepBusy = (worker, time) =>
  worker.evaluate((busyFor) => {
    const end = Date.now() + busyFor;
    while (Date.now() < end);
  }, time);

test('a confirmation that the page asks after Send is not asked about again', async ({ open }) => {
  const page = await open('outlook', { askWithoutSubject: true });
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await pressSend(page);
  await answer(page, 'send');
  await page.locator('#ok-1').click();
  await expectSentOnce(page, { to: ['ann@army.ml'] });
  await expect(dialog(page)).toHaveCount(0);
});

test('several bad recipients come in one dialog', async ({ open }) => {
  const page = await open('gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await type(page, 'bob@navy.ml', { name: 'bcc', commit: 'Enter' });
  await pressSend(page);
  await expect(dialog(page)).toContainText('army.ml');
  await expect(dialog(page)).toContainText('navy.ml');
  await page.keyboard.press('Escape');
  await expectNothingSent(page);
});

test('a directory contact that shows its name alone is known from the suggestion', async ({ open }) => {
  const page = await open('outlook', { directory: [['Ann Example', 'ann@army.ml']] });
  await type(page, 'Ann E');
  await page.locator('#FloatingSuggestionsList [role="option"]').first().click();
  await expect(notice(page)).toContainText('army.mil');
  await pressSend(page);
  await expect(dialog(page)).toContainText('army.ml');
  expect(await sent(page)).toEqual([]);
});

test('a name that two people bear is not guessed, and the mail goes', async ({ open }) => {
  const page = await open('outlook', {
    directory: [
      ['Ann Example', 'ann@army.ml'],
      ['Ann Example', 'ann@example.org'],
    ],
  });
  await type(page, 'Ann E');
  await page.locator('#FloatingSuggestionsList [role="option"]').first().click();
  await pressSend(page);
  await expect.poll(() => sent(page)).toHaveLength(1);
  await expect(dialog(page)).toHaveCount(0);
});

test('a page that cannot be read is said to be unprotected, and its mail goes', async ({
  open,
  browserWithExtension,
}) => {
  const page = await open('gmail');
  await page.evaluate(() => {
    document.title = 'unreadable';
    // A redesign: everything that names the recipients is gone.
    const form = document.querySelector('form');
    for (const part of form.querySelectorAll('*')) {
      for (const name of ['name', 'class', 'role', 'peoplekit-id']) part.removeAttribute(name);
    }
  });
  await expect.poll(() => badge(browserWithExtension, page), { timeout: 10_000 }).not.toBe('');
  await type(page, 'ann@army.mil');
  await pressSend(page);
  await expect.poll(() => sent(page)).toHaveLength(1);
});

test('with a core that never answers the mail goes, and that is said', async ({ open, browserWithExtension }) => {
  const page = await open('gmail');
  const worker = await workerOf(browserWithExtension);
  const busy = keepBusy(worker, 9000);
  await type(page, 'dee@army.ml');
  await pressSend(page);
  await expectNothingSent(page); // held while the core is asked
  await expect.poll(() => sent(page), { timeout: 12_000 }).toMatchObject([{ to: ['dee@army.ml'] }]);
  await expect(status(page)).toContainText(/\w/u);
  await busy;
});

test('an attribute or an event of the page silences nobody', async ({ open }) => {
  const page = await open('gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await page.evaluate(() => {
    document.documentElement.setAttribute('data-nearmiss-copy', 'newer');
    for (const name of ['nearmiss:acknowledged', 'nearmiss:held', 'nearmiss:playing'])
      window.addEventListener(name, (event) => event.preventDefault(), true);
  });
  await pressSend(page);
  await expectHeld(page);
});

test('a click of another extension is checked like a person’s', async ({ open }) => {
  const page = await open('gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await page.evaluate(() => {
    const { sendButton } = window.mailbox.composes[0];
    for (const event of ['mousedown', 'mouseup', 'click'])
      sendButton.dispatchEvent(new MouseEvent(event, { bubbles: true, cancelable: true }));
  });
  await expectHeld(page);
});

test('a slow core is seen to be at work', async ({ open, browserWithExtension }) => {
  const page = await open('gmail');
  const worker = await workerOf(browserWithExtension);
  const busy = keepBusy(worker, 2500);
  await type(page, 'slow@army.ml');
  await pressSend(page);
  await expect(status(page)).toContainText('Checking the addresses', { timeout: 2000 });
  expect(await sent(page)).toEqual([]);
  await busy;
  await expect(dialog(page)).toBeVisible();
  await expect(status(page)).toHaveCount(0);
});

test('that a script tried to send is said until a person has decided', async ({ open, browserWithExtension }) => {
  const page = await open('gmail');
  await page.evaluate(() => {
    document.title = 'tried by a script';
    window.mailbox.composes[0].fields.to.add('ann@army.ml');
  });
  await settle(page);
  await page.evaluate(() => window.mailbox.composes[0].sendButton.click());
  await expect.poll(() => badge(browserWithExtension, page)).toBe('!');
  await pressSend(page);
  await answer(page, 'send');
  await expectSentOnce(page, { to: ['ann@army.ml'] });
  await expect.poll(() => badge(browserWithExtension, page)).toBe('');
});
