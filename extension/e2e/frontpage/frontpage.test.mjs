/**
 * The Worker's front page: what it answers, what it asks its server for and when,
 * and that nothing typed there gets out of its frames.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, expect, test } from '@playwright/test';
import puppeteer from 'puppeteer-core';
import { startChannel } from '../../../scripts/channel.mjs';
import { locales } from '../../../worker/site/page/locales.ts';
import { CHROMIUM_FLAGS, chromiumPath, firefoxPath } from '../support/browsers.mjs';
import { openStranger, WAYS_OUT } from './frontpage.mjs';

/** Bytes over the wire before the first answer. */
const BUDGET = 1_300_000;

let served;
let browser;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  served = await startChannel({ minutes: 8, hasSite: true });
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });
});

test.afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

/** A page of one language, ready, in a context of its own that is closed after the test. */
async function openPage(path = '/en/', options = {}, before = () => undefined) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  await context.addInitScript(before);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(served.worker.url + path);
  await isReady(page);
  return { page, errors, close: () => context.close() };
}

const isReady = (page) => page.waitForFunction(() => document.documentElement.dataset.core === 'ready');
const trial = (page) => page.frameLocator('iframe[data-frame="trial"]');
const domain = (page) => page.frameLocator('iframe[data-frame="domain"]');

test('the first key is the last that the server hears of: no request after it, and the extension’s own answer', async () => {
  const { page, errors, close } = await openPage('/en/', {}, () => {
    globalThis.heard = [];
    addEventListener('message', ({ data }) => globalThis.heard.push(data));
  });
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const address = page.url();

  await trial(page).locator('#trial').pressSequentially('ann@army.ml', { delay: 20 });
  await expect(trial(page).locator('#trial-says')).toContainText(
    '.ml belongs to Mali, .mil to the US military.'.replace(/\.(mi?l)/g, '\u2066.$1\u2069'),
  );
  await expect(trial(page).locator('#trial-says')).toContainText('Nearmiss would ask before sending.');
  await trial(page).locator('#trial').fill('bob@gmail.com');
  await expect(trial(page).locator('#trial-says')).toContainText('Nothing odd about');
  await trial(page).getByRole('button', { name: 'bob@gmial.com' }).click();
  await expect(trial(page).locator('#trial-says .pair')).toContainText('gmail.com');

  await domain(page).locator('#own').pressSequentially('army.mil', { delay: 20 });
  await expect(domain(page).locator('#own-says')).toContainText('is protected.');
  await expect(domain(page).locator('#own-says li').first()).toBeVisible();
  await domain(page).locator('#own').fill('no-such-name.example');
  await expect(domain(page).locator('#own-says')).toContainText('is in no list');
  await page.waitForTimeout(1000);

  expect(asked).toEqual([]);
  expect(page.url()).toBe(address);
  // Nor does the page itself learn it: a frame says how tall it is and what state it is in, and no more.
  const heard = await page.evaluate(() => globalThis.heard);
  expect(heard.length).toBeGreaterThanOrEqual(6);
  for (const message of heard) {
    expect(Object.keys(message)).toHaveLength(1);
    if ('height' in message) expect(message.height).toEqual(expect.any(Number));
    else expect(['open', 'ready']).toContain(message.state);
  }
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  expect(errors).toEqual([]);
  await close();
});

test('no more than 1.3 MB come before the first answer, all of them from this server', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const origins = new Set();
  page.on('request', (request) =>
    origins.add(new URL(request.url()).protocol === 'http:' ? new URL(request.url()).origin : ''),
  );
  await page.goto(`${served.worker.url}/en/`);
  await isReady(page);
  await trial(page).locator('#trial').fill('ann@army.ml');
  await expect(trial(page).locator('#trial-says .pair')).toBeVisible();
  origins.delete('');
  expect([...origins]).toEqual([served.worker.url]);
  expect(bytes).toBeGreaterThan(500_000);
  expect(bytes).toBeLessThanOrEqual(BUDGET);
  await context.close();
});

for (const name of Object.keys(WAYS_OUT)) {
  test(`a script in a frame gets nothing out: ${name}`, async () => {
    const stranger = await openStranger();
    const { page, close } = await openPage();
    // The strangest case is a script of ours gone bad: it runs where ours runs.
    const frame = page.frames().find((one) => one !== page.mainFrame());
    const answered = [];
    page.context().on('response', (response) => answered.push(response.url()));
    page.context().on('page', (opened) => answered.push(`a new page: ${opened.url()}`));
    for (const url of [`http://${stranger.host}/ann@army.ml`, `${served.worker.url}/en/?ann@army.ml`]) {
      const target = frame.isDetached() ? page.frames().find((one) => one !== page.mainFrame()) : frame;
      await target?.evaluate(WAYS_OUT[name], url).catch(() => undefined);
      await page.waitForTimeout(250);
    }
    expect(stranger.heard()).toEqual([]);
    expect(answered).toEqual([]);
    expect(page.url()).toBe(`${served.worker.url}/en/`);
    await close();
    await stranger.close();
  });
}

test('the same ways lead out of a document without that policy', async () => {
  const stranger = await openStranger();
  const context = await browser.newContext();
  const without = [];
  for (const [name, leave] of Object.entries(WAYS_OUT)) {
    const page = await context.newPage();
    await page.goto(`http://${stranger.host}/`).catch(() => undefined);
    await page.setContent('<!doctype html><title>free</title><body>');
    const before = stranger.heard().length;
    await page.evaluate(leave, `http://${stranger.host}/typed`).catch(() => undefined);
    for (let waited = 0; waited < 20 && stranger.heard().length === before; waited++) await page.waitForTimeout(50);
    if (stranger.heard().length === before) without.push(name);
    await page.close();
  }
  // Where a way is barred here, too, its test above would show nothing.
  expect(without).toEqual([]);
  await context.close();
  await stranger.close();
});

