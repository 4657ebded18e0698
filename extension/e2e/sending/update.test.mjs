/**
 * What happens to pages that are open while the extension is updated or removed:
 * the old copy in them holds until the new one has come, and hands over.
 */
import { openMailbox } from '../support/chromium.mjs';
import { endCopy, followCopies, inContent } from '../support/contentworld.mjs';
import { expect, GUARDED, testAlone } from '../support/extension.mjs';
import { Faults } from '../support/faults.mjs';
import {
  answer,
  choice,
  dialog,
  expectNothingSent,
  expectSentOnce,
  notice,
  pressSend,
  sent,
  settle,
  status,
  type,
} from '../support/page.mjs';
import { User } from '../support/user.mjs';

const test = testAlone.extend({
  faults: async ({ context }, use) => {
    const faults = new Faults(context);
    await faults.prepare();
    await use(faults);
  },
});

/** Runs what brings a new copy, and waits until that one guards the page. */
async function untilReplaced(page, work) {
  const copies = await followCopies(page);
  const before = copies.newest();
  await work();
  await expect.poll(() => copies.newest(), { timeout: 10_000 }).not.toBe(before);
  // It has to hear from its background before it tells the old one.
  await page.waitForTimeout(1500);
}

/** Reloads the extension and waits until its new copy guards the page. */
async function update(faults, page) {
  faults.front = page;
  await untilReplaced(page, () => faults.reload());
}

/** How many status lines say that a mail has not been sent. */
const unsentLines = (page) => status(page).filter({ hasText: 'not been sent' }).count();

