/** The question at Send names every address with something to say about it, and counts what became of each. */
import { openMailbox } from '../support/chromium.mjs';
import { expect, testAlone as test } from '../support/extension.mjs';
import { openPopup } from '../support/extensionpages.mjs';
import { underPolicy } from '../support/faults.mjs';
import { openInFirefox } from '../support/firefox.mjs';
import { pressOurs, textOf, typeInFirefox } from '../support/firefoxactions.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';
import { answer, dialog, pressSend, sent, type } from '../support/page.mjs';
import { User } from '../support/user.mjs';

test('an address that is only hinted at is named before a mail goes', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  for (const one of ['ann@army.ml', 'bob@yaho.com', 'eve@hotmail.co', 'zoe@example.org'])
    await type(page, one, { commit: 'Enter' });
  await pressSend(page);
  const rows = dialog(page).locator('fieldset');
  await expect(rows).toHaveCount(3);
  for (const [at, words] of ['army.ml', 'yaho.com', 'hotmail.co'].entries())
    await expect(rows.nth(at)).toContainText(words);
  // What is likely a slip is going to be changed, what is only hinted at is not.
  await expect(rows.nth(0).locator('[value=fix]')).toBeChecked();
  await expect(rows.nth(1).locator('[value=send]')).toBeChecked();
  await rows.nth(2).locator('[value=fix]').check();
  await answer(page, 'proceed');
  await expect.poll(() => sent(page)).toHaveLength(1);
  const [mail] = await sent(page);
  expect(mail.to).toEqual(expect.arrayContaining(['ann@army.mil', 'bob@yaho.com', 'eve@hotmail.com']));
});

test('policy has its say about what an address was changed to', async ({ context }) => {
  await underPolicy(context, { ownDomains: ['works.example'], externalRecipients: 'ask' });
  const page = await openMailbox(context, 'gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await pressSend(page);
  await answer(page, 'fix');
  await expect(dialog(page)).toContainText('army.mil');
  await expect(dialog(page)).not.toContainText('army.ml');
  expect(await sent(page)).toEqual([]);
  await answer(page, 'send');
  await expect.poll(() => sent(page)).toMatchObject([{ to: ['ann@army.mil'] }]);
});

test('the counts say what happened, each by its own name', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await pressSend(page);
  await answer(page, 'back');
  await pressSend(page);
  await answer(page, 'send');
  await expect.poll(() => sent(page)).toHaveLength(1);
  for (const [at, last] of ['fix', 'trust'].entries()) {
    await page.evaluate(() => window.mailbox.open('new'));
    await type(page, 'bob@navy.ml', { compose: at + 1, commit: 'Enter' });
    await pressSend(page, at + 1);
    await answer(page, last);
    await expect.poll(() => sent(page)).toHaveLength(at + 2);
  }
  const popup = await openPopup(context, page);
  const legend = popup.locator('.legend span');
  // The mail may leave before what was said of it is counted.
  await expect(async () => {
    await popup.reload();
    const counts = ['Corrected: 1', 'Went back: 1', 'Sent anyway: 1', 'Said to be right: 1'];
    await expect(legend).toHaveText(counts, { timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await expect(popup.locator('svg.chart')).toHaveAccessibleName(/Went back: 1\. Sent anyway: 1/);
  if (process.env.NEARMISS_SHOTS) await popup.screenshot({ path: `${process.env.NEARMISS_SHOTS}/counts.png` });
});

testInFirefox('in Firefox the question names what is only hinted at', async ({ firefox }) => {
  const page = await openInFirefox(firefox, 'gmail');
  await typeInFirefox(page, 'ann@army.ml', 'bob@yaho.com');
  const user = new User(page);
  await user.send(0, 'button');
  await user.until('the question', () => user.isAsked());
  const words = await textOf(page, 'nearmiss-dialog');
  expect(words).toContain('army.ml');
  expect(words).toContain('yaho.com');
  const isGone = '!document.querySelector("nearmiss-dialog")';
  await pressOurs(page, 'nearmiss-dialog', '[data-choice="back"]', isGone);
});
