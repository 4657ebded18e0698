/**
 * Draws every surface of the extension as people see it, for looking at.
 *
 *   node scripts/screenshots.mjs [--out DIR] [--only PATTERN]     default DIR: screenshots
 *
 * Warnings come from the gallery of the tests, pages from the built extension
 * (`node scripts/build.mjs --test`), and sheet-….png shows every locale's question
 * and notice side by side. The pictures in Hebrew need Chromium's translations
 * (Debian: chromium-l10n).
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { openGallery } from '../extension/e2e/gallery/open.ts';
import { CHROMIUM_FLAGS, chromiumPath } from '../extension/e2e/support/browsers.mjs';
import { launchWithExtension, workerOf } from '../extension/e2e/support/chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } });
const out = resolve(values.out ?? join(root, 'screenshots'));
mkdirSync(out, { recursive: true });

const wide = { viewport: { width: 900, height: 700 }, deviceScaleFactor: 1 };
const states = [
  'single',
  'copy',
  'alternative',
  'plain',
  'homoglyph',
  'embedded',
  'long',
  'several',
  'reason',
  'block',
];
const notices = ['notice', 'notice-several', 'notice-hint', 'status'];

/** name, state, locale, context */
const shots = [
  ...[...states, ...notices].map((state) => [`${state}`, state, 'en', wide]),
  ...['single', 'several', 'notice', 'notice-several', 'block'].map((state) => [
    `${state}-dark`,
    state,
    'en',
    { ...wide, colorScheme: 'dark' },
  ]),
  ...['single', 'several', 'notice'].map((state) => [
    `${state}-forced`,
    state,
    'en',
    { ...wide, forcedColors: 'active' },
  ]),
  ...['single', 'several', 'notice', 'notice-several'].map((state) => [`${state}-ar`, state, 'ar', wide]),
  ...['single', 'several', 'long', 'notice', 'notice-several'].map((state) => [
    `${state}-320`,
    state,
    'en',
    { viewport: { width: 320, height: 640 } },
  ]),
  ...['single', 'several', 'notice'].map((state) => [
    `${state}-200`,
    state,
    'de',
    { viewport: { width: 450, height: 350 }, deviceScaleFactor: 2 },
  ]),
];

const isWanted = (name) => values.only === undefined || name.match(values.only) !== null;

const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });
try {
  for (const [name, state, locale, context] of shots) {
    if (!isWanted(name)) continue;
    const page = await browser.newPage({ reducedMotion: 'reduce', ...context });
    await openGallery(page, state, locale);
    await page.waitForTimeout(150);
    await page.screenshot({ path: join(out, `${name}.png`) });
    await page.context().close();
  }
  for (const [name, state, part] of [
    ['sheet-questions', 'single', 'nearmiss-dialog dialog'],
    ['sheet-several', 'several', 'nearmiss-dialog dialog'],
    ['sheet-notices', 'notice', 'nearmiss-notice .card'],
  ]) {
    if (isWanted(name)) await sheet(browser, name, state, part);
  }
} finally {
  await browser.close();
}
if (isWanted('page')) {
  await ownPages('en', [
    ['light', { width: 1100, height: 800 }, {}],
    ['dark', { width: 1100, height: 800 }, { colorScheme: 'dark' }],
    ['forced', { width: 1100, height: 800 }, { forcedColors: 'active' }],
    ['200', { width: 640, height: 400 }, {}],
    ['phone', { width: 360, height: 740 }, {}],
  ]);
  await ownPages('he', [['he', { width: 1100, height: 800 }, {}]]);
}
console.log(out);

/** One state in every locale, as one picture. */
async function sheet(from, name, state, part) {
  const locales = readdirSync(join(root, 'extension', '_locales'));
  const pictures = [];
  const page = await from.newPage({ reducedMotion: 'reduce', viewport: { width: 520, height: 1100 } });
  for (const locale of locales) {
    await openGallery(page, state, locale);
    await page.waitForTimeout(150);
    const picture = await page.locator(part).screenshot();
    pictures.push(`<figure><figcaption>${locale}</figcaption>
      <img src="data:image/png;base64,${picture.toString('base64')}"></figure>`);
  }
  await page.setViewportSize({ width: 1560, height: 900 });
  await page.setContent(`<!doctype html><style>
    body { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; margin: 12px; font: 14px system-ui, sans-serif }
    figure { margin: 0 } img { max-width: 100% }</style>${pictures.join('')}`);
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
  await page.context().close();
}

/** The extension's own pages in a browser of that language. */
async function ownPages(language, looks) {
  const { context, discard } = await launchWithExtension({
    extensionDir: join(root, 'extension', 'dist', 'test', 'chromium'),
    args: [`--lang=${language}`],
    options: { env: { ...process.env, LANGUAGE: language } },
  });
  try {
    const page = await context.newPage();
    const worker = await workerOf(context);
    const address = (name) => new URL(`/${name}.html`, worker.url()).href;
    await page.goto(address('options'));
    await page.evaluate(() => {
      const change = { protected: ['*.example.org'], allowed: ['orange.ml'], addresses: ['ann@army.ml'] };
      return chrome.runtime.sendMessage({ call: 'personal', request: { change, isImport: false } });
    });
    for (const [look, viewport, media] of looks) {
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce', ...media });
      for (const name of ['options', 'welcome', 'popup', 'help', 'privacy', 'news']) {
        if (!isWanted(`page-${name}-${look}`)) continue;
        await page.setViewportSize(name === 'popup' ? { width: 360, height: 600 } : viewport);
        await page.goto(address(name));
        const trial = page.locator('#trial');
        if (await trial.count()) {
          await trial.fill('bob@army.ml');
          await page.locator('#trial-says .pair').waitFor();
        }
        await page.waitForTimeout(200);
        await page.screenshot({ path: join(out, `page-${name}-${look}.png`), fullPage: true });
      }
    }
  } finally {
    await discard();
  }
}
