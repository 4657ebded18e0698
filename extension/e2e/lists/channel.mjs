/** The extension, following a channel of signed lists on this machine. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { startChannel } from '../../../scripts/channel.mjs';
import { launchWithExtension, workerOf } from '../support/chromium.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * A list server with a published channel, and the extension of one browser, built to follow it.
 * @param {'chromium' | 'firefox'} browser
 * @returns {Promise<{worker: object, channel: object, extensionDir: string, ends: (() => unknown)[], stop(): Promise<void>}>}
 *   ends: what stop() does, last first; whoever starts a browser adds its end.
 */
export async function startFollowed(browser) {
  const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-followed-'));
  const ends = [() => rmSync(scratch, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const { worker, channel, stop: stopChannel } = await startChannel({ minutes: 8 });
    ends.push(stopChannel);
    writeFileSync(join(scratch, 'root.json'), channel.root);
    const build = ['--test', '--browser', browser, '--server', worker.url, '--out', scratch];
    execFileSync(process.execPath, ['scripts/build.mjs', ...build, '--root', join(scratch, 'root.json')], {
      cwd: root,
    });
    return { worker, channel, extensionDir: join(scratch, browser), ends, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** How a test asks the background and its list server, by an own page of the extension in either browser. */
export function askingBy(page) {
  const call = (name, request = {}) =>
    page.evaluate((message) => chrome.runtime.sendMessage(message), { call: name, request });
  /** The Worker's memory may hold a former timestamp for a moment. */
  const updated = (version) =>
    expect
      .poll(async () => (await call('update')) && (await call('overview')).reply.lists.version, {
        timeout: 40_000,
        intervals: [1000],
      })
      .toBe(version);
  /** What the last opened page at this address says of itself. */
  const shows = async (url) => {
    const tab = await page.evaluate(
      async (origin) => (await chrome.tabs.query({ url: `${origin}/*` })).at(-1)?.id,
      new URL(url).origin,
    );
    return (await call('overview', { tab })).reply.page;
  };
  return { call, updated, shows };
}

/**
 * @param {{prepare?: (built: {extensionDir: string, worker: object, channel: object}) => Promise<object> | object}} wanted
 *   prepare: what there is to do before the browser starts; returns `args` and `options` for it.
 * @returns {Promise<Followed>}
 *
 * @typedef {{
 *   context: import('playwright-core').BrowserContext,
 *   worker: import('../../../worker/dev/local.mjs').LocalWorker,
 *   channel: import('../../../scripts/channel.mjs').Channel,
 *   page: import('playwright-core').Page,
 *   call(name: string, request?: object): Promise<{reply?: any, error?: {code: string, message: string}}>,
 *   levelOf(recipient: string): Promise<string>,
 *   updated(version: number): Promise<void>,
 *   shows(url: string): Promise<object | null>,
 *   alter(key: string, values: object): Promise<void>,
 *   stop(): Promise<void>,
 * }} Followed
 *   page: the options. call: asks the background as options do. updated: asks the list
 *   server until that version is in use. alter: changes what the extension keeps of lists.
 */
export async function followChannel({ prepare = () => ({}) } = {}) {
  const { worker, channel, extensionDir, ends, stop } = await startFollowed('chromium');
  try {
    const { context, discard } = await launchWithExtension({
      extensionDir,
      ...(await prepare({ extensionDir, worker, channel })),
    });
    ends.push(discard);
    const page = await context.newPage();
    await page.goto(new URL('/options.html', (await workerOf(context)).url()).href);
    const { call, updated, shows } = askingBy(page);
    const levelOf = async (recipient) =>
      (await call('check', { recipients: [recipient], sender: '' })).reply.verdicts[0].level;
    const alter = (key, values) => page.evaluate(alterStored, [key, values]);
    return { context, worker, channel, page, call, levelOf, updated, shows, alter, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** In an own page: puts other values into what is stored of lists (background/listdatabase.ts). */
async function alterStored([key, values]) {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await done(indexedDB.open('nearmiss-lists'));
  const transaction = database.transaction('shelf', 'readwrite');
  // A page that is left before its transaction is complete takes it along.
  const completed = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const store = transaction.objectStore('shelf');
  store.put({ ...(await done(store.get(key))), ...values }, key);
  await completed;
  database.close();
}
