/** The keyboard's way to the notice. */
import { openMailbox, workerOf } from '../support/chromium.mjs';
import { expect, testAlone as test } from '../support/extension.mjs';
import { notice, type } from '../support/page.mjs';

/** What the background does when the browser says that the keys were struck: no driver can strike a browser's own. */
const strike = async (context, page) => {
  const worker = await workerOf(context);
  const url = page.url();
  await worker.evaluate(async (address) => {
    const [tab] = await chrome.tabs.query({ url: `${new URL(address).origin}/*` });
    chrome.commands.onCommand.dispatch('show-notice', tab);
  }, url);
};
/** As Chromium writes it for people. */
const SHOWN = 'Alt+Shift+Page Down';
const focused = (page) =>
  page.evaluate(() => document.querySelector('nearmiss-notice')?.shadowRoot.activeElement?.dataset.choice ?? '');

test('the keys open a folded notice and put the focus into it', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  for (const one of ['ann@army.ml', 'bob@navy.ml']) await type(page, one, { commit: 'Enter' });
  await page.waitForTimeout(700);
  await notice(page).locator('.fold').click();
  await expect(notice(page).locator('.card')).toHaveClass(/folded/);
  await strike(context, page);
  await expect.poll(() => focused(page)).toBe('fix');
  await expect(notice(page).locator('.card')).not.toHaveClass(/folded/);
  await page.waitForTimeout(700);
  await page.keyboard.press('Enter');
  await expect(notice(page).locator('.row')).toHaveCount(1);
});

test('the browser has given our keys, and settings name them', async ({ context }) => {
  const worker = await workerOf(context);
  expect(await worker.evaluate(() => chrome.commands.getAll())).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ name: 'show-notice', shortcut: SHOWN })]),
  );
  const options = await context.newPage();
  await options.goto(new URL('/options.html', worker.url()).href);
  await expect(options.locator('.keys')).toContainText(SHOWN);
});
