/** The extension in Chromium, following a channel of signed lists on this machine. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { startChannel } from '../../scripts/channel-local.mjs';
import { launchWithExtension, workerOf } from './browser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param {{prepare?: (built: {extensionDir: string, worker: object, channel: object}) => Promise<object> | object}} wanted
 *   prepare: what there is to do before the browser starts; returns `args` and `options` for it.
 * @returns {Promise<Followed>}
 *
 * @typedef {{
 *   context: import('playwright-core').BrowserContext,
 *   worker: import('../../scripts/worker-local.mjs').LocalWorker,
 *   channel: import('../../scripts/channel-local.mjs').Channel,
 *   page: import('playwright-core').Page,
 *   call(name: string, request?: object): Promise<{reply?: any, error?: {code: string, message: string}}>,
 *   levelOf(recipient: string): Promise<string>,
 *   updated(version: number): Promise<void>,
 *   alter(key: string, values: object): Promise<void>,
 *   stop(): Promise<void>,
 * }} Followed
 *   page: the options. call: asks the background as options do. updated: asks the list
 *   server until that version is in use. alter: changes what the extension keeps of lists.
 */
export async function followChannel({ prepare = () => ({}) } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-followed-'));
  const ends = [() => rmSync(scratch, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const started = await startChannel({ minutes: 8 });
    ends.push(started.stop);
    const { worker, channel } = started;
    writeFileSync(join(scratch, 'root.json'), channel.root);
    const build = ['--test', '--browser', 'chromium', '--server', worker.url, '--out', scratch];
    execFileSync(process.execPath, ['scripts/build.mjs', ...build, '--root', join(scratch, 'root.json')], {
      cwd: root,
    });
    const extensionDir = join(scratch, 'chromium');
    const { context, discard } = await launchWithExtension({
      extensionDir,
      ...(await prepare({ extensionDir, worker, channel })),
    });
    ends.push(discard);
    const page = await context.newPage();
    await page.goto(new URL('/options.html', (await workerOf(context)).url()).href);
    const call = (name, request = {}) =>
      page.evaluate((message) => chrome.runtime.sendMessage(message), { call: name, request });
    const levelOf = async (recipient) =>
      (await call('check', { recipients: [recipient], sender: '' })).reply.verdicts[0].level;
    /** The Worker's memory may hold a former timestamp for a moment. */
    const updated = (version) =>
      expect
        .poll(async () => (await call('update')) && (await call('overview')).reply.lists.version, {
          timeout: 40_000,
          intervals: [1000],
        })
        .toBe(version);
    const alter = (key, values) => page.evaluate(alterShelf, [key, values]);
    return { context, worker, channel, page, call, levelOf, updated, alter, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** In an own page: puts other values into what lies on the shelf of lists (background/listshelf.ts). */
async function alterShelf([key, values]) {
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
  const shelf = transaction.objectStore('shelf');
  shelf.put({ ...(await done(shelf.get(key))), ...values }, key);
  await completed;
  database.close();
}
