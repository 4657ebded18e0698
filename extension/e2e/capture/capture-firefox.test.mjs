/** The capture tool in Firefox, from the switch in settings to the text that would be saved. */
import { firefoxPath } from '../support/browsers.mjs';
import { expect, test } from '../support/extension.mjs';
import { launchFirefox, openInFirefox, openOwnInFirefox } from '../support/firefox.mjs';
import { User } from '../support/user.mjs';
import { factsOf } from './capture.mjs';
import { privacyLeaks } from './privacyleaks.mjs';

test.skip(firefoxPath() === undefined, 'no Firefox is installed');

test('Firefox: settings show the same kind of capture, with nothing of the content', async ({
  browserWithExtension: context,
}) => {
  const browser = await launchFirefox({ opensOwnPages: true });
  try {
    const mail = await openInFirefox(browser, 'gmail');
    await new User(mail).type(0, 'quincy.zhukov@jackdaw-flotilla.mil');
    await mail.waitForSelector('[data-hovercard-id]');

    const page = await openOwnInFirefox(browser, 'options');
    const part = 'details:has(#may-capture)';
    await page.locator(`${part} > summary`).click();
    await page.locator('#may-capture').click();
    await page.locator(`${part} .row button`).click();
    await page.locator(`${part} li button`).click();
    const text = await page.waitForSelector('pre.capture').then((sheet) => sheet.evaluate((it) => it.textContent));

    expect(factsOf(text)).toMatchObject({ webmail: 'gmail', seen: 'true', reading: { chip: 1, problems: [] } });
    expect(factsOf(text).browser).toMatch(/^Firefox \d+$/);
    expect(text).toContain('xxxxxx.xxxxxx@xxxxxxx-xxxxxxxx.xxx');
    expect(text.toLowerCase()).not.toMatch(/quincy|zhukov|jackdaw|flotilla/);
    expect(await privacyLeaks(context, text)).toEqual([]);
  } finally {
    await browser.close();
  }
});
