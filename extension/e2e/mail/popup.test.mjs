/**
 * A person's own way: they open their webmail, allow it in the popup, type the
 * slip and are held, and take the permission back in the same place.
 *
 * Nobody can press Chromium's toolbar or its permission bubble from a test. The
 * popup is opened by the extension's own call, which gives no `activeTab`: the
 * copy under test has `tabs` in its manifest for that. The browser's own
 * extensions page grants the host first, so that the request needs no bubble.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchWithExtension, workerOf } from '../support/chromium.mjs';
import { EXTENSION, warmUp } from '../support/extension.mjs';
import { withHosts } from '../support/ownhosts.mjs';
import { startMail, whyNoMail } from './system.mjs';
import { CHROMIUM_HOSTS, SITES, Writer } from './world.mjs';

const whyNot = whyNoMail();
test.skip(whyNot !== '', whyNot);
test.setTimeout(180_000);

test('a webmail of one’s own is allowed in the popup, protected at once, and left again', async () => {
  const mail = await startMail();
  const own = withHosts(EXTENSION, []);
  const file = join(own.folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.permissions.push('tabs');
  writeFileSync(file, JSON.stringify(manifest));
  const { context, discard } = await launchWithExtension({ extensionDir: own.folder, args: [CHROMIUM_HOSTS] });
  try {
    await warmUp(context);
    const { host: id } = new URL((await workerOf(context)).url());
    const { host } = SITES['Roundcube, elastic'];
    const extensions = await context.newPage();
    await extensions.goto('chrome://extensions');
    await extensions.evaluate(
      ([of, pattern]) => chrome.developerPrivate.addHostPermission(of, pattern),
      [id, `https://${host}/*`],
    );
    await extensions.close();

    const page = await context.newPage();
    page.on('dialog', (dialog) => dialog.accept());
    const writer = new Writer(mail, 'Roundcube, elastic', page);
    const { webmail, person } = writer;
    await webmail.login();
    await webmail.compose();
    await webmail.fill({ subject: 'Visit', text: 'See you.' });
    await webmail.type('to', 'ann@army.ml', 'Enter');
    expect(await person.hasNotice()).toBe(false); // not ours to read yet

    const popup = await openPopup(context, page);
    await expect.poll(() => popup.text('.allow button')).toContain(`Allow \u2066${host}\u2069`);
    await popup.click('.allow button');
    await expect.poll(() => popup.text('.allow')).toContain('reload it to be sure');
    await popup.close();

    // What was typed before we came counts from the person's next key in that mail.
    await page.bringToFront();
    await webmail.focus('to');
    await page.keyboard.press('End');
    await person.until('the notice in the page that was open', () => person.hasNotice());
    await webmail.press();
    await writer.held();
    await person.answer('fix');
    await writer.left(['ann@army.mil'], { subject: 'Visit', text: 'See you.' });

    const again = await openPopup(context, page);
    await expect.poll(() => again.text('.allow button')).toContain('any more');
    await again.click('.allow button');
    await expect.poll(() => again.text('.allow button')).toContain(`Allow \u2066${host}\u2069`);
    await again.close();
    writer.start();
    await webmail.compose();
    await webmail.fill({ subject: 'Later', text: 'See you.' });
    await webmail.type('to', 'ann@army.ml', 'Enter');
    await webmail.press();
    await writer.left(['ann@army.ml'], { subject: 'Later' });
  } finally {
    await discard();
    own.discard();
    await mail.stop();
  }
});

/** The popup over a page, which Playwright does not show among a context's pages. */
async function openPopup(context, over) {
  await over.bringToFront();
  await (await workerOf(context)).evaluate(() => chrome.action.openPopup());
  const browser = await context.browser().newBrowserCDPSession();
  const find = async () =>
    (await browser.send('Target.getTargets')).targetInfos.find(({ url }) => url.endsWith('/popup.html'));
  await expect.poll(find).toBeTruthy();
  const { targetId } = await find();
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: false });
  let number = 0;
  const evaluate = (expression) =>
    new Promise((resolve) => {
      const id = ++number;
      const listen = ({ message }) => {
        const answer = JSON.parse(message);
        if (answer.id !== id) return;
        browser.off('Target.receivedMessageFromTarget', listen);
        resolve(answer.result?.result?.value ?? '');
      };
      browser.on('Target.receivedMessageFromTarget', listen);
      const params = { expression, userGesture: true, returnByValue: true };
      const message = JSON.stringify({ id, method: 'Runtime.evaluate', params });
      browser.send('Target.sendMessageToTarget', { sessionId, message });
    });
  return {
    text: (selector) => evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ''`),
    click: (selector) => evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`),
    close: () => browser.send('Target.closeTarget', { targetId }),
  };
}
