/** What a test does and sees on a mailbox page in Chromium. */
import { expect } from '@playwright/test';

/** What the page has sent so far. */
export const sent = (page) => page.evaluate(() => window.sent);
/** The recipients of each mail sent, as one text. */
export const sentTo = (page) => sent(page).then((all) => all.map(({ to }) => to.join(' ')));

export const notice = (page) => page.locator('nearmiss-notice');
export const dialog = (page) => page.locator('nearmiss-dialog dialog[open]');
export const status = (page) => page.locator('nearmiss-status');
export const choice = (page, name) => dialog(page).locator(`[data-choice="${name}"]`).first();

/** Press a button of the question as soon as people can: it takes no press in its first half second. */
export async function answer(page, name) {
  const button = choice(page, name);
  await button.waitFor();
  await page.waitForTimeout(700);
  await button.click();
}

/** Long enough for anything that was going to be sent to have been sent. */
export const settle = (page) => page.waitForTimeout(400);

export async function expectNothingSent(page) {
  await settle(page);
  expect(await sent(page)).toEqual([]);
}

/** Expects the question, and that the mail waits for the answer. */
export async function expectHeld(page) {
  await expect(dialog(page)).toBeVisible();
  await expectNothingSent(page);
}

/** Expects one mail like this, and no second one. */
export async function expectSentOnce(page, mail) {
  await expect.poll(() => sent(page)).toMatchObject([mail]);
  await settle(page);
  expect(await sent(page)).toHaveLength(1);
}

/** The field that takes recipients in a compose: `to`, `cc` or `bcc`. */
export function field(page, name = 'to', compose = 0) {
  return page.evaluateHandle(([at, wanted]) => window.mailbox.composes[at].fields[wanted].input, [compose, name]);
}

/** Type into a field as a person does, key by key. */
export async function type(page, text, { name = 'to', compose = 0, commit = '' } = {}) {
  const input = await field(page, name, compose);
  await input.focus();
  await page.keyboard.type(text);
  if (commit !== '') await page.keyboard.press(commit);
}

/** Press a compose's own Send with the mouse, as a person does. */
export async function pressSend(page, compose = 0, which = 'sendButton') {
  const button = await page.evaluateHandle(([at, name]) => window.mailbox.composes[at][name], [compose, which]);
  const box = await button.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.up();
}
