/**
 * The release build in Chromium and in Firefox behind one interface. Its shadow
 * roots are closed, so what stands in them is read through the browser's own
 * debugger, as no page can.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchWithExtension, openMailbox, workerOf } from '../support/chromium.mjs';
import { launchFirefox, openInFirefox, openOwnInFirefox } from '../support/firefox.mjs';
import { User } from '../support/user.mjs';
import { dictionaryOf } from './dictionary.mjs';
import { kit } from './kit.mjs';

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
      .replace('<body>', () => `<body><script nonce="mailbox">(${kit})(${given});${script}</script>`);
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
  scene.styles = (page, host) => stylesInChromium(context, page, host);
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
  scene.styles = (page, host) => stylesInFirefox(browser, page, host);
  scene.discard = () => browser.close();
  scene.popUp = (page) => new Promise((resolve) => page.once('popup', resolve));
  return scene;
}

/** Elements in our closed roots: their host, name, answer, text and place. */
async function oursInChromium(context, page) {
  const session = await context.newCDPSession(page);
  try {
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    const found = [];
    const walk = (node, host, isDrawn) => {
      const attributes = Object.fromEntries(pairs(node.attributes ?? []));
      const shown = isDrawn && !('hidden' in attributes);
      if (host !== null && node.nodeType === 1)
        found.push({ host, node: node.nodeId, ...described(node.localName, attributes, textOf(node)), shown });
      // Where the page forbids our names, ours is the only closed root.
      const isOurs =
        node.localName?.startsWith('nearmiss-') || node.shadowRoots?.some((one) => one.shadowRootType === 'closed');
      const within = host ?? (isOurs ? node.localName : null);
      for (const child of node.shadowRoots ?? []) walk(child, within, shown);
      for (const child of node.children ?? []) walk(child, within === node.localName ? host : within, shown);
      if (node.contentDocument) walk(node.contentDocument, null, true);
    };
    walk(root, null, true);
    for (const one of found) {
      const drawn = await session.send('DOM.getContentQuads', { nodeId: one.node }).catch(() => null);
      const quad = drawn?.quads[0];
      if (quad) place(one, [quad[0], quad[2], quad[4], quad[6]], [quad[1], quad[3], quad[5], quad[7]]);
    }
    return found;
  } finally {
    await session.detach();
  }
}

/** How each element of one of ours with text is drawn: one line each, in their order. */
async function stylesInChromium(context, page, host) {
  const session = await context.newCDPSession(page);
  try {
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    const nodes = [];
    const walk = (node, isOurs) => {
      if (isOurs && node.nodeType === 1 && node.localName !== 'style') nodes.push(node);
      for (const child of node.shadowRoots ?? []) walk(child, isOurs || node.localName === host);
      for (const child of node.children ?? []) walk(child, isOurs);
    };
    walk(root, false);
    const lines = [];
    for (const { nodeId, localName } of nodes) {
      const { computedStyle } = await session.send('CSS.getComputedStyleForNode', { nodeId });
      const value = Object.fromEntries(computedStyle.map((one) => [one.name, one.value]));
      lines.push(`${localName} ${DRAWN.map((name) => `${name}:${value[name]}`).join(' ')}`);
    }
    return lines;
  } finally {
    await session.detach();
  }
}

async function stylesInFirefox(browser, page, host) {
  const lines = [];
  for (const { node, tag } of (await oursInFirefox(browser, page)).filter(
    (one) => one.host === host && one.tag !== 'style',
  )) {
    const drawn = await callInFirefox(
      browser,
      page,
      `(one) => { const style = getComputedStyle(one); return ${JSON.stringify(DRAWN)}.map((name) => name + ':' + style.getPropertyValue(name)).join(' '); }`,
      [{ sharedId: node }],
    );
    lines.push(`${tag} ${drawn.value}`);
  }
  return lines;
}

/** By what a text is seen, or not. */
const DRAWN =
  'color background-color font-size letter-spacing text-indent visibility opacity text-transform white-space direction display pointer-events'.split(
    ' ',
  );

function callInFirefox(browser, page, functionDeclaration, args, serializationOptions) {
  return browser.connection
    .send('script.callFunction', {
      functionDeclaration,
      arguments: args,
      awaitPromise: false,
      // A world of our own: the page may have replaced its functions.
      target: { context: page.mainFrame()._id, sandbox: 'harness' },
      serializationOptions,
    })
    .then(({ result }) => result.result);
}

async function oursInFirefox(browser, page) {
  const call = (...given) => callInFirefox(browser, page, ...given);
  const list = await call(
    "() => [...Document.prototype.querySelectorAll.call(document, 'nearmiss-dialog, nearmiss-notice, nearmiss-status, body > div')]",
    [],
    { includeShadowTree: 'all', maxDomDepth: 100, maxObjectDepth: 2 },
  );
  const found = [];
  const text = ({ value }) =>
    value?.localName === 'style'
      ? ''
      : value?.nodeType === 3
        ? (value.nodeValue ?? '')
        : (value?.children ?? []).map(text).join('');
  const walk = (node, host) => {
    const { localName, attributes = {}, nodeType, children = [], shadowRoot } = node.value ?? {};
    if (host !== null && nodeType === 1)
      found.push({ host, node: node.sharedId, ...described(localName, attributes, text(node)), shown: true });
    const within = host ?? localName;
    if (shadowRoot) walk({ value: { nodeType: 11, children: shadowRoot.value?.children } }, within);
    if (host !== null || nodeType === 11) for (const child of children) walk(child, within);
  };
  for (const host of list.value ?? []) {
    // Where the page forbids our names, ours is the only closed root.
    const isOurs = host.value.localName !== 'div' || host.value.shadowRoot?.value?.mode === 'closed';
    if (isOurs) walk(host, null);
  }
  for (const one of found) {
    const drawn = await call(
      '(one) => { const { left, top, right, bottom } = one.getBoundingClientRect(); return [left, top, right, bottom]; }',
      [{ sharedId: one.node }],
    ).catch(() => null);
    const [left, top, right, bottom] = drawn?.value?.map(({ value }) => value) ?? [];
    if (right > left) place(one, [left, right], [top, bottom]);
  }
  return found;
}

/** Notes where something of ours is drawn: its box, and its middle. */
function place(one, across, down) {
  const [left, right] = [Math.min(...across), Math.max(...across)];
  const [top, bottom] = [Math.min(...down), Math.max(...down)];
  if (right - left < 1 || bottom - top < 1) return;
  one.box = { left, top, right, bottom };
  one.place = { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function described(tag, attributes, text) {
  return {
    tag,
    choice: attributes['data-choice'] ?? '',
    name: attributes.class ?? '',
    open: 'open' in attributes,
    text: text.replaceAll(/[\u2066-\u2069\u200e\u200f]/gu, '').trim(),
  };
}

function* pairs(flat) {
  for (let at = 0; at < flat.length; at += 2) yield [flat[at], flat[at + 1]];
}

function textOf(node) {
  if (node.localName === 'style') return '';
  return node.nodeType === 3 ? node.nodeValue : (node.children ?? []).map(textOf).join('');
}
