/** The main way, on every webmail whose Send is guarded: a slip is seen, held, changed and sent. */
import { expect, GUARDED, test } from '../support/extension.mjs';
import {
  answer,
  dialog,
  expectHeld,
  expectNothingSent,
  expectSentOnce,
  notice,
  pressSend,
  sent,
  settle,
  type,
} from '../support/page.mjs';

for (const webmail of GUARDED) {
  test.describe(webmail, () => {
    test('a slip shows a notice while typing', async ({ open }) => {
      const page = await open(webmail);
      await type(page, 'ann@army.ml');
      await expect(notice(page)).toContainText('army.mil');
    });

    test('Send with a slip sends nothing until the change is chosen', async ({ open }) => {
      const page = await open(webmail);
      await type(page, 'ann@army.ml', { commit: 'Enter' });
      await pressSend(page);
      await expectHeld(page);
      await answer(page, 'fix');
      await expectSentOnce(page, { to: ['ann@army.mil'] });
    });

    test('Send with uncommitted text is held as well', async ({ open }) => {
      const page = await open(webmail);
      await type(page, 'ann@army.ml');
      await pressSend(page);
      await answer(page, 'fix');
      await expect.poll(() => sent(page)).toMatchObject([{ to: ['ann@army.mil'] }]);
    });

    test('Ctrl+Enter with a slip is held, and the change is sent', async ({ open }) => {
      const page = await open(webmail);
      await type(page, 'ann@army.ml');
      await page.keyboard.press('Control+Enter');
      await expectHeld(page);
      await answer(page, 'fix');
      await expectSentOnce(page, { to: ['ann@army.mil'] });
    });

    test('a second Ctrl+Enter or Escape never means send anyway', async ({ open }) => {
      const page = await open(webmail);
      await type(page, 'ann@army.ml', { commit: 'Enter' });
      await page.keyboard.press('Control+Enter');
      await expect(dialog(page)).toBeVisible();
      await page.keyboard.press('Control+Enter');
      await expectNothingSent(page);
      await page.keyboard.press('Escape');
      await expect(dialog(page)).toHaveCount(0);
      await expectNothingSent(page);
      expect(await page.evaluate(() => window.mailbox.composes[0].root.isConnected)).toBe(true);
    });

    test('Send anyway sends once and unchanged', async ({ open }) => {
      const page = await open(webmail);
      await type(page, 'ann@army.ml', { commit: 'Enter' });
      await pressSend(page);
      await answer(page, 'send');
      await expectSentOnce(page, { to: ['ann@army.ml'] });
    });

    for (const way of ['button', 'chord']) {
      test(`a good address goes untouched and unasked by ${way}`, async ({ open }) => {
        const page = await open(webmail);
        await type(page, 'ann@army.mil', { commit: 'Enter' });
        await settle(page);
        if (way === 'button') await pressSend(page);
        else await page.keyboard.press('Control+Enter');
        // The page was sent by the person's own event, not by a replay.
        await expectSentOnce(page, { to: ['ann@army.mil'], isTrusted: true });
        await expect(dialog(page)).toHaveCount(0);
        await expect(notice(page)).toHaveCount(0);
      });
    }
  });
}

test('a webmail that nobody described gets hints, and its Send is left alone', async ({ open }) => {
  const page = await open('generic');
  await type(page, 'ann@army.ml');
  await expect(notice(page)).toContainText('army.mil');
  await pressSend(page);
  await expect.poll(() => sent(page)).toMatchObject([{ to: ['ann@army.ml'], isTrusted: true }]);
});
