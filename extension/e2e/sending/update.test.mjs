/**
 * What happens to pages that are open while the extension is updated or removed:
 * the old copy in them holds until the new one has come, and hands over.
 */
import { openMailbox } from '../support/chromium.mjs';
import { followCopies, inContent } from '../support/contentworld.mjs';
import {
  answer,
  choice,
  dialog,
  expect,
  GUARDED,
  notice,
  pressSend,
  sent,
  settle,
  testAlone,
  type,
} from '../support/extension.mjs';
import { Strain } from '../support/faults.mjs';
import { Person } from '../support/user.mjs';

const status = (page) => page.locator('nearmiss-status');

const test = testAlone.extend({
  strain: async ({ context }, use) => {
    const strain = new Strain(context);
    await strain.prepare();
    await use(strain);
  },
});

/** Reloads the extension and waits until its new copy guards the page. */
async function update(strain, page) {
  strain.front = page;
  const copies = await followCopies(page);
  const before = copies.newest();
  await strain.reload();
  await expect.poll(() => copies.newest(), { timeout: 10_000 }).not.toBe(before);
  // It has to hear from its background before it tells the old one.
  await page.waitForTimeout(1500);
}

test('without its extension a copy still holds what it knows to be a slip, in words', async ({ context, strain }) => {
  const page = await openMailbox(context, 'gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await strain.switchOff();
  await page.bringToFront();
  await pressSend(page);
  await expect(dialog(page)).toContainText('army.ml');
  await expect(dialog(page)).toContainText('Mali');
  await expect(choice(page, 'back')).toHaveText('Go back');
  await settle(page);
  expect(await sent(page)).toEqual([]);
  await answer(page, 'fix');
  await expect.poll(() => sent(page)).toMatchObject([{ to: ['ann@army.mil'] }]);
  await settle(page);
  expect(await sent(page)).toHaveLength(1);
});

test('without its extension a good address goes, an unknown one waits, and the end of protection is said', async ({
  context,
  strain,
}) => {
  const page = await openMailbox(context, 'gmail');
  const person = new Person(page);
  await person.type(0, 'olga@army.mil');
  await page.waitForTimeout(300);
  await strain.switchOff();
  await page.bringToFront();
  await person.send(0, 'button');
  await person.claimSentOnce(0, ['olga@army.mil']);

  await person.type(await person.open('new'), 'dee@army.ml');
  await person.send(1, 'button');
  await settle(page);
  expect(await sent(page)).toHaveLength(1);
  await expect(status(page)).toContainText('Checking');
  await expect.poll(() => sent(page).then((all) => all.length), { timeout: 8_000 }).toBe(2);
  await expect(status(page)).toContainText('without being checked');

  await person.type(await person.open('new'), 'eve@army.ml');
  await expect(status(page)).toContainText('no longer checks this page', { timeout: 12_000 });
  await person.send(2, 'button');
  await person.claimSentOnce(2, ['eve@army.ml']);
});

test('a question that is open during an update is asked by the new copy, once', async ({ context, strain }) => {
  const page = await openMailbox(context, 'outlook');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await pressSend(page);
  await expect(dialog(page)).toBeVisible();
  await update(strain, page);
  await expect(dialog(page)).toHaveCount(1);
  expect(await sent(page)).toEqual([]);
  await answer(page, 'send');
  await expect.poll(() => sent(page)).toMatchObject([{ to: ['ann@army.ml'] }]);
  await settle(page);
  expect(await sent(page)).toHaveLength(1);
  await expect(dialog(page)).toHaveCount(0);
});

test('what was held by a copy that is gone is said not to be sent, once', async ({ context, strain }) => {
  const page = await openMailbox(context, 'outlook');
  const person = new Person(page);
  await person.type(0, 'olga@army.mil');
  // As Firefox leaves the page that it ends us in, in the middle of a check.
  await inContent(page, () =>
    chrome.runtime.sendMessage({ call: 'held', request: { started: performance.timeOrigin, isHeld: true } }),
  );
  await update(strain, page);
  await expect(status(page)).toContainText('not been sent');
  await person.send(0, 'button');
  await person.claimSentOnce(0, ['olga@army.mil']);
});

test('an entry of a menu that is held during an update stays held', async ({ context, strain }) => {
  const page = await openMailbox(context, 'proton');
  const person = new Person(page);
  await person.type(0, 'ann@army.ml');
  await person.until('the notice', () => person.hasNotice());
  await person.send(0, 'schedule');
  await person.until('the question', () => person.isAsked());
  await update(strain, page);
  await person.until('the question of the new copy', () => person.isAsked());
  await person.claimNothingSent(0);
  await person.answer('send');
  const mail = await person.claimSentOnce(0, ['ann@army.ml']);
  person.claim('kind', mail.kind, 'schedule');
});

for (const webmail of GUARDED) {
  test(`${webmail}: a menu of ways to send that was opened before an update still sends nothing unasked`, async ({
    context,
    strain,
  }) => {
    const page = await openMailbox(context, webmail);
    const person = new Person(page);
    await person.type(0, 'ann@army.ml');
    await person.until('the notice', () => person.hasNotice());
    await person.pressPart(0, 'opener');
    await update(strain, page);
    await person.pressInMenu();
    await person.until('the question', () => person.isAsked());
    await person.claimNothingSent(0);
  });
}

test('a page that listens before the new copy sends nothing past it', async ({ context, strain }) => {
  const page = await openMailbox(context, 'yahoo', { windowCapture: true, open: ['new', 'new'] });
  await update(strain, page);
  await update(strain, page);
  const person = new Person(page);
  for (const [compose, way] of ['chord', 'button'].entries()) {
    await person.type(compose, 'ann@army.ml');
    await person.until('the notice', () => person.hasNotice());
    await person.send(compose, way);
    await person.until('the question', () => person.isAsked());
    await person.claimNothingSent(compose);
    await person.answer('fix');
    await person.claimSentOnce(compose, ['ann@army.mil']);
  }
});

test('an update in the middle of a press neither loses the press nor takes the next one', async ({
  context,
  strain,
}) => {
  const page = await openMailbox(context, 'gmail');
  await update(strain, page); // from now on there is a copy between the oldest and the newest
  const person = new Person(page);
  await person.type(0, 'ann@army.ml');
  await person.until('the notice', () => person.hasNotice());
  await person.moveTo(await person.spotOfPart(0, 'sendButton'));
  await page.mouse.down();
  await update(strain, page);
  await page.mouse.up();
  await person.until('the question', () => person.isAsked());
  await person.claimNothingSent(0);
  await person.answer('fix');
  await person.claimSentOnce(0, ['ann@army.mil']);
});

test('a key that was held before an update is no part of the next one', async ({ context, strain }) => {
  const page = await openMailbox(context, 'yahoo');
  const person = new Person(page);
  await person.type(0, 'ann@army.ml');
  await person.until('the notice', () => person.hasNotice());
  await page.evaluate(() => window.mailbox.composes[0].sendButton.focus());
  await page.keyboard.down('Enter');
  await person.until('the question', () => person.isAsked());
  await page.keyboard.up('Enter'); // in the question
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.mailbox.composes[0].root.remove());
  await update(strain, page);
  const compose = await person.open('new');
  await person.type(compose, 'olga@army.mil', { commit: 'Tab' });
  await settle(page);
  await person.send(compose, 'enter');
  await person.claimSentOnce(0, ['olga@army.mil']);
});

