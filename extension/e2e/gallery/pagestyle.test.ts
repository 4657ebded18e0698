/** No style of the page reaches what a person sees of us. */
import { expect, test } from '@playwright/test';
import { inBothBrowsers, pause, rootOf, surfaceOf } from './bothbrowsers.ts';
import type { State } from './gallery.ts';

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

inBothBrowsers((page) => {
  for (const state of ['notice', 'single', 'several', 'status'] as const) {
    test(`no style of the page reaches the ${state}`, async () => {
      await page.open(state);
      const [before, after] = await page.tab.evaluate<[string[], string[]]>(
        `(() => { document.activeElement.blur(); const before = ${LOOK(state)}; ${ATTRIBUTE_ATTACK(state)}; return [before, ${LOOK(state)}]; })()`,
      );
      expect(before.length).toBeGreaterThan(300);
      expect(changesOf(before, after)).toEqual([]);
      await pause(100);
      expect(await page.tab.evaluate(`document.querySelector('${surfaceOf(state)}').getAttributeNames()`)).toEqual([]);
      await page.tab.evaluate(SHEET_ATTACK(state));
      await pause(300); // fonts load
      expect(changesOf(before, await page.tab.evaluate(LOOK(state)))).toEqual([]);
    });
  }
});
