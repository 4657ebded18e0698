/** Composes whose parts are components with shadow trees of their own, and composes within modal dialogs. */
import { INTO_COMPONENT } from '../support/components.mjs';
import { expect, test } from '../support/extension.mjs';
import { answer, expectHeld, expectSentOnce, notice, pressSend, type } from '../support/page.mjs';

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
