/** The extension's own pages in Chromium, and what they ask of the background. */
import { expect } from '@playwright/test';
import { workerOf } from './chromium.mjs';

/** The popup as it is in front of that page: opened in a tab, it would look at itself. */
export async function openPopup(context, page) {
  const popup = await context.newPage();
  await popup.addInitScript((url) => {
    const query = chrome.tabs.query.bind(chrome.tabs);
    chrome.tabs.query = (wanted) => query(wanted.active ? { url } : wanted);
  }, page.url());
  await popup.setViewportSize({ width: 360, height: 800 });
  await popup.goto(new URL('/popup.html', (await workerOf(context)).url()).href);
  await expect(popup.locator('main > .lists')).toBeVisible();
  return popup;
}

/** The settings, with the parts open that are folded until somebody wants them. */
export async function openOptions(context) {
  const options = await context.newPage();
  await options.goto(new URL('/options.html', (await workerOf(context)).url()).href);
  await unfold(options);
  return options;
}

/** Also after a reload. */
export async function unfold(options) {
  await expect(options.locator('main section').first()).toBeVisible();
  await options.evaluate(() => {
    for (const part of document.querySelectorAll('details.rare')) part.open = true;
  });
}

/** From one of our own pages. */
export const call = (page, name, request) =>
  page.evaluate(async (asked) => (await chrome.runtime.sendMessage(asked))?.reply, { call: name, request });
