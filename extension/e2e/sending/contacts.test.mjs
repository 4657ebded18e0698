/** Contacts: what is typed is a name, and the page puts an address in its place once the field is left. */
import { expect, test } from '../support/extension.mjs';
import { answer, dialog, expectNothingSent, expectSentOnce, pressSend, settle, type } from '../support/page.mjs';
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
