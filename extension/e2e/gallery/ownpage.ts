/** The extension's own pages outside of it, in any locale, with answers of the test's own. */
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { messagesOf } from './open.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const bundles = new Map<string, Promise<string>>();

function bundle(entry: string): Promise<string> {
  const known = bundles.get(entry);
  if (known !== undefined) return known;
  const made = build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    charset: 'utf8',
    define: { __UNREAD_LOCALES__: '["he", "pt-BR", "ko"]' },
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
  bundles.set(entry, made);
  return made;
}

/** `locale` is a folder of _locales, such as "pt_BR". */
export async function openOwnPage(
  page: Page,
  locale: string,
  name: 'options' | 'popup' | 'welcome' = 'options',
): Promise<void> {
  const source = `${here}../../src/pages/${name}/${name}`;
  await page.setContent('<!doctype html><html><head><title>Nearmiss</title></head><body></body></html>');
  await page.addScriptTag({ content: await bundle(`${here}managed.ts`) });
  await page.evaluate(
    ([language, messages]) =>
      (globalThis as unknown as { standIn(l: unknown, m: unknown): void }).standIn(language, messages),
    [locale.replace('_', '-'), messagesOf(locale)] as const,
  );
  await page.addStyleTag({ content: await bundle(`${source}.css`) });
  await page.addScriptTag({ content: await bundle(`${source}.ts`) });
  await expect(page.locator('main section').nth(1)).toBeVisible();
}
