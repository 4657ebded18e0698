/** Ways in which real pages name their recipients that are no situation of their own; see mailbox/. */
import { expect, test } from '../support/extension.mjs';
import { answer, dialog, expectNothingSent, notice, pressSend, sent, settle, type } from '../support/page.mjs';

test('a quick reply, which has no fields, is held by the line that says whom it goes to', async ({ open }) => {
  const page = await open('proton', { open: ['reply'], widget: 'quick', quickTo: 'ann@army.ml' });
  await settle(page);
  await expect(notice(page)).toHaveCount(0); // nobody has touched it yet
  await pressSend(page);
  await expect(dialog(page)).toContainText('army.ml');
  await expectNothingSent(page);
  await answer(page, 'send');
  await expect.poll(() => sent(page)).toMatchObject([{ to: ['ann@army.ml'] }]);
});

test('a contact whom the folded line calls by name is known from the chip', async ({ open }) => {
  const page = await open('proton', { knownContacts: true });
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await page.evaluate(() => window.mailbox.composes[0].subject.focus());
  await expect(page.getByTestId('composer:address')).toHaveText(/^Friend/u);
  await pressSend(page);
  await expect(dialog(page)).toContainText('army.ml');
  expect(await sent(page)).toEqual([]);
});

test('a directory contact is known from suggestions that name person and address apart', async ({ open }) => {
  const page = await open('outlook', { widget: 'old', directory: [['Ann Example', 'ann@army.ml']] });
  await type(page, 'Ann E');
  await page.locator('.ms-FloatingSuggestionsList-container li').first().click();
  await expect(notice(page)).toContainText('army.mil');
  await pressSend(page);
  await expect(dialog(page)).toContainText('army.ml');
  expect(await sent(page)).toEqual([]);
});
