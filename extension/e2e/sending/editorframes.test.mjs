/** Message text in a frame of its own, where another copy of us hears the shortcut. */
import { expect, test } from '../support/extension.mjs';
import { answer, dialog, expectNothingSent, expectSentOnce, field, notice, settle } from '../support/page.mjs';

/** How late the page draws what is around the frame, in ms. */
const LATE = 1200;

test('a shortcut in a text whose compose was drawn around it later is held', async ({ open }) => {
  const page = await open('proton', { knownContacts: true, open: [] });
  await page.evaluate((late) => {
    window.mailbox.open('new');
    const parts = ['[data-testid="composer:footer"]', '[data-testid="composer:to"]'].map((one) => {
      const part = document.querySelector(one);
      const place = document.createComment('');
      part.replaceWith(place);
      return [place, part];
    });
    setTimeout(() => {
      for (const [place, part] of parts) place.replaceWith(part);
    }, late);
  }, LATE);
  await page.waitForTimeout(LATE + 1000);
  await (await field(page)).focus();
  await page.keyboard.type('ann@army.ml');
  await page.keyboard.press('Enter');
  await settle(page);
  const text = await page.evaluateHandle(() => window.mailbox.composes[0].body);
  await text.focus();
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toContainText('army.mil');
  await expectNothingSent(page);
});

test('a shortcut in a text two frames deep is asked about once, and touches the compose', async ({ open }) => {
  const page = await open('gmail');
  await page.evaluate(() => {
    const [compose] = window.mailbox.composes;
    compose.fields.to.add('ann@army.ml');
    const frame = (place) => {
      const made = place.ownerDocument.createElement('iframe');
      place.append(made);
      return made.contentDocument.body;
    };
    const text = frame(frame(compose.body.parentElement));
    text.contentEditable = 'true';
    text.ownerDocument.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.ctrlKey) window.mailbox.send(compose, 'frame-key');
    });
    window.text = text;
  });
  await page.waitForTimeout(1000);
  await page.evaluate(() => window.text.focus());
  await page.keyboard.press('a');
  await expect(notice(page)).toContainText('army.mil');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toHaveCount(1);
  await expectNothingSent(page);
  await answer(page, 'send');
  await expectSentOnce(page, { to: ['ann@army.ml'] });
  await expect(dialog(page)).toHaveCount(0);
});
