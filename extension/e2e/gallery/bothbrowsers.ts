/**
 * The gallery in Chromium and in Firefox, which notice covers by other means, with
 * hands that press and eyes that read what was answered.
 */
import { type Page, test } from '@playwright/test';
import puppeteer from 'puppeteer-core';
import { CHROMIUM_FLAGS, chromiumPath, firefoxPath } from '../support/browsers.mjs';
import type { Scene, State } from './gallery.ts';
import { openGallery } from './open.ts';

/** What both drivers have under one name. */
type Tab = Pick<Page, 'setContent' | 'addScriptTag' | 'evaluate' | 'close'> & {
  readonly mouse: Pick<Page['mouse'], 'click' | 'move' | 'down' | 'up'>;
  readonly keyboard: Pick<Page['keyboard'], 'press'>;
};

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Longer than a button takes to count. */
export const SETTLED = 900;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Our element in a state, its shadow root, and one of its buttons: as code for the page. */
export const surfaceOf = (state: State): string =>
  state === 'status' ? 'nearmiss-status' : state.startsWith('notice') ? 'nearmiss-notice' : 'nearmiss-dialog';
export const rootOf = (state: State): string => `document.querySelector('${surfaceOf(state)}').shadowRoot`;
export const buttonOf = (state: State, choice: string): string =>
  `${rootOf(state)}.querySelector('button[data-choice="${choice}"]')`;

/** For the page: draws over everything, and takes no press. */
const COVER = `window.cover = (parent) => {
  const it = document.createElement('div');
  it.popover = 'manual';
  it.style.cssText = 'width: 100vw; height: 100vh; inset: 0; border: 0; background: red; pointer-events: none';
  it.textContent = 'Your session expired. Click to continue.';
  parent.append(it);
  it.showPopover();
  return it;
};`;

/** One test's page. */
class GalleryPage {
  tab!: Tab;

  /** Shows a state; `before`: what the page runs first, in which `cover(parent)` draws over everything. */
  async show(state: State, more: Partial<Scene> & { readonly before?: string } = {}): Promise<void> {
    await openGallery(this.tab, state, 'en', { ...more, before: COVER + (more.before ?? '') });
  }

  /** The same, and waits until its buttons count. */
  async open(state: State, more: Partial<Scene> & { readonly before?: string } = {}): Promise<void> {
    await this.show(state, more);
    await pause(SETTLED);
  }

  answers(): Promise<unknown[]> {
    return this.tab.evaluate('gallery.answers');
  }

  async choices(): Promise<unknown[]> {
    const answers = (await this.answers()) as { choice?: string; decisions?: { choice: string }[] }[];
    return answers.map((answer) => answer.decisions?.[0]?.choice ?? answer.choice ?? answer);
  }

  /** Whether we say that something may cover us. */
  said(state: State): Promise<boolean> {
    return this.tab.evaluate(`${rootOf(state)}.querySelector('.covered') !== null`);
  }

  boxOf(element: string): Promise<Box> {
    return this.tab.evaluate(`(() => { const { x, y, width, height } = ${element}.getBoundingClientRect();
      return { x, y, width, height }; })()`);
  }

  async press(element: string): Promise<void> {
    const { x, y, width, height } = await this.boxOf(element);
    await this.tab.mouse.click(x + width / 2, y + height / 2);
    await pause(50);
  }

  async pressByKey(element: string): Promise<void> {
    await this.tab.evaluate(`${element}.focus()`);
    await this.tab.keyboard.press('Enter');
    await pause(50);
  }
}

let firefox: Awaited<ReturnType<typeof puppeteer.launch>> | undefined;

const BROWSERS = {
  Chromium: async (page: Page): Promise<Tab> => page,
  Firefox: async (): Promise<Tab> => {
    firefox ??= await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefoxPath() ?? '',
      headless: true,
      defaultViewport: { width: 1280, height: 720 },
      extraPrefsFirefox: { 'ui.prefersReducedMotion': 1 },
    });
    return (await firefox.newPage()) as unknown as Tab;
  },
};

/** Declares the same tests for both browsers. */
export function inBothBrowsers(declare: (page: GalleryPage) => void): void {
  test.use({ launchOptions: { executablePath: chromiumPath() ?? 'chromium', args: CHROMIUM_FLAGS } });
  test.afterAll(async () => {
    // The next file in this process starts its own.
    const running = firefox;
    firefox = undefined;
    await running?.close();
  });
  for (const browser of ['Chromium', 'Firefox'] as const) {
    test.describe(browser, () => {
      test.skip(browser === 'Firefox' && firefoxPath() === undefined, 'no Firefox is installed');
      const page = new GalleryPage();
      test.beforeEach(async ({ page: chromium }) => {
        page.tab = await BROWSERS[browser](chromium);
      });
      test.afterEach(() => page.tab.close());
      declare(page);
    });
  }
}
