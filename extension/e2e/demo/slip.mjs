/**
 * The scene that made us: somebody writes to ann@army.ml and means army.mil.
 * Played for real, with the built extension in Chromium or Firefox and a mailbox
 * page on this machine; `npm start` shows it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pause, User } from '../support/user.mjs';

/** How long each step of the scene may take, in ms. */
const STEP = 15_000;
/** How long something new on the page takes to come to rest, in ms. */
const REST = 400;

const [TYPED, MEANT] = ['ann@army.ml', 'ann@army.mil'];

/**
 * Throws when a step does not happen, or when the page sends while the mail is held.
 *
 * @param page the demo mailbox, of Playwright or Puppeteer; the extension is a build made with `--test`,
 *   whose shadow roots can be looked into
 * @param {string} screenshotDir
 * @returns {Promise<{typed: string, offered: string, sentTo: string[], screenshots: string[]}>}
 *   the recipient that was typed, the one that was offered, who the page sent to in the end, the pictures in order
 */
export async function playScene(page, screenshotDir) {
  mkdirSync(screenshotDir, { recursive: true });
  const user = new User(page);
  user.patience = STEP;
  const screenshots = [];
  const picture = async (name) => {
    await pause(REST);
    const path = join(screenshotDir, `${name}.png`);
    await page.screenshot({ path });
    screenshots.push(path);
  };

  await page.bringToFront();
  await user.type(0, TYPED, { commit: '' });
  await user.until('the notice', () => user.hasNotice());
  await picture('1-notice');

  await page.keyboard.press('Tab');
  await page.evaluate(() => {
    const [compose] = window.mailbox.composes;
    compose.subject.value = 'Visit on Thursday';
    compose.body.textContent = 'Dear Ann, please find the visitor list attached. See you on Thursday. Kim';
  });
  await user.send(0, 'button');
  await user.until('the question at Send', () => user.isAsked());
  await picture('2-held-at-send');
  await user.claimNothingSent(0);

  const offered = await page.evaluate(addressOffered);
  await user.answer('fix');
  const { to } = await user.claimSentOnce(0, [MEANT]);
  await picture('3-sent');
  return { typed: TYPED, offered, sentTo: to, screenshots };
}

/** In the page: the address on the question's first button that changes and sends, without marks of direction. */
function addressOffered() {
  const button = document.querySelector('nearmiss-dialog')?.shadowRoot?.querySelector('[data-choice="fix"]');
  return (button?.textContent ?? '').match(/[^\s\u2066-\u2069]+@[^\s\u2066-\u2069]+/u)?.[0] ?? '';
}
