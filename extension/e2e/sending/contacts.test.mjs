/** Contacts: what is typed is a name, and the page puts an address in its place once the field is left. */
import { expect, test } from '../support/extension.mjs';
import {
  answer,
  dialog,
  expectNothingSent,
  expectSentOnce,
  pressSend,
  sent,
  settle,
  status,
  type,
} from '../support/page.mjs';
import { User } from '../support/user.mjs';

const CONTACTS = { Ann: 'ann@army.ml', Olga: 'olga@army.mil' };

for (const webmail of ['gmail', 'outlook', 'yahoo', 'fastmail']) {
  for (const way of ['button', 'chord']) {
    test(`${webmail}: a contact whose address is a slip is asked about, ${way}`, async ({ open }) => {
      const page = await open(webmail, { contacts: CONTACTS });
      await type(page, 'Ann');
      await settle(page);
      await new User(page).send(0, way);
      await expect(dialog(page)).toContainText('army.mil');
      await expectNothingSent(page);
      await answer(page, 'fix');
      await expectSentOnce(page, { to: ['ann@army.mil'] });
    });
  }

  test(`${webmail}: a contact whose address is right is sent to, once`, async ({ open }) => {
    const page = await open(webmail, { contacts: CONTACTS });
    await type(page, 'Olga');
    await settle(page);
    await pressSend(page);
    await expectSentOnce(page, { to: ['olga@army.mil'] });
  });

  test(`${webmail}: a name that the page knows nobody by keeps no mail from going`, async ({ open }) => {
    const page = await open(webmail, { contacts: CONTACTS });
    await type(page, 'olga@army.mil', { commit: 'Enter' });
    await type(page, 'Nobody');
    await settle(page);
    await pressSend(page);
    await expectSentOnce(page, { to: ['olga@army.mil'] });
  });
}

test('a contact that the page looks up slowly is asked about', async ({ open }) => {
  const page = await open('outlook', { contacts: CONTACTS, chipsAfter: 400 });
  await type(page, 'Ann');
  await pressSend(page);
  await expect(dialog(page)).toContainText('army.mil');
  await expectNothingSent(page);
});

for (const sendOff of ['disabled', 'aria-disabled']) {
  test(`where Send is off (${sendOff}) a contact's slip is asked about, and goes right`, async ({ open }) => {
    const page = await open('gmail', { contacts: CONTACTS, sendOff });
    await type(page, 'Ann');
    await settle(page);
    await new User(page).send(0, 'chord');
    await expect(dialog(page)).toContainText('army.mil');
    await answer(page, 'fix');
    await expectSentOnce(page, { to: ['ann@army.mil'] });
  });

  test(`where Send is off (${sendOff}) a name that nobody has sends nothing later`, async ({ open }) => {
    const page = await open('gmail', { contacts: CONTACTS, sendOff });
    const user = new User(page);
    await type(page, 'Nobody');
    await settle(page);
    await user.send(0, 'chord');
    await page.waitForTimeout(300);
    await expect(status(page)).toHaveCount(0);
    await page.waitForTimeout(700);
    await type(page, ' olga@army.mil', { commit: 'Enter' });
    await page.waitForTimeout(5000);
    await expect(status(page)).toHaveCount(0);
    expect(await sent(page)).toEqual([]);
  });
}