test('without its extension a copy still holds what it knows to be a slip, in words', async ({ context, faults }) => {
  const page = await openMailbox(context, 'gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await faults.switchOff();
  await page.bringToFront();
  await pressSend(page);
  await expect(dialog(page)).toContainText('army.ml');
  await expect(dialog(page)).toContainText('Mali');
  await expect(choice(page, 'back')).toHaveText('Go back');
  await expectNothingSent(page);
  await answer(page, 'fix');
  await expectSentOnce(page, { to: ['ann@army.mil'] });
});

test('without its extension a good address goes, an unknown one waits, and the end of protection is said', async ({
  context,
  faults,
}) => {
  const page = await openMailbox(context, 'gmail');
  const user = new User(page);
  await user.type(0, 'olga@army.mil');
  await page.waitForTimeout(300);
  await faults.switchOff();
  await page.bringToFront();
  await user.send(0, 'button');
  await user.claimSentOnce(0, ['olga@army.mil']);

  await user.type(await user.open('new'), 'dee@army.ml');
  await user.send(1, 'button');
  await settle(page);
  expect(await sent(page)).toHaveLength(1);
  await expect(status(page)).toContainText('Checking');
  await expect.poll(() => sent(page).then((all) => all.length), { timeout: 8_000 }).toBe(2);
  await expect(status(page)).toContainText('without being checked');

  await user.type(await user.open('new'), 'eve@army.ml');
  await expect(status(page)).toContainText('no longer checks this page', { timeout: 12_000 });
  await user.send(2, 'button');
  await user.claimSentOnce(2, ['eve@army.ml']);
});

test('a question that is open during an update is asked by the new copy, once', async ({ context, faults }) => {
  const page = await openMailbox(context, 'outlook');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await pressSend(page);
  await expect(dialog(page)).toBeVisible();
  await update(faults, page);
  await expect(dialog(page)).toHaveCount(1);
  expect(await sent(page)).toEqual([]);
  await answer(page, 'send');
  await expectSentOnce(page, { to: ['ann@army.ml'] });
  await expect(dialog(page)).toHaveCount(0);
  expect(await unsentLines(page)).toBe(0);
});

test('a mail that the old copy has sent is not said to be unsent by the new one', async ({ context, faults }) => {
  const page = await openMailbox(context, 'outlook');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await pressSend(page);
  await expect(dialog(page)).toBeVisible();
  const switchOn = await faults.switchOff();
  await page.bringToFront();
  await answer(page, 'send');
  await expectSentOnce(page, { to: ['ann@army.ml'] });
  faults.front = page;
  await untilReplaced(page, switchOn);
  expect(await unsentLines(page)).toBe(0);
});

test('after an update the page’s own question is about the compose that is seen, not about a mail that looks like one', async ({
  context,
  faults,
}) => {
  // Its compose is a form without a box of its own; a mail beside it holds the same markup, out of sight.
  const options = { open: ['full'], displays: 'eve@navy.ml', fieldNames: true, askWithoutSubject: true };
  const page = await openMailbox(context, 'outlook', options);
  const user = new User(page);
  await user.type(0, 'olga@army.mil');
  await page.waitForTimeout(300);
  await user.send(0, 'button');
  await expect(page.locator('.ask')).toBeVisible();
  await update(faults, page);
  await user.confirm();
  await user.claimSentOnce(0, ['olga@army.mil']);
});

test('what was held by a copy that is gone is said not to be sent, until the next mail goes', async ({
  context,
  faults,
}) => {
  const page = await openMailbox(context, 'outlook');
  const user = new User(page);
  await user.type(0, 'olga@army.mil');
  // As Firefox leaves the page that it ends us in, in the middle of a check.
  await inContent(page, () =>
    chrome.runtime.sendMessage({ call: 'held', request: { started: performance.timeOrigin, isHeld: true } }),
  );
  await endCopy(page);
  await update(faults, page);
  await expect(status(page)).toContainText('not been sent');
  await user.send(0, 'button');
  await user.claimSentOnce(0, ['olga@army.mil']);
  expect(await unsentLines(page)).toBe(0);
});

test('an entry of a menu that is held during an update stays held', async ({ context, faults }) => {
  const page = await openMailbox(context, 'proton');
  const user = new User(page);
  await user.type(0, 'ann@army.ml');
  await user.until('the notice', () => user.hasNotice());
  await user.send(0, 'schedule');
  await user.until('the question', () => user.isAsked());
  await update(faults, page);
  await user.until('the question of the new copy', () => user.isAsked());
  await user.claimNothingSent(0);
  await user.answer('send');
  const mail = await user.claimSentOnce(0, ['ann@army.ml']);
  user.claim('kind', mail.kind, 'schedule');
});

for (const way of ['chord', 'enter']) {
  test(`a key that is held during an update is asked about by the new copy: ${way}`, async ({ context, faults }) => {
    const page = await openMailbox(context, 'gmail');
    const user = new User(page);
    await user.type(0, 'ann@army.ml');
    await user.until('the notice', () => user.hasNotice());
    await user.send(0, way);
    await user.until('the question', () => user.isAsked());
    await update(faults, page);
    await user.until('the question of the new copy', () => user.isAsked());
    await user.claimNothingSent(0);
    await user.answer('fix');
    await user.claimSentOnce(0, ['ann@army.mil']);
  });
}

for (const webmail of GUARDED) {
  test(`${webmail}: a menu of ways to send that was opened before an update still sends nothing unasked`, async ({
    context,
    faults,
  }) => {
    const page = await openMailbox(context, webmail);
    const user = new User(page);
    await user.type(0, 'ann@army.ml');
    await user.until('the notice', () => user.hasNotice());
    await user.pressPart(0, 'opener');
    await update(faults, page);
    await user.pressInMenu();
    await user.until('the question', () => user.isAsked());
    await user.claimNothingSent(0);
  });
}

test("what a person has written before an update is a person's after it", async ({ context, faults }) => {
  await faults.protect('quillion-works.org');
  const page = await openMailbox(context, 'gmail');
  await type(page, 'carl@quillon-works.org', { commit: 'Enter' });
  await update(faults, page);
  // Another program presses: of what only this person knows nothing counts where no person has written.
  await new User(page).send(0, 'script');
  await expect(dialog(page)).toContainText('quillion-works.org');
  await expectNothingSent(page);
});

test('a page that listens before the new copy sends nothing past it', async ({ context, faults }) => {
  const page = await openMailbox(context, 'yahoo', { windowCapture: true, open: ['new', 'new'] });
  await update(faults, page);
  await update(faults, page);
  const user = new User(page);
  for (const [compose, way] of ['chord', 'button'].entries()) {
    await user.type(compose, 'ann@army.ml');
    await user.until('the notice', () => user.hasNotice());
    await user.send(compose, way);
    await user.until('the question', () => user.isAsked());
    await user.claimNothingSent(compose);
    await user.answer('fix');
    await user.claimSentOnce(compose, ['ann@army.mil']);
  }
});

test('an update in the middle of a press neither loses the press nor takes the next one', async ({
  context,
  faults,
}) => {
  const page = await openMailbox(context, 'gmail');
  await update(faults, page); // from now on there is a copy between the oldest and the newest
  const user = new User(page);
  await user.type(0, 'ann@army.ml');
  await user.until('the notice', () => user.hasNotice());
  await user.moveTo(await user.spotOfPart(0, 'sendButton'));
  await page.mouse.down();
  await update(faults, page);
  await page.mouse.up();
  await user.until('the question', () => user.isAsked());
  await user.claimNothingSent(0);
  await user.answer('fix');
  await user.claimSentOnce(0, ['ann@army.mil']);
});

test('a key that was held before an update is no part of the next one', async ({ context, faults }) => {
  const page = await openMailbox(context, 'yahoo');
  const user = new User(page);
  await user.type(0, 'ann@army.ml');
  await user.until('the notice', () => user.hasNotice());
  await page.evaluate(() => window.mailbox.composes[0].sendButton.focus());
  await page.keyboard.down('Enter');
  await user.until('the question', () => user.isAsked());
  await page.keyboard.up('Enter'); // in the question
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.mailbox.composes[0].root.remove());
  await update(faults, page);
  const compose = await user.open('new');
  await user.type(compose, 'olga@army.mil', { commit: 'Tab' });
  await settle(page);
  await user.send(compose, 'enter');
  await user.claimSentOnce(0, ['olga@army.mil']);
});

test('a compose in a window of its own gets the new copy, too', async ({ context, faults }) => {
  const page = await openMailbox(context, 'outlook', { open: [] });
  const opened = page.waitForEvent('popup');
  const user = new User(page);
  const compose = await user.open('popout');
  user.where = await opened;
  await user.type(compose, 'ann@army.ml');
  await user.until('the notice', () => user.hasNotice());
  await update(faults, user.where);
  await user.where.bringToFront();
  await user.type(compose, 'dee@navy.ml', { field: 'cc' }); // nobody but the new copy can ask about it
  await user.send(compose, 'button');
  await user.until('the question', () => user.isAsked());
  await expect(dialog(user.where)).toContainText('army.ml');
  await expect(dialog(user.where)).toContainText('navy.ml');
  await user.claimNothingSent(0);
  await choice(user.where, 'proceed').click();
  await user.claimSentOnce(0, ['ann@army.mil', 'dee@navy.mil']);
});

test('a send whose worker dies under it is asked about all the same', async ({ context, faults }) => {
  const page = await openMailbox(context, 'gmail');
  await type(page, 'ann@army.mil', { commit: 'Enter' }); // the core is awake
  faults.front = page;
  const user = new User(page);
  const compose = await user.open('new');
  await faults.slow(600);
  await user.type(compose, 'bob@army.ml');
  await user.send(compose, 'button');
  await faults.stop();
  await user.until('the question', () => user.isAsked());
  await user.claimNothingSent(0);
});
