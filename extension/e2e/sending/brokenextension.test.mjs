/** Mail that policy holds although next to nothing of the extension works. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPolicies, whyNoPolicy } from '../organisation/managedbrowser.mjs';
import { launchWithExtension, openMailbox, openOutlook } from '../support/chromium.mjs';
import { CHROMIUM_ID, EXTENSION, expect, test } from '../support/extension.mjs';
import { underPolicy } from '../support/faults.mjs';
import { expectNothingSent, pressSend, sentTo, settle, status, type } from '../support/page.mjs';

const HELD = 'waits until its addresses can be checked';

/** As packages for an organisation name its own server. */
const OWN = 'owa.ministry-works.org';

/** Runs before the content script: to watch whether our question is covered throws an error. */
const UNWATCHED = `{
  const { observe } = IntersectionObserver.prototype;
  IntersectionObserver.prototype.observe = function (element) {
    if (element.localName === 'dialog') throw new Error('not to be watched');
    observe.call(this, element);
  };
}
`;

/** A copy of the extension, let into the own server, in which this file holds that. */
function copyWith(name, text) {
  const folder = mkdtempSync(join(tmpdir(), 'nearmiss-broken-'));
  cpSync(EXTENSION, folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  manifest.content_scripts[0].matches.push(`https://${OWN}/*`);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, name), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

test('a core that cannot even start holds from the first mail on, where policy says so', async () => {
  const { folder, remove } = copyWith('check.wasm', 'no program');
  const { context, discard } = await launchWithExtension({ extensionDir: folder });
  try {
    await underPolicy(context, { failure: 'hold' });
    const page = await openMailbox(context, 'gmail');
    await type(page, 'dee@army.mil');
    await pressSend(page);
    await expect(status(page)).toContainText(HELD);
    await expectNothingSent(page);

    await underPolicy(context, null);
    const other = await openMailbox(context, 'gmail');
    await type(other, 'dee@army.mil');
    await pressSend(other);
    await expect.poll(() => sentTo(other)).toEqual(['dee@army.mil']);
    await expect(status(other)).toContainText('without being checked');
  } finally {
    await discard();
    remove();
  }
});

for (const [failure, isHeld] of [
  ['hold', true],
  ['send', false],
]) {
  test(`a background that never answers: mail is ${isHeld ? 'held' : 'let go'} as policy says`, async () => {
    const whyNot = whyNoPolicy();
    test.skip(whyNot !== '', whyNot);
    const { folder, remove } = copyWith('background.js', '');
    const policies = chromiumPolicies();
    const settings = { failure, webmailHosts: [`outlook ${OWN}`] };
    policies.write('managed/nearmiss.json', { '3rdparty': { extensions: { [CHROMIUM_ID]: settings } } });
    const { context, discard } = await launchWithExtension({
      extensionDir: folder,
      options: { executablePath: policies.start },
    });
    try {
      for (const page of [await openMailbox(context, 'gmail'), await openOutlook(context, `https://${OWN}/owa/`)]) {
        await page.bringToFront();
        await type(page, 'dee@army.mil');
        await pressSend(page);
        await expect(status(page)).toContainText(isHeld ? HELD : 'without being checked', { timeout: 15_000 });
        await settle(page);
        expect(await sentTo(page)).toEqual(isHeld ? [] : ['dee@army.mil']);
      }
    } finally {
      await discard();
      policies.discard();
      remove();
    }
  });
}

test('a question that breaks as it opens leaves nothing behind: mail goes or is held as policy says', async () => {
  const script = UNWATCHED + readFileSync(join(EXTENSION, 'content.js'), 'utf8');
  const { folder, remove } = copyWith('content.js', script);
  const { context, discard } = await launchWithExtension({ extensionDir: folder });
  try {
    for (const [failure, said, went] of [
      ['hold', HELD, []],
      ['send', 'without being checked', ['ann@army.ml']],
    ]) {
      await underPolicy(context, { failure });
      const page = await openMailbox(context, 'gmail');
      await type(page, 'ann@army.ml');
      await pressSend(page);
      await expect(status(page)).toContainText(said);
      await expect(page.locator('nearmiss-dialog')).toHaveCount(0);
      await settle(page);
      expect(await sentTo(page)).toEqual(went);
    }
  } finally {
    await discard();
    remove();
  }
});
