/** Every screen in every locale: in its direction, and nothing wider than its window. NEARMISS_SHOTS keeps pictures. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from '../support/browsers.mjs';
import { messagesOf, openGallery } from './open.ts';
import { openOwnPage } from './ownpage.ts';

test.use({ launchOptions: { executablePath: chromiumPath() ?? 'chromium', args: CHROMIUM_FLAGS } });

const locales = readdirSync(fileURLToPath(new URL('../../_locales/', import.meta.url)));

async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env.NEARMISS_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** By how many pixels the content of the page, or of the question in it, is wider than there is room. */
const excess = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const inner = document.querySelector('nearmiss-dialog')?.shadowRoot?.querySelector('dialog');
    const over = (element: Element | null | undefined): number =>
      element ? element.scrollWidth - element.clientWidth : 0;
    return Math.max(over(document.documentElement), over(inner));
  });

const themeOf = (page: Page, host: string): Promise<{ lang: string; dir: string } | null> =>
  page.evaluate((name) => {
    const theme = document.querySelector(name)?.shadowRoot?.querySelector<HTMLElement>('.theme');
    return theme ? { lang: theme.lang, dir: theme.dir } : null;
  }, host);

for (const locale of locales) {
  const lang = locale.replace('_', '-');
  const dir = messagesOf(locale).locale_direction?.message ?? '';

  test(`${locale}: question and notice`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const width of [900, 320]) {
      await page.setViewportSize({ width, height: 900 });
      for (const state of ['single', 'several', 'reason', 'notice', 'notice-several'] as const) {
        await openGallery(page, state, locale);
        const host = state.startsWith('notice') ? 'nearmiss-notice' : 'nearmiss-dialog';
        await expect.poll(() => themeOf(page, host), state).toEqual({ lang, dir });
        expect(await excess(page), `${state}, ${width} pixels`).toBe(0);
        await keep(page, `${locale}-${state}-${width}`);
      }
    }
  });

  test(`${locale}: settings, popup and welcome page`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const name of ['options', 'popup', 'welcome'] as const) {
      for (const width of name === 'popup' ? [360] : [1000, 320]) {
        await page.setViewportSize({ width, height: 800 });
        await openOwnPage(page, locale, name);
        const root = page.locator(':root');
        await expect(root).toHaveAttribute('lang', lang);
        await expect(root).toHaveAttribute('dir', dir);
        expect(await excess(page), `${name}, ${width} pixels`).toBe(0);
        await keep(page, `${locale}-${name}-${width}`);
      }
    }
  });
}
