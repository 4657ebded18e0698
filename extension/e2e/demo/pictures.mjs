/**
 * Pictures for the stores and the README, of the built extension in Chromium:
 * `npm run pictures` writes them to extension/pictures. 1280 × 800, and a tile of
 * 440 × 280, as the stores want them: no transparency. Those of the installation
 * go to extension/install/pictures.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchWithExtension, openMailbox, workerOf } from '../support/chromium.mjs';
import { chromePicture, firefoxPicture } from './installpictures.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const extensionDir = process.env.NEARMISS_EXTENSION ?? `${root}dist/test/chromium`;
const { context, discard } = await launchWithExtension({ extensionDir, options: { colorScheme: 'light' } });
try {
  const own = async (name) => {
    const page = await context.newPage();
    await page.goto(new URL(`/${name}.html`, (await workerOf(context)).url()).href);
    return page;
  };
  const picture = async (page, name) => {
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${root}pictures/${name}.png` });
  };

  const welcome = await own('welcome');
  await picture(welcome, 'welcome');

  const mailbox = await openMailbox(context, 'gmail');
  await mailbox.keyboard.type('ann@army.ml', { delay: 20 });
  await mailbox.locator('nearmiss-notice').getByText('army.mil').first().waitFor();
  await mailbox.evaluate(() => {
    const [compose] = window.mailbox.composes;
    compose.subject.value = 'Visit on Thursday';
    compose.body.textContent = 'Dear Ann, please find the visitor list attached. See you on Thursday. Kim';
  });
  await picture(mailbox, 'hint');
  const send = await mailbox.evaluateHandle(() => window.mailbox.composes[0].sendButton);
  await send.click();
  await mailbox.locator('nearmiss-dialog [data-choice="fix"]').first().waitFor();
  await picture(mailbox, 'warning');

  const settings = await own('options');
  await settings.locator('#trial').fill('bob@us.af.ml');
  await settings.locator('#trial-says').getByText('Mali').waitFor();
  await picture(settings, 'settings');

  const tile = await context.newPage();
  await tile.setViewportSize({ width: 440, height: 280 });
  const icon = readFileSync(`${root}icons/icon.svg`, 'utf8');
  await tile.setContent(`<!doctype html><style>
    body { margin: 0; height: 280px; display: grid; align-content: center; justify-items: center; gap: 18px;
      background: #eef5f4; color: #17202b; font: 700 34px/1.2 system-ui, sans-serif; }
    svg { width: 84px; height: 84px; }
    span { font-family: ui-monospace, monospace; }
    b { padding: 0 3px; border: 2.5px solid #0f7a72; border-radius: 6px; background: #d6f1ec; color: #0b5f5b; }
  </style>${icon}<span>army.m<b>i</b>l</span>`);
  await picture(tile, 'tile');

  await chromePicture(context, `${root}install/pictures/chrome.png`);
} finally {
  await discard();
}
const firefoxDir = `${root}dist/test/firefox`;
if (!(await firefoxPicture(`${root}install/pictures/firefox.png`, firefoxDir))) {
  console.log('no Firefox is installed: its picture stays as it was');
}
