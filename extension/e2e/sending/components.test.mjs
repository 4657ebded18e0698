/** Composes whose parts are components with shadow trees of their own, and composes within modal dialogs. */
import { expect, test } from '../support/extension.mjs';
import { answer, expectHeld, expectSentOnce, notice, pressSend, type } from '../support/page.mjs';

/** Makes Send a component: what a person presses stands in a shadow tree of it. */
const INTO_COMPONENT = (listensInside) => {
  const [compose] = window.mailbox.composes;
  const { sendButton } = compose;
  const inner = document.createElement('button');
  inner.append(...sendButton.childNodes);
  inner.style.cssText = 'all:unset;display:block;padding:8px 24px';
  const host = document.createElement('div');
  for (const { name, value } of sendButton.attributes) host.setAttribute(name, value);
  host.attachShadow({ mode: 'open' }).append(inner);
  (listensInside ? inner : host).addEventListener('click', () => window.mailbox.send(compose, 'click'));
  sendButton.replaceWith(host);
  compose.sendButton = host;
};

for (const webmail of ['gmail', 'outlook', 'yahoo', 'proton', 'fastmail']) {
  for (const listensInside of [true, false]) {
    test(`${webmail}: a Send that is a component listening ${listensInside ? 'inside' : 'outside'} is held and sends once`, async ({
      open,
    }) => {
      const page = await open(webmail);
      await page.evaluate(INTO_COMPONENT, listensInside);
      await type(page, 'ann@army.ml', { commit: 'Enter' });
      await pressSend(page);
      await expectHeld(page);
      await answer(page, 'send');
      await expectSentOnce(page, { to: ['ann@army.ml'] });
    });
  }
}

test('a notice beside a compose in a modal dialog can be pressed', async ({ open }) => {
  const page = await open('gmail');
  await page.evaluate(() => {
    const [{ root }] = window.mailbox.composes;
    const modal = document.createElement('dialog');
    modal.style.cssText = 'inset:40px auto auto 40px;margin:0';
    document.body.append(modal);
    modal.append(root);
    root.style.position = 'static';
    modal.showModal();
  });
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await page.waitForTimeout(700);
  await notice(page).locator('[data-choice="fix"]').click({ timeout: 3000 });
  await expect
    .poll(() => page.evaluate(() => window.mailbox.composes[0].fields.to.addresses()))
    .toEqual(['ann@army.mil']);
});
