/** Windows and frames that are opened empty and led to a compose later, as pages do that open one in answer to a press. */
import { expect, test } from '../support/extension.mjs';
import { mailboxPage } from '../support/mailboxes.mjs';
import { dialog, field } from '../support/page.mjs';

/** How long such a place stays empty, in ms: the extension is there before the compose, or after it. */
const EMPTY_FOR = [0, 50, 600];

async function expectHeld(place, keyboard) {
  const input = await field(place);
  await input.focus();
  await keyboard.type('ann@army.ml');
  await keyboard.press('Enter');
  await place.waitForTimeout(700);
  const button = await place.evaluateHandle(() => window.mailbox.composes[0].sendButton);
  await button.click();
  await expect(dialog(place)).toBeVisible();
  expect(await place.evaluate(() => window.sent)).toEqual([]);
}

for (const time of EMPTY_FOR) {
  test(`a window that is led to a compose ${time} ms after it was opened is guarded`, async ({ open }) => {
    const page = await open('gmail');
    const { url, body, headers } = mailboxPage('gmail');
    await page.context().route(`${url}**`, (route) => route.fulfill({ body, headers }));
    const opened = page.waitForEvent('popup');
    await page.evaluate(async (wait) => {
      const view = window.open('', '', 'width=900,height=700');
      window.led = view;
      await new Promise((resolve) => setTimeout(resolve, wait));
      view.location.href = location.href;
    }, time);
    const popUp = await opened;
    await popUp.waitForFunction(() => window.mailbox !== undefined);
    await expectHeld(popUp, popUp.keyboard);
    await popUp.close();
  });

  test(`a frame that is led to a compose ${time} ms after it was made is guarded`, async ({ open }) => {
    const page = await open('gmail', { open: [] });
    await page.evaluate(async (wait) => {
      const frame = document.createElement('iframe');
      frame.style.cssText = 'position:fixed;inset:20px;width:1000px;height:720px;background:#fff;z-index:9';
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, wait));
      frame.src = `${location.href.split('#')[0]}#led`;
    }, time);
    await expect.poll(() => page.frames().some((frame) => frame.url().endsWith('#led'))).toBe(true);
    const frame = page.frames().find((one) => one.url().endsWith('#led'));
    await frame.waitForFunction(() => window.mailbox !== undefined);
    await frame.evaluate(() => window.mailbox.open('new'));
    await expectHeld(frame, page.keyboard);
  });
}