test('a compose in a window of its own gets the new copy, too', async ({ context, strain }) => {
  const page = await openMailbox(context, 'outlook', { open: [] });
  const opened = page.waitForEvent('popup');
  const person = new Person(page);
  const compose = await person.open('popout');
  person.where = await opened;
  await person.type(compose, 'ann@army.ml');
  await person.until('the notice', () => person.hasNotice());
  await update(strain, person.where);
  await person.where.bringToFront();
  await person.type(compose, 'dee@navy.ml', { field: 'cc' }); // nobody but the new copy can ask about it
  await person.send(compose, 'button');
  await person.until('the question', () => person.isAsked());
  await expect(dialog(person.where)).toContainText('army.ml');
  await expect(dialog(person.where)).toContainText('navy.ml');
  await person.claimNothingSent(0);
  await choice(person.where, 'proceed').click();
  await person.claimSentOnce(0, ['ann@army.mil', 'dee@navy.mil']);
});

test('a send whose worker dies under it is asked about all the same', async ({ context, strain }) => {
  const page = await openMailbox(context, 'gmail');
  await type(page, 'ann@army.mil', { commit: 'Enter' }); // the core is awake
  strain.front = page;
  const person = new Person(page);
  const compose = await person.open('new');
  await strain.slow(600);
  await person.type(compose, 'bob@army.ml');
  await person.send(compose, 'button');
  await strain.stop();
  await person.until('the question', () => person.isAsked());
  await person.claimNothingSent(0);
});
