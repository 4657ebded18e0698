/** The reader that the extension has, as a script in a webmail page of ours: without the extension. */
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { buildSync } from 'esbuild';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../support/browsers.mjs';
import { openPage } from '../support/fixtures.mjs';
import { mailboxPage } from '../support/mailboxes.mjs';

export { expect } from '@playwright/test';

/** Tests with `tab`, a page of a browser that has no extension. */
export const test = base.extend({
  plain: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath: chromiumPath(), headless: true, args: CHROMIUM_FLAGS });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  tab: async ({ plain }, use) => {
    const tab = await plain.newPage({ viewport: { width: 1280, height: 800 } });
    await use(tab);
    await tab.close();
  },
});

let reader;

/** The extension's own reader, as a script that can be run in any page. */
function readerScript() {
  reader ??= buildSync({
    stdin: {
      contents: `
        import { WATCHED } from './composes.ts';
        import { bundledDescriptors, descriptorFor } from './descriptors.ts';
        import { fixRecipient } from './fix.ts';
        import { describeByShape } from './generic.ts';
        import { healthOf } from './health.ts';
        import { besideNewcomer, isInField, lintNewcomer } from './newcomer.ts';
        import { recognise } from './recognise.ts';
        import { Webmail } from './webmail.ts';
        window.nearmissReader = {
          besideNewcomer, bundledDescriptors, describeByShape, descriptorFor, fixRecipient, healthOf, isInField,
          lintNewcomer, recognise, WATCHED, Webmail };`,
      resolveDir: fileURLToPath(new URL('../../src/webmail/', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'iife',
  }).outputFiles[0].text;
  return reader;
}

/** Loads the reader once more, so that it uses what a test has changed in the page's DOM. */
export async function loadReader(tab) {
  await tab.evaluate(readerScript());
  await follow(tab);
}

/**
 * Opens a page with recipients in its compose: a chip, one more in Cc and typed
 * text in Bcc, as far as it has such fields.
 * @returns the addresses that a mail would go to
 */
export async function openWithRecipients(page, [webmail, , options, fold]) {
  await openPage(page, mailboxPage(webmail, { ...options, chipsAfter: 0, keepsText: true }));
  await page.evaluate(readerScript());
  return page.evaluate((folds) => {
    const [compose] = window.mailbox.composes;
    const { to, cc, bcc } = compose.fields;
    if (to.add) to.add('ann@army.ml');
    else to.input.value = 'ann@army.ml';
    if (cc?.add) cc.add('bob@navy.ml');
    if (bcc && !folds) {
      if (bcc.input.isContentEditable) bcc.input.append('cy@af.mil');
      else bcc.input.value = 'cy@af.mil';
    }
    document.activeElement?.blur?.();
    if (folds) window.mailbox.skin.collapse(compose);
    const { to: first, cc: second = [], bcc: third = [] } = window.mailbox.skin.recipients(compose);
    return [...new Set([...first, ...second, ...third])];
  }, fold === 'fold');
}

/**
 * Makes a reader in the page that is given changes, as `window.reader`.
 * `window.told(reading)` is a reading as a text, `window.intentOf(element)` what a press on an element is about to do.
 */
export function follow(tab) {
  return tab.evaluate(() => {
    const { descriptorFor, WATCHED, Webmail } = window.nearmissReader;
    const reader = new Webmail(descriptorFor(location.origin), document);
    new MutationObserver((changes) => reader.note(changes)).observe(document, WATCHED);
    window.reader = reader;
    window.intentOf = (element) => {
      let intent = null;
      const listen = (event) => {
        event.stopImmediatePropagation();
        intent = reader.controlIntent(event);
      };
      window.addEventListener('mousedown', listen, true);
      element.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
      window.removeEventListener('mousedown', listen, true);
      return intent;
    };
    window.told = ({ recipients, ...rest }) =>
      JSON.stringify({ ...rest, recipients: recipients.map(({ element: _, ...one }) => one) });
  });
}

/**
 * What the extension's reader sees in the page of a tab.
 * @returns {Promise<{isRecognised: boolean, reads: string[], send: boolean, health: string[]}>}
 *   whether host or page say that it is this webmail, the addresses, whether Send was found, the problems
 */
export async function runReader(tab, webmail) {
  await tab.evaluate(readerScript());
  return tab.evaluate((id) => {
    const { bundledDescriptors, descriptorFor, healthOf, recognise, Webmail } = window.nearmissReader;
    const descriptor = descriptorFor(location.origin) ?? recognise(window, bundledDescriptors);
    const webmail = new Webmail(
      bundledDescriptors.find((one) => one.id === id),
      document,
    );
    const readings = webmail.roots().map((root) => ({ root, reading: webmail.read(root) }));
    return {
      isRecognised: descriptor?.id === id,
      reads: readings.flatMap(({ reading }) => reading.recipients.map(({ address }) => address)).sort(),
      send: readings.some(({ root }) => webmail.controls(root).length > 0),
      health: healthOf(webmail, readings),
    };
  }, webmail);
}

/** All webmails that the page of a tab says it is; its host says nothing here. Run a reader first. */
export function saidToBe(tab) {
  return tab.evaluate(() => {
    const { bundledDescriptors, recognise } = window.nearmissReader;
    return bundledDescriptors.filter((one) => recognise(window, [one]) !== null).map(({ id }) => id);
  });
}

/**
 * What a press would do that falls on each of these elements. Run a reader first.
 * @param {string[]} selectors
 * @returns {Promise<Record<string, string | null>>} by selector what is sent, null where nothing is
 */
export function pressesIn(tab, webmail, selectors) {
  return tab.evaluate(
    ([id, selectors]) => {
      const { bundledDescriptors, Webmail } = window.nearmissReader;
      const webmail = new Webmail(
        bundledDescriptors.find((one) => one.id === id),
        document,
      );
      let intent = null;
      window.addEventListener('mousedown', (event) => {
        intent = webmail.controlIntent(event);
      });
      const sends = (selector) => {
        document.querySelector(selector).dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
        return intent?.kind ?? null;
      };
      return Object.fromEntries(selectors.map((selector) => [selector, sends(selector)]));
    },
    [webmail, selectors],
  );
}

/**
 * What the shape alone of a page says, where no description knows it.
 * @returns {Promise<{reads: string[], asks: boolean}>} the addresses, and whether its Send is certain
 */
export async function runShapeReader(tab) {
  await tab.evaluate(readerScript());
  return tab.evaluate(() => {
    const { bundledDescriptors, describeByShape, Webmail } = window.nearmissReader;
    const generic = bundledDescriptors.find(({ id }) => id === 'generic');
    const descriptor = describeByShape(document, generic);
    if (descriptor === null) return { reads: [], asks: false };
    const webmail = new Webmail(descriptor, document);
    const readings = webmail.roots().map((root) => ({ root, reading: webmail.read(root) }));
    return {
      reads: readings.flatMap(({ reading }) => reading.recipients.map(({ address }) => address)).sort(),
      asks: descriptor.guards === 'send' && readings.some(({ root }) => webmail.controls(root).length > 0),
    };
  });
}

/**
 * The same for a page that only a signed description knows, and what we press there to change a recipient.
 * @returns {Promise<{refused: string[], reads: string[], senders: string[], asks: boolean, after: string[], pressed: string[]}>}
 *   pressed: tag and class of all that got a click
 */
export async function runNewcomer(tab, newcomer, old, replacement) {
  await tab.evaluate(readerScript());
  return tab.evaluate(
    async ([newcomer, old, replacement]) => {
      const { nearmissReader: reader } = window;
      const generic = { ...reader.bundledDescriptors.find(({ id }) => id === 'generic'), compose: [] };
      const byShape = reader.describeByShape(document, generic);
      const known = byShape === null ? [generic] : [byShape, generic];
      const webmail = new reader.Webmail(generic, document);
      webmail.become(reader.besideNewcomer(newcomer, known), (place) => reader.isInField(newcomer, place));
      const readings = () => webmail.roots().map((root) => webmail.read(root));
      const addresses = () => readings().flatMap(({ recipients }) => recipients.map(({ address }) => address));
      const before = { reads: addresses(), senders: readings().map(({ sender }) => sender) };
      const pressed = [];
      for (const type of ['click', 'mousedown']) {
        document.addEventListener(
          type,
          ({ target }) => pressed.push([target.localName, target.className].filter((name) => name !== '').join('.')),
          true,
        );
      }
      for (const root of webmail.roots()) await reader.fixRecipient(webmail, root, old, replacement);
      return {
        refused: reader.lintNewcomer(newcomer).map(({ message }) => message),
        ...before,
        asks: webmail.descriptor.guards === 'send' && webmail.roots().some((root) => webmail.controls(root).length > 0),
        after: addresses(),
        pressed,
      };
    },
    [newcomer, old, replacement],
  );
}
