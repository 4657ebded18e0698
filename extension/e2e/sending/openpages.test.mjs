/**
 * What the background remembers of open pages, shown in real browsers: frames that
 * go no longer count, also when it slept; names and held presses outlive an update.
 */
import { openMailbox, workerOf } from '../support/chromium.mjs';
import { endCopy, inContent } from '../support/contentworld.mjs';
import { expect, testAlone as test } from '../support/extension.mjs';
import { Faults } from '../support/faults.mjs';
import { openInFirefox, openOwnInFirefox } from '../support/firefox.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';

/** Until when a frame that is gone may still count, in ms. */
const SOON = 2000;

/** Frames with a mailbox of their own, beside the page's. */
const FRAMES = 4;

const addFrames = (page) =>
  page.evaluate((count) => {
    for (let at = 0; at < count; at++) {
      const frame = document.createElement('iframe');
      frame.className = 'another';
      frame.src = location.href;
      document.body.append(frame);
    }
  }, FRAMES);
const removeFrames = (page) =>
  page.evaluate(() => {
    for (const frame of document.querySelectorAll('.another')) frame.remove();
  });

/** Read from storage by a page of our own: nobody is woken for it. */
const frames = (own) =>
  own.evaluate(async () => {
    const { pages = {} } = await chrome.storage.session.get('pages');
    return Object.values(pages)
      .flatMap(Object.values)
      .filter(({ report }) => report.state !== 'idle').length;
  });

async function ownPage(context) {
  const page = await context.newPage();
  await page.goto(new URL('/welcome.html', (await workerOf(context)).url()).href);
  return page;
}

for (const sleeps of [false, true]) {
  test(`Chromium: frames that go no longer count, the worker ${sleeps ? 'asleep' : 'awake'}`, async ({ context }) => {
    const own = await ownPage(context);
    const page = await openMailbox(context, 'gmail');
    await expect.poll(() => frames(own)).toBe(1);
    await addFrames(page);
    await expect.poll(() => frames(own), { timeout: 15_000 }).toBe(1 + FRAMES);
    if (sleeps) await new Faults(context).stop();
    await removeFrames(page);
    await expect.poll(() => frames(own), { timeout: SOON, intervals: [50] }).toBe(1);
  });
}

/** Writes each of their documents anew, which takes its listeners away, and draws the mailbox into it again. */
const writeFrames = (page) =>
  page.evaluate(() => {
    for (const { contentDocument: document } of window.document.querySelectorAll('.another')) {
      const parts = [...document.body.childNodes];
      const styles = [...document.querySelectorAll('style')];
      const markup = '<!doctype html><html><head></head><body></body></html>';
      const policy = document.defaultView.trustedTypes?.createPolicy('writes', { createHTML: (text) => text });
      for (const part of parts) part.remove();
      document.open();
      document.write(policy?.createHTML(markup) ?? markup);
      document.close();
      document.head.append(...styles);
      document.body.append(...parts);
    }
  });

test('Chromium: frames whose documents were written anew no longer count once they are gone', async ({ context }) => {
  const own = await ownPage(context);
  const page = await openMailbox(context, 'gmail');
  await addFrames(page);
  await expect.poll(() => frames(own), { timeout: 15_000 }).toBe(1 + FRAMES);
  await writeFrames(page);
  await page.waitForTimeout(3000); // longer than half-drawn pages are given
  expect(await frames(own)).toBe(1 + FRAMES);
  await removeFrames(page);
  await expect.poll(() => frames(own), { timeout: SOON, intervals: [50] }).toBe(1);
});

test('Chromium: a page that says that it is left, and is not, still counts', async ({ context }) => {
  const own = await ownPage(context);
  const page = await openMailbox(context, 'gmail');
  await expect.poll(() => frames(own)).toBe(1);
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
  await page.waitForTimeout(1000);
  expect(await frames(own)).toBe(1);
});

test('Chromium: a page that is left or closed no longer counts', async ({ context }) => {
  const own = await ownPage(context);
  const page = await openMailbox(context, 'gmail');
  await expect.poll(() => frames(own)).toBe(1);
  await page.evaluate(() => history.pushState({}, '', '#inbox')); // it only looks like leaving
  await page.waitForTimeout(500);
  expect(await frames(own)).toBe(1);
  await new Faults(context).stop();
  await page.goto('about:blank');
  await expect.poll(() => frames(own), { timeout: SOON, intervals: [50] }).toBe(0);
  const other = await openMailbox(context, 'gmail');
  await expect.poll(() => frames(own)).toBe(1);
  await other.close();
  await expect.poll(() => frames(own), { timeout: SOON, intervals: [50] }).toBe(0);
});

testInFirefox.use({
  launch: {
    opensOwnPages: true,
    prefs: { 'extensions.background.idle.timeout': 1000 },
  },
});

testInFirefox(
  'Firefox: frames that go no longer count, also when the event page slept, and nothing keeps it awake',
  async ({ firefox }) => {
    const own = await openOwnInFirefox(firefox, 'welcome');
    const isAwake = () => own.evaluate(() => chrome.extension.getBackgroundPage() !== null);
    const page = await openInFirefox(firefox, 'gmail');
    for (const sleeps of [false, true]) {
      await expect.poll(() => frames(own), { timeout: 15_000 }).toBe(1);
      await addFrames(page);
      await expect.poll(() => frames(own), { timeout: 15_000 }).toBe(1 + FRAMES);
      if (sleeps) await expect.poll(isAwake, { timeout: 20_000 }).toBe(false);
      await removeFrames(page);
      await expect.poll(() => frames(own), { timeout: SOON, intervals: [50] }).toBe(1);
    }
    await expect.poll(isAwake, { timeout: 20_000 }).toBe(false);
  },
);

/** What the content script of the page's main frame gets from the background. */
const ask = (page, call, request) =>
  inContent(
    page,
    async ([name, asked]) => {
      const started = performance.timeOrigin;
      const answer = await chrome.runtime.sendMessage({ call: name, request: { started, root: started, ...asked } });
      return answer?.reply ?? answer?.error?.message;
    },
    [call, request],
  );

test('Chromium: the secret of a document and its held press outlive an update, and are no other document’s', async ({
  context,
}) => {
  const faults = new Faults(context);
  await faults.prepare();
  const page = await openMailbox(context, 'gmail');
  faults.front = page;
  const other = await openMailbox(context, 'gmail');
  const { secret } = await ask(page, 'secret', {});
  expect(secret).toMatch(/^[0-9a-f]{32}$/);
  expect((await ask(other, 'secret', {})).secret).not.toBe(secret);
  await ask(page, 'held', { isHeld: true });
  await endCopy(page);

  await faults.reload();
  // Until the new copy has come, the old one has lost its extension.
  await expect.poll(() => ask(page, 'secret', {}).catch(() => null), { timeout: 15_000 }).toEqual({ secret });
  // The new copy has asked, and says so; it is answered once.
  await expect(page.locator('nearmiss-status')).toContainText('not been sent');
  await expect(other.locator('nearmiss-status')).toHaveCount(0);
  expect(await ask(page, 'unsent', {})).toEqual({ wasHeld: false });

  await page.reload();
  await expect.poll(() => ask(page, 'secret', {}).catch(() => null)).toHaveProperty('secret');
  expect((await ask(page, 'secret', {})).secret).not.toBe(secret);
});
