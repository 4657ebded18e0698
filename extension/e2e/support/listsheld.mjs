/** Which lists the running extension holds, asked through one of its own pages in either browser. */
import { pause } from './waiting.mjs';

/** How long the extension may take to hear from its list server, in ms. */
const FIRST_UPDATE = 30_000;

/**
 * One line about the lists that the running extension holds, after it heard
 * from its server; throws with the extension's own words when it does not.
 * @param page of Playwright or Puppeteer: one of the extension's own pages
 */
export async function listsHeld(page) {
  const call = (name) =>
    page.evaluate(async (wanted) => (await chrome.runtime.sendMessage({ call: wanted, request: {} })) ?? {}, name);
  const started = Date.now();
  for (;;) {
    const asked = await call('update');
    const { reply, error } = await call('overview');
    if (error !== undefined) throw new Error(`the extension does not say which lists it holds: ${error.message}`);
    const { lists, version, server, update } = reply.lists;
    if (update.checked > 0 && update.problem === '') {
      const entries = lists.reduce((sum, list) => sum + list.entries, 0).toLocaleString('en');
      return `${lists.length} lists, ${entries} entries, version ${version}, checked with ${server}`;
    }
    if (Date.now() - started > FIRST_UPDATE) {
      const why = update.problem || asked.error?.message || 'no answer';
      throw new Error(`the extension did not hear from its list server ${server}: ${why}`);
    }
    await pause(250);
  }
}