test('the signatures are checked when asked, with a verifier that is loaded only then', async () => {
  const { page, errors, close } = await openPage();
  await expect(page.locator('[data-lists="said"]')).toBeVisible();
  await expect(page.locator('[data-lists="version"]')).toHaveText(/^\d+$/);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.locator('[data-verify]').press('Enter');
  await expect(page.locator('[data-lists="verified"]')).toContainText('Checked in this page', { timeout: 20_000 });
  await expect(page.locator('[data-lists="said"]')).toBeHidden();
  expect(asked.some((url) => /update-\w+\.wasm\.zst$/.test(url))).toBe(true);
  // That there is no newer root is an answer, which Chromium calls an error.
  expect(errors.filter((error) => !error.includes('404'))).toEqual([]);
  await close();
});

test('a list that is not the signed one is refused', async () => {
  const { page, close } = await openPage();
  await page.route('**/site/lists-*.zst', async (route) => {
    const response = await route.fetch();
    const file = zstdDecompressSync(await response.body()).toString('latin1');
    expect(file).toContain('\narmy.mil\n');
    const other = Buffer.from(file.replace('\narmy.mil\n', '\narmy.mli\n'), 'latin1');
    await route.fulfill({ response, body: zstdCompressSync(other) });
  });
  await page.reload();
  await isReady(page);
  await page.locator('[data-verify]').press('Enter');
  await expect(page.locator('[data-lists="verified"]')).toContainText('The check failed', { timeout: 20_000 });
  await expect(page.locator('[data-lists="said"]')).toBeVisible();
  await close();
});

test('what changed in the lists', async () => {
  test.setTimeout(120_000);
  await served.channel.add('us-military', 'front-page.mil # by hand: a test');
  await served.channel.publish(served.worker.url);
  const { page, close } = await openPage();
  // Of the lists only what the page does not bring itself comes from the list server.
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  expect(asked.filter((url) => url.includes('/v1/targets/'))).toEqual([expect.stringMatching(/\.us-military\.txt$/)]);
  await domain(page).locator('#own').fill('front-page.mil');
  await expect(domain(page).locator('#own-says')).toContainText('is protected.');
  await page.locator('[data-history] summary').press('Enter');
  await expect(page.locator('[data-history] h3')).toHaveText('Version 2');
  await expect(page.locator('[data-history] li')).toHaveText(/us-military\+front-page\.mil/);
  await close();
});

for (const { tag, path, direction } of locales()) {
  test(`${tag}: its words and direction, nothing wider than a phone, axe finds nothing`, async () => {
    const { page, errors, close } = await openPage(`/${path}/`, { viewport: { width: 360, height: 740 } });
    await trial(page).locator('#trial').fill('ann@army.ml');
    await domain(page).locator('#own').fill('army.mil');
    await expect(domain(page).locator('#own-says li').first()).toBeVisible();
    for (const scope of [page.mainFrame(), ...page.mainFrame().childFrames()]) {
      const { lang, dir, wide } = await scope.evaluate(() => {
        const { documentElement: root } = document;
        return { lang: root.lang, dir: root.dir, wide: root.scrollWidth - root.clientWidth };
      });
      expect([lang, dir, wide]).toEqual([tag, direction, 0]);
    }
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });
}

for (const [name, options] of [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['200 %', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ['forced colours', { forcedColors: 'active' }],
]) {
  test(`desk, ${name}: axe finds nothing, also in what is opened`, async () => {
    const { page, close } = await openPage('/en/', { viewport: { width: 1280, height: 800 }, ...options });
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await close();
  });
}

test('a visitor of "/" is led to a language of theirs', async () => {
  const { page, close } = await openPage('/', { locale: 'de-AT' });
  expect(new URL(page.url()).pathname).toBe('/de/');
  await close();
});

test('without lists the page says so, and stays readable', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route('**/v1/**', (route) => route.fulfill({ status: 503, body: 'unavailable' }));
  await page.goto(`${served.worker.url}/en/`);
  await expect(trial(page).getByRole('alert')).toContainText('could not be started');
  await expect(page.locator('h1')).toBeVisible();
  await context.close();
});

test('Firefox: an answer, and nothing out of a frame', async () => {
  test.setTimeout(240_000);
  test.skip(firefoxPath() === undefined, 'no Firefox is installed');
  const firefox = await puppeteer.launch({ browser: 'firefox', executablePath: firefoxPath(), headless: true });
  const stranger = await openStranger();
  try {
    const page = await firefox.newPage();
    const open = async () => {
      await page.goto(`${served.worker.url}/en/`);
      await page.waitForFunction(() => document.documentElement.dataset.core === 'ready', { timeout: 20_000 });
      return (await page.$('iframe[data-frame="trial"]')).contentFrame();
    };
    const frame = await open();
    await frame.type('#trial', 'ann@army.ml');
    await frame.waitForSelector('#trial-says .pair');
    expect(await frame.$eval('#trial-says', (element) => element.textContent)).toContain('Mali');
    for (const [name, leave] of Object.entries(WAYS_OUT)) {
      const target = await open();
      await Promise.race([
        target.evaluate(leave, `http://${stranger.host}/ann@army.ml`).catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, 1000)),
      ]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect([name, ...stranger.heard()]).toEqual([name]);
    }
    // The same from a document without the policy: what is tried here can be heard.
    const free = await firefox.newPage();
    await free.evaluate(WAYS_OUT.image, `http://${stranger.host}/free`);
    await expect.poll(() => stranger.heard()).toEqual(['GET /free HTTP/1.1']);
  } finally {
    await firefox.close();
    await stranger.close();
  }
});
