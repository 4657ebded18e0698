/**
 * Draws extension/icons/icon.svg in the sizes that browsers ask for.
 *
 *   node scripts/icons.mjs
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from '../extension/e2e/support/browsers.mjs';

const icons = fileURLToPath(new URL('../extension/icons/', import.meta.url));
/** Stores show the largest beside others and ask for this much room around it, in px a side. */
const ROOM = { 128: 16 };
const drawing = readFileSync(join(icons, 'icon.svg'), 'utf8');

const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });
try {
  for (const size of [16, 32, 48, 128]) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const room = ROOM[size] ?? 0;
    const side = `${size - 2 * room}px`;
    await page.setContent(
      `<style>*{margin:0}svg{display:block;margin:${room}px;width:${side};height:${side}}</style>${drawing}`,
    );
    await page.screenshot({ path: join(icons, `${size}.png`), omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
