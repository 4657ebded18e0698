/**
 * The scene that made us: somebody writes to ann@army.ml and means army.mil.
 * Played for real, with the built extension in Chromium and a mailbox page on
 * this machine; `npm start` shows it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchWithExtension, listsOf, openMailbox } from '../support/chromium.mjs';

/** How long each step of the scene may take, in ms. */
const STEP = 15_000;

/**
 * @param {{extensionDir: string, screenshotDir: string, webmail?: 'gmail' | 'outlook', colorScheme?: 'light' | 'dark'}} wanted
 *   extensionDir: a build made with `--test`, whose shadow roots can be looked into
 * @returns {Promise<{verdict: {recipient: string, suggestion: string}, sent: object[], lists: string, screenshots: string[]}>}
 *   what was warned about, what the page sent in the end, which lists were used, and the pictures in order
 */
export async function playScene({ extensionDir, screenshotDir, webmail = 'gmail', colorScheme = 'light' }) {
  mkdirSync(screenshotDir, { recursive: true });
  const { context, discard } = await launchWithExtension({
    extensionDir,
    options: { colorScheme, deviceScaleFactor: 2 },
  });
  const screenshots = [];
  try {
    const lists = await listsOf(context);
    const page = await openMailbox(context, webmail);
    const picture = async (name) => {
      const path = join(screenshotDir, `${name}.png`);
      await page.screenshot({ path });
      screenshots.push(path);
    };
    const sent = () => page.evaluate(() => window.sent);

    await page.keyboard.type('ann@army.ml', { delay: 30 });
    const notice = page.locator('nearmiss-notice');
    await notice.getByText('army.mil').first().waitFor({ timeout: STEP });
    await page.waitForTimeout(300);
    await picture('1-notice');

    await page.keyboard.press('Tab');
    await page.evaluate(() => {
      const [compose] = window.mailbox.composes;
      compose.subject.value = 'Visit on Thursday';
      compose.body.textContent = 'Dear Ann, please find the visitor list attached. See you on Thursday. Kim';
    });
    const send = await page.evaluateHandle(() => window.mailbox.composes[0].sendButton);
    await send.click();
    const fix = page.locator('nearmiss-dialog [data-choice="fix"]').first();
    await fix.waitFor({ timeout: STEP });
    await page.waitForTimeout(300);
    await picture('2-held-at-send');
    const held = await sent();
    if (held.length > 0) throw new Error(`the page sent while the question was open: ${JSON.stringify(held)}`);

    const verdict = {
      recipient: 'ann@army.ml',
      suggestion: ((await fix.textContent()) ?? '').match(/[^\s\u2066-\u2069]+@[^\s\u2066-\u2069]+/u)?.[0] ?? '',
    };
    await fix.click();
    await page.waitForFunction(() => window.sent.length > 0, undefined, { timeout: STEP });
    await page.waitForTimeout(400);
    await picture('3-sent');
    return { verdict, sent: await sent(), lists, screenshots };
  } finally {
    await discard();
  }
}
