/**
 * The interface in a page that wants a press of it: the page's styles do not reach
 * it, covers and forged events press nothing, and what the page does to our
 * elements is undone. In Chromium and Firefox, which notice covers by other means.
 */
import { expect, type Page, test } from '@playwright/test';
import puppeteer from 'puppeteer-core';
import { CHROMIUM_FLAGS, chromiumPath, firefoxPath } from '../support/browsers.mjs';
import type { Scene, State } from './gallery.ts';
import { openGallery } from './open.ts';

/** What both drivers have under one name. */
type Tab = Pick<Page, 'setContent' | 'addScriptTag' | 'evaluate' | 'close'> & {
  readonly mouse: Pick<Page['mouse'], 'click' | 'move' | 'down' | 'up'>;
  readonly keyboard: Pick<Page['keyboard'], 'press'>;
};

test.use({ launchOptions: { executablePath: chromiumPath() ?? 'chromium', args: CHROMIUM_FLAGS } });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Longer than a button takes to count. */
const SETTLED = 900;

const answers = (tab: Tab): Promise<unknown[]> => tab.evaluate('gallery.answers');
const choices = async (tab: Tab): Promise<unknown[]> =>
  ((await answers(tab)) as { choice?: string; decisions?: { choice: string }[] }[]).map(
    (answer) => answer.decisions?.[0]?.choice ?? answer.choice ?? answer,
  );
const surfaceOf = (state: State): string =>
  state === 'status' ? 'nearmiss-status' : state.startsWith('notice') ? 'nearmiss-notice' : 'nearmiss-dialog';
const rootOf = (state: State): string => `document.querySelector('${surfaceOf(state)}').shadowRoot`;
const buttonOf = (state: State, choice: string): string =>
  `${rootOf(state)}.querySelector('button[data-choice="${choice}"]')`;
const said = (tab: Tab, state: State): Promise<boolean> =>
  tab.evaluate(`${rootOf(state)}.querySelector('.covered') !== null`);

type Box = { x: number; y: number; width: number; height: number };
const boxOf = (tab: Tab, element: string): Promise<Box> =>
  tab.evaluate(`(() => { const { x, y, width, height } = ${element}.getBoundingClientRect();
    return { x, y, width, height }; })()`);

async function press(tab: Tab, element: string): Promise<void> {
  const { x, y, width, height } = await boxOf(tab, element);
  await tab.mouse.click(x + width / 2, y + height / 2);
  await pause(50);
}

async function pressByKey(tab: Tab, element: string): Promise<void> {
  await tab.evaluate(`${element}.focus()`);
  await tab.keyboard.press('Enter');
  await pause(50);
}

/** What a page may lay over us or do around us, so that a person presses something else than they see. */
const COVERS: Record<string, { readonly before?: string; readonly attack: string }> = {
  'a popover that lets presses through': { attack: `cover(document.body)` },
  'a popover in a shadow tree': {
    attack: `{ const host = document.body.appendChild(document.createElement('div')); cover(host.attachShadow({ mode: 'open' })); }`,
  },
  'the backdrop of a small popover': {
    attack: `{ const sheet = document.createElement('style');
      sheet.textContent = '.small::backdrop { background: url(decoy.png) red; }';
      document.head.append(sheet); const it = cover(document.body); it.className = 'small';
      it.style.cssText = 'inset: auto 0 0 auto; width: 1px; height: 1px; border: 0; padding: 0'; }`,
  },
  'a popover that was open before and opens again': {
    before: `window.early = cover(document.body); early.style.display = 'none';`,
    attack: `early.hidePopover(); early.style.display = ''; early.showPopover();`,
  },
  'a popover that makes way at the press': {
    attack: `{ const it = cover(document.body); addEventListener('pointerdown', () => it.hidePopover(), true); }`,
  },
  'a page drawn so small that nobody can read it': { attack: `document.body.style.zoom = '0.2'` },
};

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

