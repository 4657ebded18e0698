/** "This address is right" in a notice, and answers that are given elsewhere. */
import { expect, test } from '@playwright/test';
import { buttonOf, inBothBrowsers, pause, rootOf, SETTLED } from './bothbrowsers.ts';

inBothBrowsers((page) => {
  test('"This address is right" takes a second step, elsewhere, and can be taken back', async () => {
    for (const before of ['', `document.querySelector('.compose').style.marginTop = '480px'`]) {
      await page.open('notice', { before });
      const trust = await page.boxOf(buttonOf('notice', 'trust'));
      await page.press(buttonOf('notice', 'trust'));
      await page.press(buttonOf('notice', 'trust'));
      expect(await page.answers()).toEqual([]);
      await pause(SETTLED);
      const confirm = await page.boxOf(buttonOf('notice', 'trust-confirmed'));
      const isApart =
        confirm.x >= trust.x + trust.width ||
        confirm.x + confirm.width <= trust.x ||
        confirm.y >= trust.y + trust.height ||
        confirm.y + confirm.height <= trust.y;
      expect(isApart, JSON.stringify({ trust, confirm })).toBe(true);
      await page.press(buttonOf('notice', 'cancel'));
      expect(await page.tab.evaluate(`${buttonOf('notice', 'trust-confirmed')} === null`)).toBe(true);
      await pause(SETTLED);
      await page.press(buttonOf('notice', 'trust'));
      expect(await page.tab.evaluate(`${rootOf('notice')}.querySelector('.confirm p').textContent`)).toContain(
        'never ask',
      );
      await pause(SETTLED);
      await page.press(buttonOf('notice', 'trust-confirmed'));
      expect(await page.answers()).toEqual([{ choice: 'trust', recipient: 'ann@army.ml' }]);
    }
  });

  test('a policy without trust shows no button for it', async () => {
    await page.open('notice', { canTrust: false });
    expect(await page.tab.evaluate(`${buttonOf('notice', 'trust')} === null`)).toBe(true);
    expect(await page.tab.evaluate(`${buttonOf('notice', 'fix')} !== null`)).toBe(true);
  });

  test('an answer given elsewhere closes the dialog', async () => {
    await page.open('single');
    await page.tab.evaluate(`gallery.answerElsewhere({ choice: 'back' })`);
    await pause(50);
    expect(await page.choices()).toEqual(['back']);
    expect(await page.tab.evaluate(`document.querySelector('nearmiss-dialog') === null`)).toBe(true);
  });
});
