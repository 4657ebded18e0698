/**
 * Opens the gallery in a page of any browser that Playwright drives.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import type { Scene, State } from './gallery.ts';
import type { Messages } from './messages.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
let script: Promise<string> | undefined;

export function messagesOf(locale: string): Messages {
  return JSON.parse(readFileSync(`${here}../../_locales/${locale}/messages.json`, 'utf8'));
}

/** Loads the gallery and shows one state of it in one locale, such as "pt_BR"; `before`: what the page runs first. */
export async function openGallery(
  page: Pick<Page, 'setContent' | 'addScriptTag' | 'evaluate'>,
  state: State,
  locale = 'en',
  { before = '', ...more }: { readonly before?: string } & Partial<Scene> = {},
): Promise<void> {
  script ??= bundle();
  await page.setContent(readFileSync(`${here}gallery.html`, 'utf8'));
  if (before !== '') await page.evaluate(before);
  await page.addScriptTag({ content: await script });
  const scene: Scene = { state, language: locale.replace('_', '-'), messages: messagesOf(locale), ...more };
  await page.evaluate(
    (it) => (globalThis as unknown as { gallery: { show(s: unknown): void } }).gallery.show(it),
    scene,
  );
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${here}gallery.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    charset: 'utf8',
    loader: { '.css': 'text' },
    define: { __TEST__: 'true' },
  });
  return outputFiles[0]?.text ?? '';
}