/** Everything that could hide us, move us, or change what we seem to say. */
const HOSTILE_STYLE = [
  'opacity: 0; transform: scale(0.01); filter: opacity(0); clip-path: inset(50%); pointer-events: none',
  'display: none; zoom: 0.1; font-size: 1px; direction: rtl; visibility: hidden; content-visibility: hidden',
  'mask: linear-gradient(transparent, transparent); mix-blend-mode: difference; color: transparent',
  'font-family: fantasy; letter-spacing: -1em; word-spacing: 9em; text-indent: -9999px; text-transform: uppercase',
  'line-height: 0; white-space: pre; cursor: none; writing-mode: vertical-rl; contain: strict; overflow: hidden',
  'position: static; width: 0; height: 0; translate: -9999px; rotate: 90deg; scale: 0; color-scheme: dark',
  '-webkit-text-fill-color: transparent; -webkit-text-security: disc; text-shadow: 0 0 9px red; user-select: none',
  'unicode-bidi: bidi-override; transition: all 9s; will-change: transform; perspective: 1px; font-weight: 900',
  '--surface: transparent; --ink: transparent; --accent: transparent; --mono: fantasy; --sans: fantasy',
].join('; ');
const IMPORTANT = HOSTILE_STYLE.replaceAll(';', ' !important;').concat(' !important');

/** In the page: a line for every computed property (custom ones count by what they do) and the box of what a person sees of us. */
const LOOK = (state: State): string => `(() => {
  const root = ${rootOf(state)};
  return [...root.querySelectorAll('[popover], dialog, .button, .letter, p, .close, h2')].flatMap((one, at) => {
    const style = getComputedStyle(one);
    const { x, y, width, height } = one.getBoundingClientRect();
    const lines = [...style].filter((name) => !name.startsWith('--')).map((name) => name + ': ' + style.getPropertyValue(name));
    return ['box: ' + [x, y, width, height].join(' '), ...lines].map((line) => at + ' ' + one.className + ' ' + line);
  });
})()`;

function changesOf(before: readonly string[], after: readonly string[]): string[] {
  const known = new Set(before);
  return after.filter((line) => !known.has(line));
}

const ATTRIBUTE_ATTACK = (state: State): string => `(() => {
  const host = document.querySelector('${surfaceOf(state)}');
  host.setAttribute('style', ${JSON.stringify(IMPORTANT)});
  host.setAttribute('hidden', ''); host.setAttribute('dir', 'rtl'); host.className = 'hostile';
  host.animate({ opacity: [0, 0], transform: ['scale(0)', 'scale(0)'] }, { duration: 1e6, fill: 'both' });
})()`;

const SHEET_ATTACK = (state: State): string => `{
  const sheet = document.createElement('style');
  const families = [...${rootOf(state)}.querySelectorAll('*')].flatMap((one) => getComputedStyle(one).fontFamily.split(','));
  for (const family of new Set(families.map((name) => name.trim().replaceAll('"', ''))))
    sheet.textContent += "@font-face { font-family: '" + family + "'; src: local('DejaVu Serif'), local('Liberation Serif') }";
  sheet.textContent += ${JSON.stringify(
    `nearmiss-notice, nearmiss-dialog, nearmiss-status, body > :not(main) { ${IMPORTANT} }
     :root, body { --surface: transparent !important; --ink: transparent !important; --mono: fantasy !important;
     color: transparent !important; cursor: none !important; -webkit-text-fill-color: transparent !important;
     -webkit-text-security: disc !important; text-transform: uppercase !important; opacity: 0; filter: blur(9px) }
     :root { filter: none }
     *::backdrop { background: red !important }
     @property --surface { syntax: '<length>'; inherits: false; initial-value: 0px; }`,
  )};
  document.head.append(sheet);
}`;

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
let firefox: Awaited<ReturnType<typeof puppeteer.launch>> | undefined;
test.afterAll(() => firefox?.close());

