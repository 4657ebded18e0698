/** How an address is changed in the page: wherever it stands, and nowhere else. */
import { expect, follow, openWithRecipients, test } from './reader.mjs';

/** Changes an address in the only compose of the page; who it goes to then, field by field. */
const change = (tab, old, replacement) =>
  tab.evaluate(
    async ([from, to]) => {
      const { reader, mailbox, nearmissReader } = window;
      const isDone = await nearmissReader.fixRecipient(reader, reader.roots()[0], from, to);
      return { isDone, ...mailbox.skin.recipients(mailbox.composes[0]) };
    },
    [old, replacement],
  );

for (const webmail of ['gmail', 'outlook', 'yahoo', 'proton', 'fastmail']) {
  test(`${webmail}: an address in two fields is changed in both`, async ({ tab }) => {
    await openWithRecipients(tab, [webmail, 'new', {}]);
    await follow(tab);
    await tab.evaluate(() => {
      const { to, cc } = window.mailbox.composes[0].fields;
      to.add('dee@us.af.ml');
      cc.add('dee@us.af.ml');
    });
    const { isDone, to, cc } = await change(tab, 'dee@us.af.ml', 'dee@us.af.mil');
    expect({ isDone, to, cc }).toEqual({
      isDone: true,
      to: ['ann@army.ml', 'dee@us.af.mil'],
      cc: ['bob@navy.ml', 'dee@us.af.mil'],
    });
  });

  test(`${webmail}: an address that ends a longer one, or has signs of a pattern, is changed alone`, async ({
    tab,
  }) => {
    await openWithRecipients(tab, [webmail, 'new', {}]);
    await follow(tab);
    await tab.evaluate(() => {
      const { input } = window.mailbox.composes[0].fields.bcc;
      const text = "joan@army.ml, an@army.ml; c$&a$'sh@navy.ml";
      if (input.isContentEditable) input.textContent = text;
      else input.value = text;
    });
    const first = await change(tab, 'an@army.ml', 'an@army.mil');
    expect([first.isDone, first.bcc]).toEqual([true, ['joan@army.ml', 'an@army.mil', "c$&a$'sh@navy.ml"]]);
    const second = await change(tab, "c$&a$'sh@navy.ml", "c$&a$'sh@navy.mil");
    expect([second.isDone, second.bcc]).toEqual([true, ['joan@army.ml', 'an@army.mil', "c$&a$'sh@navy.mil"]]);
  });
}
