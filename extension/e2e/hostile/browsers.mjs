/**
 * The release build in Chromium and in Firefox behind one interface.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchWithExtension, openMailbox, workerOf } from '../support/chromium.mjs';
import { launchFirefox, openInFirefox, openOwnInFirefox } from '../support/firefox.mjs';
import { User } from '../support/user.mjs';
import { attacker } from './attacker.mjs';
import { dictionaryOf } from './dictionary.mjs';
import { oursInChromium } from './oursinchromium.mjs';
import { oursInFirefox } from './oursinfirefox.mjs';

const dist = (browser) => fileURLToPath(new URL(`../../dist/${browser}`, import.meta.url));

/** NEARMISS_RELEASE names a folder with other builds, `chromium` and `firefox`: of a commit without a defence, say. */
const built = (browser) => (process.env.NEARMISS_RELEASE ? join(process.env.NEARMISS_RELEASE, browser) : dist(browser));

/** What a page's author learns from the published extension. */
const dictionary = (browser) => dictionaryOf(readFileSync(join(built(browser), 'content.js'), 'utf8'));

/**
 * Puts a script ahead of the page's own, as whoever writes the page can. With
 * `root` the page's root element comes with all attributes of ours, set to it.
 */
export const ahead =
  (browser, script, root = null) =>
  (text) => {
    const names = dictionary(browser);
    const attributes = root === null ? [] : names.attributes.map((name) => `${name}="${root}"`);
    const given = JSON.stringify(names).replaceAll('<', '\\u003c');
    return text
      .replace('<html>', () => `<html ${attributes.join(' ')}>`)
      .replace('<body>', () => `<body><script nonce="mailbox">(${attacker})(${given});${script}</script>`);
  };

/** What a scene of either browser can do beyond opening pages. */
class Scene {
  /** A page of the extension's own. */
  own;

  /** What the badge of the tab with this page says. */
  badge(page) {
    return page.title().then((title) =>
      this.own.evaluate(async (wanted) => {
        const tabs = await chrome.tabs.query({});
        const tab = tabs.find((one) => one.title === wanted);
        return tab === undefined ? 'no such tab' : chrome.action.getBadgeText({ tabId: tab.id });
      }, title),
    );
  }

  /** A value in the extension's storage. */
  stored(key) {
    return this.own.evaluate(async (name) => (await chrome.storage.local.get(name))[name] ?? null, key);
  }

  /** Addresses said to be right, for good. */
  async trusted() {
    return (await this.stored('personal'))?.addresses ?? [];
  }

  /** Domains in the history. */
  async known() {
    return Object.keys((await this.stored('history')) ?? {});
  }

  /** Forgets what earlier attacks have left. */
  forget() {
    return this.own.evaluate(() =>
      chrome.runtime.sendMessage({
        call: 'personal',
        request: { change: { addresses: [], allowed: [], protected: [] }, isImport: false },
      }),
    );
  }

  /** The share of pixels that differ clearly between two pictures of one size; 1 where their sizes differ. */
  changed(before, after) {
    return this.own.evaluate(
      async (pictures) => {
        const [one, other] = await Promise.all(
          pictures.map(async (text) => {
            if (text === '') return null;
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
            const canvas = document.createElement('canvas');
            canvas.width = bitmap.width;
            canvas.height = bitmap.height;
            const context = canvas.getContext('2d');
            context.drawImage(bitmap, 0, 0);
            return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
          }),
        );
        if (one === null || other === null || one.length !== other.length) return 1;
        let count = 0;
        for (let at = 0; at < one.length; at += 4)
          if ([0, 1, 2].some((channel) => Math.abs(one[at + channel] - other[at + channel]) > 48)) count++;
        return count / (one.length / 4);
      },
      [before, after],
    );
  }

  /** A person at a fresh page with a script of an attacker. */
  async open(webmail, options = {}, script = '', root = null) {
    const page = await this.openPage(webmail, options, script, root);
    await page.bringToFront();
    const user = new User(page);
    const title = `Inbox ${++this.count}`;
    await page.evaluate((wanted) => {
      document.title = wanted;
    }, title);
    return user;
  }

  count = 0;

  /** Our button of this name or role in a page; null where it does not stand. */
  async button(page, wanted) {
    return (await this.ours(page)).find((one) => one.tag === 'button' && wanted(one)) ?? null;
  }

  async isAsked(page) {
    return (await this.ours(page)).some(({ tag, open }) => tag === 'dialog' && open);
  }

  /** All that our elements of one name say. */
  async says(page, host) {
    return (await this.ours(page))
      .filter((one) => one.host === host)
      .map(({ text }) => text)
      .join(' ');
  }
}

/** @returns a scene; `discard()` ends its browser */
export async function chromiumScene() {
  const { context, discard } = await launchWithExtension({ extensionDir: built('chromium') });
  const scene = new Scene();
  scene.browser = 'Chromium';
  scene.own = await context.newPage();
  await scene.own.goto(new URL('/options.html', (await workerOf(context)).url()).href);
  scene.openPage = (webmail, options, ...given) => openMailbox(context, webmail, options, ahead('chromium', ...given));
  scene.ours = (page) => oursInChromium(context, page);
  scene.discard = discard;
  scene.popUp = (page) => page.waitForEvent('popup');
  return scene;
}

/** The same in Firefox; null where none is installed. */
export async function firefoxScene() {
  const browser = await launchFirefox({ extensionDir: built('firefox'), opensOwnPages: true });
  if (browser === null) return null;
  const scene = new Scene();
  scene.browser = 'Firefox';
  scene.own = await openOwnInFirefox(browser, 'options');
  scene.openPage = (webmail, options, ...given) => openInFirefox(browser, webmail, options, ahead('firefox', ...given));
  scene.ours = (page) => oursInFirefox(browser, page);
  scene.discard = () => browser.close();
  scene.popUp = (page) => new Promise((resolve) => page.once('popup', resolve));
  return scene;
}