for (const browser of ['Chromium', 'Firefox'] as const) {
  test.describe(browser, () => {
    test.skip(browser === 'Firefox' && firefoxPath() === undefined, 'no Firefox is installed');
    let tab: Tab;
    test.beforeEach(async ({ page }) => {
      tab = await BROWSERS[browser](page);
    });
    test.afterEach(async () => tab.close());

    const open = async (
      state: State,
      more: Partial<Scene> & { readonly before?: string } = {},
      locale = 'en',
    ): Promise<void> => {
      await openGallery(tab, state, locale, { ...more, before: COVER + (more.before ?? '') });
      await pause(SETTLED);
    };

    for (const state of ['notice', 'single', 'several', 'status'] as const) {
      test(`no style of the page reaches the ${state}`, async () => {
        await open(state);
        const [before, after] = await tab.evaluate<[string[], string[]]>(
          `(() => { document.activeElement.blur(); const before = ${LOOK(state)}; ${ATTRIBUTE_ATTACK(state)}; return [before, ${LOOK(state)}]; })()`,
        );
        expect(before.length).toBeGreaterThan(300);
        expect(changesOf(before, after)).toEqual([]);
        await pause(100);
        expect(await tab.evaluate(`document.querySelector('${surfaceOf(state)}').getAttributeNames()`)).toEqual([]);
        await tab.evaluate(SHEET_ATTACK(state));
        await pause(300); // fonts load
        expect(changesOf(before, await tab.evaluate(LOOK(state)))).toEqual([]);
      });
    }

    test('a press counts once its button has been in view for half a second', async () => {
      await openGallery(tab, 'single');
      await pressByKey(tab, buttonOf('single', 'send'));
      expect(await answers(tab)).toEqual([]);
      expect(await said(tab, 'single')).toBe(false);
      await pause(SETTLED);
      await press(tab, buttonOf('single', 'send'));
      expect(await choices(tab)).toEqual(['send']);
    });

    test('a key counts like a press', async () => {
      await open('single');
      await pressByKey(tab, buttonOf('single', 'send'));
      expect(await choices(tab)).toEqual(['send']);
    });

    test('no script presses anything', async () => {
      await open('single');
      await tab.evaluate(`{ const button = ${buttonOf('single', 'send')};
        button.click();
        button.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, clientX: 1, clientY: 1 }));
        button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true })); }`);
      expect(await answers(tab)).toEqual([]);
    });

    for (const [name, { before = '', attack }] of Object.entries(COVERS)) {
      test(`a question takes no press under ${name}, and Escape still closes it`, async () => {
        await open('single', { before });
        await tab.evaluate(attack);
        await pause(300);
        await press(tab, buttonOf('single', 'send'));
        expect(await answers(tab)).toEqual(['refused']);
        expect(await said(tab, 'single')).toBe(true);
        await tab.keyboard.press('Escape');
        await pause(50);
        expect(await choices(tab)).toEqual(['refused', 'back']);
      });

      test(`a notice takes no press under ${name}`, async () => {
        await open('notice', { before });
        await press(tab, buttonOf('notice', 'trust'));
        await pause(SETTLED);
        await tab.evaluate(attack);
        await pause(name.includes('small') ? SETTLED : 300);
        await press(tab, buttonOf('notice', 'trust-confirmed'));
        expect(await answers(tab)).toEqual(['refused']);
        expect(await said(tab, 'notice')).toBe(true);
      });
    }

    test('a key takes no press under a cover either, and "Go back" does', async () => {
      await open('single');
      await tab.evaluate('cover(document.body)');
      await pause(300);
      await pressByKey(tab, buttonOf('single', 'send'));
      expect(await answers(tab)).toEqual(['refused']);
      await pressByKey(tab, buttonOf('single', 'back'));
      expect(await choices(tab)).toEqual(['refused', 'back']);
    });

    test('nobody presses behind a view transition', async () => {
      await open('single');
      await tab.evaluate(`{ const sheet = document.createElement('style');
        sheet.textContent = '::view-transition { pointer-events: none; background: red } ' +
          '::view-transition-group(*) { animation-duration: 100s; opacity: 0 }';
        document.head.append(sheet); document.startViewTransition(() => {}); }`);
      await pause(400);
      await press(tab, buttonOf('single', 'send'));
      await pressByKey(tab, buttonOf('single', 'send'));
      expect(new Set(await answers(tab))).toEqual(new Set(['refused']));
    });

    test('what stood there before is no cover, nor a dark mode or a translucent page', async () => {
      await open('single', {
        before: `cover(document.body); document.documentElement.style.filter = 'invert(0.9) hue-rotate(180deg)';
          document.body.style.cssText = 'opacity: 0.5; filter: blur(1px); transform: rotate(1deg)';`,
      });
      await press(tab, buttonOf('single', 'send'));
      expect(await choices(tab)).toEqual(['send']);
    });

    test('a notice that the page has just moved under the pointer takes no press', async () => {
      await open('notice');
      await tab.evaluate(
        `document.querySelector('.compose').style.marginTop = '200px'; dispatchEvent(new Event('scroll'))`,
      );
      await pause(100);
      const { x, y, width, height } = await boxOf(tab, buttonOf('notice', 'fix'));
      await tab.mouse.click(x + width / 2, y + height / 2);
      expect(await answers(tab)).toEqual([]);
      await pause(SETTLED);
      await press(tab, buttonOf('notice', 'fix'));
      expect(await choices(tab)).toEqual(['fix']);
    });

    test('"This address is right" takes a second step, elsewhere, and can be taken back', async () => {
      for (const before of ['', `document.querySelector('.compose').style.marginTop = '480px'`]) {
        await open('notice', { before });
        const trust = await boxOf(tab, buttonOf('notice', 'trust'));
        await press(tab, buttonOf('notice', 'trust'));
        await press(tab, buttonOf('notice', 'trust'));
        expect(await answers(tab)).toEqual([]);
        await pause(SETTLED);
        const confirm = await boxOf(tab, buttonOf('notice', 'trust-confirmed'));
        const isApart =
          confirm.x >= trust.x + trust.width ||
          confirm.x + confirm.width <= trust.x ||
          confirm.y >= trust.y + trust.height ||
          confirm.y + confirm.height <= trust.y;
        expect(isApart, JSON.stringify({ trust, confirm })).toBe(true);
        await press(tab, buttonOf('notice', 'cancel'));
        expect(await tab.evaluate(`${buttonOf('notice', 'trust-confirmed')} === null`)).toBe(true);
        await pause(SETTLED);
        await press(tab, buttonOf('notice', 'trust'));
        expect(await tab.evaluate(`${rootOf('notice')}.querySelector('.confirm p').textContent`)).toContain(
          'never ask',
        );
        await pause(SETTLED);
        await press(tab, buttonOf('notice', 'trust-confirmed'));
        expect(await answers(tab)).toEqual([{ choice: 'trust', recipient: 'ann@army.ml' }]);
      }
    });

    test('a policy without trust shows no button for it', async () => {
      await open('notice', { canTrust: false });
      expect(await tab.evaluate(`${buttonOf('notice', 'trust')} === null`)).toBe(true);
      expect(await tab.evaluate(`${buttonOf('notice', 'fix')} !== null`)).toBe(true);
    });

    test('the popup answers for the dialog, and only with what the dialog offers', async () => {
      await open('block');
      expect(await tab.evaluate(`gallery.popup().answer([{ choice: 'send' }])`)).toBe(false);
      expect(await tab.evaluate(`gallery.popup().answer([{ choice: 'fix', replacement: 'eve@evil.example' }])`)).toBe(
        false,
      );
      expect(await tab.evaluate(`gallery.popup().answer('back')`)).toBe(true);
      await open('single');
      expect(await tab.evaluate('gallery.popup().text()')).toMatchObject({
        recipients: [
          {
            recipient: 'ann@army.ml',
            kind: 'suffix-slip',
            typed: 'army.ml',
            right: 'army.mil',
            choices: [{ choice: 'fix', replacement: 'ann@army.mil' }, { choice: 'send' }, { choice: 'trust' }],
          },
        ],
      });
      expect(await tab.evaluate(`gallery.popup().answer([{ choice: 'fix', replacement: 'ann@army.mil' }])`)).toBe(true);
      await pause(50);
      expect(await choices(tab)).toEqual(['fix']);
      expect(await tab.evaluate(`document.querySelector('nearmiss-dialog') === null`)).toBe(true);
    });

    test('a page that insists on changing our elements loses them, and is reported once', async () => {
      await open('notice');
      const change = (at: number): Promise<unknown> =>
        tab.evaluate(`document.querySelector('nearmiss-notice')?.setAttribute('aria-hidden', '${at}')`);
      for (const at of [1, 2]) {
        await change(at);
        await pause(50);
        expect(await tab.evaluate(`document.querySelector('nearmiss-notice').getAttributeNames()`)).toEqual([]);
      }
      for (const at of [3, 4]) {
        await change(at);
        await pause(50);
        expect(await tab.evaluate(`document.querySelector('nearmiss-notice') === null`)).toBe(true);
      }
      expect(await answers(tab)).toEqual(['tampered']);
    });

    test('a question that the page moves or clones is answered by nobody', async () => {
      await open('single');
      await tab.evaluate(`{ const host = document.querySelector('nearmiss-dialog');
        const copy = host.cloneNode(true); document.body.append(copy);
        document.querySelector('main').append(host); }`);
      await pause(50);
      expect(await choices(tab)).toEqual(['back']);
      expect(await tab.evaluate(`document.querySelector('nearmiss-dialog').shadowRoot === null`)).toBe(true);
      await tab.evaluate('gallery.clearLeftovers()');
      expect(await tab.evaluate(`document.querySelector('nearmiss-dialog') === null`)).toBe(true);
    });

    test('elements of our names are nothing of ours', async () => {
      await open('notice', {
        before: `document.body.append(document.createElement('nearmiss-x'), document.createElement('nearmiss-dialog'));`,
      });
      const [x, dialog, own] = JSON.parse(
        await tab.evaluate(`JSON.stringify(['nearmiss-x', 'nearmiss-dialog', 'nearmiss-notice'].map((name) =>
          gallery.isOwnEvent({ target: document.querySelector(name) })))`),
      );
      expect([x, dialog, own]).toEqual([false, false, true]);
      await tab.evaluate('gallery.clearLeftovers()');
      expect(
        await tab.evaluate(
          `['nearmiss-x', 'nearmiss-dialog', 'nearmiss-notice'].map((name) => document.querySelector(name) !== null)`,
        ),
      ).toEqual([true, false, true]);
    });

    test('a page that defines elements of our names sees nothing inside', async () => {
      await open('single', {
        before: `window.inside = []; customElements.define('nearmiss-dialog', class extends HTMLElement {
          constructor() { super(); this.internals = this.attachInternals(); }
          connectedCallback() { inside.push(this.internals.shadowRoot); } });`,
      });
      expect(await tab.evaluate('inside')).toEqual([null]);
      await press(tab, buttonOf('single', 'send'));
      expect(await choices(tab)).toEqual(['send']);
    });

    const anchors: readonly [name: string, style: string][] = [
      ['without a box', 'display: none'],
      ['far beside the page', 'position: absolute; left: -5000px'],
      ['of one pixel', 'position: absolute; width: 1px; height: 1px; overflow: hidden'],
      ['that is invisible', 'visibility: hidden'],
    ];
    for (const [name, style] of anchors) {
      test(`an anchor ${name} has its notice at the row it belongs to`, async () => {
        await open('notice', {
          before: `{ const to = document.querySelector('#to'); const row = document.createElement('div'); row.id = 'row';
            row.style.cssText = 'height: 30px'; to.before(row); row.append(to, 'To'); to.style.cssText = '${style}'; }`,
        });
        const row = await boxOf(tab, `document.querySelector('#row')`);
        const card = await boxOf(tab, `${rootOf('notice')}.querySelector('.card')`);
        expect(card.x).toBeCloseTo(row.x, 0);
        expect(card.y).toBeGreaterThanOrEqual(row.y + row.height);
        expect(card.y).toBeLessThan(row.y + row.height + 20);
      });
    }

    test('an anchor scrolled away leaves a line at the edge of the window', async () => {
      await open('notice', { before: `document.body.style.height = '3000px'` });
      const isFolded = (): Promise<boolean> =>
        tab.evaluate(`${rootOf('notice')}.querySelector('.card').classList.contains('folded')`) as Promise<boolean>;
      expect(await isFolded()).toBe(false);
      await tab.evaluate('scrollTo(0, 1500)');
      await pause(400);
      expect(await isFolded()).toBe(true);
      const line = await boxOf(tab, `${rootOf('notice')}.querySelector('.card')`);
      expect(line.y).toBeGreaterThanOrEqual(0);
      expect(line.y + line.height).toBeLessThan(60);
      await tab.evaluate('scrollTo(0, 0)');
      await pause(SETTLED);
      await press(tab, buttonOf('notice', 'fix'));
      expect(await choices(tab)).toEqual(['fix']);
    });
  });
}
