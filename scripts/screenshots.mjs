/**
 * Draws every surface of the extension as people see it, for looking at.
 *
 *   node scripts/screenshots.mjs [--out DIR] [--only PATTERN]     default DIR: screenshots
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { openGallery } from '../extension/e2e/gallery/open.ts';
import { CHROMIUM_FLAGS, chromiumPath } from './browsers.mjs';

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

const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });
try {
  for (const [name, state, locale, context] of shots) {
    if (values.only !== undefined && !name.match(values.only)) continue;
    const page = await browser.newPage({ reducedMotion: 'reduce', ...context });
    await openGallery(page, state, locale);
    await page.waitForTimeout(150);
    await page.screenshot({ path: join(out, `${name}.png`) });
    await page.context().close();
  }
} finally {
  await browser.close();
}
console.log(out);
