/** "This address is right" can be taken back: in the page for ten seconds, in the popup until the browser closes. */
import { openMailbox } from '../support/chromium.mjs';
import { retime } from '../support/contentworld.mjs';
import { expect, testAlone as test } from '../support/extension.mjs';
import { openPopup } from '../support/extensionpages.mjs';
import { openInFirefox } from '../support/firefox.mjs';
import { pressOurs, textOf, typeInFirefox } from '../support/firefoxactions.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';
import { answer, dialog, notice, pressSend, sent, type } from '../support/page.mjs';

const line = (page) => page.locator('nearmiss-status .bar');

/** Says that the address is right, in the question at Send. */
async function trustAtSend(page, address) {
  await type(page, address, { commit: 'Enter' });
  await pressSend(page);
  await answer(page, 'trust');
  await expect.poll(() => sent(page)).toHaveLength(1);
}

test('Undo takes back the answer and not the mail, and says so', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  await trustAtSend(page, 'ann@army.ml');
  await expect(line(page)).toContainText('Undo takes back this answer, not the mail.');
  await line(page).getByRole('button', { name: 'Undo' }).click();
  await expect(line(page)).toContainText('A mail that was sent stays sent.');
  await expect(line(page).getByRole('button', { name: 'Undo' })).toHaveCount(0);
  expect(await sent(page)).toHaveLength(1);

  await page.evaluate(() => window.mailbox.open('new'));
  await type(page, 'ann@army.ml', { compose: 1, commit: 'Enter' });
  await pressSend(page, 1);
  await expect(dialog(page)).toBeVisible();
  expect(await sent(page)).toHaveLength(1);
});

test('the line waits while the pointer is over it or the focus in it', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  await retime(page, { 10000: 1500 });
  await trustAtSend(page, 'ann@army.ml');
  const box = await line(page).boundingBox();
  await page.mouse.move(box.x + 20, box.y + box.height / 2);
  await page.waitForTimeout(2500);
  await expect(line(page)).toBeVisible();
  await line(page).getByRole('button', { name: 'Undo' }).focus();
  await page.mouse.move(10, 500);
  await page.waitForTimeout(2500);
  await expect(line(page)).toBeVisible();
});

test('from a notice, too; and the popup keeps the way back when the line is gone', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await notice(page).locator('[data-choice="trust"]').waitFor();
  await page.waitForTimeout(700);
  await notice(page).locator('[data-choice="trust"]').click();
  await page.waitForTimeout(700);
  await notice(page).locator('[data-choice="trust-confirmed"]').click();
  await expect(line(page)).toContainText('will not ask about');
  await expect(line(page)).not.toContainText('mail');
  await expect(notice(page)).toHaveCount(0);
  await line(page).getByRole('button', { name: 'Close' }).click();

  const popup = await openPopup(context, page);
  await popup.getByRole('button', { name: /Undo for \W*ann@army\.ml/ }).click();
  await expect(popup.locator('.undo [role=status]')).toContainText('will ask about');
  await expect(popup.locator('.undo li')).toHaveCount(0);
  await page.bringToFront();
  await expect(notice(page)).toHaveCount(1);
});

testInFirefox('in Firefox Undo takes back the answer', async ({ firefox }) => {
  const page = await openInFirefox(firefox, 'gmail');
  await typeInFirefox(page, 'ann@army.ml');
  const isThere = (selector) => `!!document.querySelector('nearmiss-notice')?.shadowRoot.querySelector('${selector}')`;
  await pressOurs(page, 'nearmiss-notice', '[data-choice="trust"]', isThere('.confirm'));
  await pressOurs(page, 'nearmiss-notice', '[data-choice="trust-confirmed"]', `!(${isThere('.row')})`);
  expect(await textOf(page, 'nearmiss-status')).toContain('will not ask about');
  await pressOurs(page, 'nearmiss-status', '[data-choice="undo"]', isThere('.row'));
  expect(await textOf(page, 'nearmiss-status')).toContain('Taken back');
});
