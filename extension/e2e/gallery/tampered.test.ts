/** Our elements where the page changes, moves, clones or defines them. */
import { expect, test } from '@playwright/test';
import { buttonOf, inBothBrowsers, pause } from './bothbrowsers.ts';

inBothBrowsers((page) => {
  test('a page that insists on changing our elements loses them, and is reported once', async () => {
    await page.open('notice');
    const change = (at: number): Promise<unknown> =>
      page.tab.evaluate(`document.querySelector('nearmiss-notice')?.setAttribute('aria-hidden', '${at}')`);
    for (const at of [1, 2]) {
      await change(at);
      await pause(50);
      expect(await page.tab.evaluate(`document.querySelector('nearmiss-notice').getAttributeNames()`)).toEqual([]);
    }
    for (const at of [3, 4]) {
      await change(at);
      await pause(50);
      expect(await page.tab.evaluate(`document.querySelector('nearmiss-notice') === null`)).toBe(true);
    }
    expect(await page.answers()).toEqual(['tampered']);
  });

  test('a question that the page moves or clones is answered by nobody', async () => {
    await page.open('single');
    await page.tab.evaluate(`{ const host = document.querySelector('nearmiss-dialog');
      const copy = host.cloneNode(true); document.body.append(copy);
      document.querySelector('main').append(host); }`);
    await pause(50);
    expect(await page.choices()).toEqual(['back']);
    expect(await page.tab.evaluate(`document.querySelector('nearmiss-dialog').shadowRoot === null`)).toBe(true);
    await page.tab.evaluate('gallery.clearLeftovers()');
    expect(await page.tab.evaluate(`document.querySelector('nearmiss-dialog') === null`)).toBe(true);
  });

  test('elements of our names are nothing of ours', async () => {
    await page.open('notice', {
      before: `document.body.append(document.createElement('nearmiss-x'), document.createElement('nearmiss-dialog'));`,
    });
    const [x, dialog, own] = JSON.parse(
      await page.tab.evaluate(`JSON.stringify(['nearmiss-x', 'nearmiss-dialog', 'nearmiss-notice'].map((name) =>
        gallery.isOwnEvent({ target: document.querySelector(name) })))`),
    );
    expect([x, dialog, own]).toEqual([false, false, true]);
    await page.tab.evaluate('gallery.clearLeftovers()');
    expect(
      await page.tab.evaluate(
        `['nearmiss-x', 'nearmiss-dialog', 'nearmiss-notice'].map((name) => document.querySelector(name) !== null)`,
      ),
    ).toEqual([true, false, true]);
  });

  test('a page that defines elements of our names sees nothing inside', async () => {
    await page.open('single', {
      before: `window.inside = []; customElements.define('nearmiss-dialog', class extends HTMLElement {
        constructor() { super(); this.internals = this.attachInternals(); }
        connectedCallback() { inside.push(this.internals.shadowRoot); } });`,
    });
    expect(await page.tab.evaluate('inside')).toEqual([null]);
    await page.press(buttonOf('single', 'send'));
    expect(await page.choices()).toEqual(['send']);
  });
});
