/**
 * Webmails that no description knows, read by their shape alone, and pages that
 * are none. The head of each file says what must be read in it.
 */
import { readdirSync } from 'node:fs';
import { launchWithExtension, workerOf } from '../support/chromium.mjs';
import { EXTENSION, warmUp } from '../support/extension.mjs';
import { openPage, readUnknown } from '../support/fixtures.mjs';
import { withHosts } from '../support/ownhosts.mjs';
import { dialog } from '../support/page.mjs';
import { pause, User } from '../support/user.mjs';
import { expect, runShapeReader, saidToBe, test } from './reader.mjs';

const ADDRESS = 'https://mail.elsewhere.example/';

const files = readdirSync(new URL('unknown/', import.meta.url)).filter((file) => file.endsWith('.html'));
for (const name of files) {
  const { head, body } = readUnknown(name);
  const { reads = [], asks = false } = head;
  test(`${name}: ${reads.length === 0 ? 'is no compose' : 'is read by its shape'}`, async ({ tab }) => {
    await openPage(tab, { url: ADDRESS, body });
    expect(await runShapeReader(tab)).toEqual({ reads, asks });
    expect(await saidToBe(tab)).toEqual([]);
  });
}

test('where its host is allowed a compose is guarded, and a page that is none gets no notice and no badge', async () => {
  test.setTimeout(180_000);
  const own = withHosts(EXTENSION, [new URL(ADDRESS).hostname]);
  const { context, discard } = await launchWithExtension({ extensionDir: own.folder });
  try {
    await warmUp(context);
    const badge = async () => {
      const worker = await workerOf(context);
      return worker.evaluate(async (origin) => {
        const tab = (await chrome.tabs.query({ url: `${origin}/*` })).at(-1);
        return chrome.action.getBadgeText({ tabId: tab?.id });
      }, new URL(ADDRESS).origin);
    };
    /** Opens the page and types a slip into the first field that has an address, or else into the first one. */
    const write = async (name) => {
      const page = await context.newPage();
      await openPage(page, { url: ADDRESS, body: readUnknown(name).body });
      const lines = page.locator('input:visible:not([type="checkbox"]), textarea:visible');
      const values = await lines.evaluateAll((all) => all.map(({ value }) => value));
      const withAddress = values.findIndex((value) => value.includes('@'));
      const line = lines.nth(Math.max(withAddress, 0));
      await line.focus();
      await page.keyboard.press('End');
      await page.keyboard.type(', eve@army.ml');
      return page;
    };
    // So long a notice takes where there is one.
    const compose = await write('squirrelmail.html');
    const started = Date.now();
    // A compose counts as touched from the first key after it was found.
    const shown = async (page) => {
      await page.keyboard.press('End');
      return await new User(page).hasNotice();
    };
    await new User(compose).until('the notice', () => shown(compose));
    const patience = 2 * (Date.now() - started) + 1000;
    await compose.close();

    // In shadow roots, too; and its Send is certain.
    const shadow = await write('shadow-roots.html');
    await shadow.locator('mail-compose input').first().focus();
    await new User(shadow).until('the notice in a shadow root', () => shown(shadow));
    await shadow.locator('mail-compose button').click();
    await expect(dialog(shadow)).toBeVisible();
    await shadow.close();

    for (const name of files.filter((file) => file.startsWith('none-'))) {
      const page = await write(name);
      await pause(patience);
      expect([name, await new User(page).hasNotice(), await badge()]).toEqual([name, false, '']);
      await page.close();
    }
  } finally {
    await discard();
    own.discard();
  }
});
