/** Scripts of the page that would have the guard stand aside, ask twice, or hold what is good. */
import { pause } from '../support/user.mjs';
import { good, slip, slipAndGood, unprompted } from './judge.mjs';

/** The compose and what is around it, once it stands. */
const WHEN_DRAWN = (work) => `document.addEventListener('DOMContentLoaded', () => { ${work} });`;
const EVERY = (milliseconds, work) => `setInterval(() => { ${work} }, ${milliseconds});`;
/** Something of ours has come into the page. */
const WHEN_SHOWN = (work) => `new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const host of addedNodes) if (host.localName?.startsWith('nearmiss-')) { ${work} }
}).observe(document, { subtree: true, childList: true });`;
const SEND = 'window.mailbox.composes.at(-1).sendButton';
const ROOT = 'window.mailbox.composes.at(-1).root';
const ON_PRESS = (work) =>
  `for (const type of ['pointerdown', 'mousedown', 'keydown']) window.addEventListener(type, (event) => { ${work} }, true);`;

/** name → what the page runs; `mayStay` where it takes our question away, `isOneMail` where its own Send works only once. */
export const SCRIPTS = {
  'a page that does nothing': '',
  'names of ours as attributes of every element': WHEN_DRAWN(
    `setTimeout(() => attacker.setAttributes(['x']), 100); ${EVERY(400, "for (const one of [document.documentElement, document.body, window.mailbox.composes[0].root]) for (const name of attacker.attributeNames()) for (const value of ['', 'x', '9999999999999', String(Date.now())]) one.setAttribute(name, value);")}`,
  ),
  'events of ours: prevented': 'attacker.answer((event) => event.preventDefault());',
  'events of ours: stopped': 'attacker.answer((event) => event.stopImmediatePropagation());',
  'events of ours: prevented and stopped':
    'attacker.answer((event) => { event.preventDefault(); event.stopImmediatePropagation(); });',
  'events of ours: each answered by all':
    'let deep = 0; attacker.answer((event) => { event.preventDefault(); if (deep++ < 1 && event.isTrusted === false) attacker.dispatchAll(); });',
  'events of ours, dispatched all the time': WHEN_DRAWN(EVERY(1000, 'attacker.dispatchAll();')),
  'events of ours, dispatched at each press': ON_PRESS(`if (${SEND}.contains(event.target)) attacker.dispatchAll();`),
  'Send inside elements with our names': WHEN_DRAWN(
    `for (const name of attacker.elementNames()) { const box = document.createElement(name); box.style.display = 'contents'; ${SEND}.replaceWith(box); box.append(${SEND}); }`,
  ),
  'the whole page inside elements with our names': WHEN_DRAWN(
    `for (const name of attacker.elementNames()) { const box = document.createElement(name); box.style.display = 'contents'; box.append(...document.body.childNodes); document.body.append(box); }`,
  ),
  'elements with our names that stand before us': `for (const name of attacker.elementNames()) { const host = document.createElement(name); host.attachShadow({ mode: 'open' }).append(document.createElement('dialog')); document.documentElement.append(host); }`,
  'elements with our names, redefined': 'for (const name of attacker.elementNames()) attacker.define(name);',
  'elements with our names that have a root already':
    "for (const name of attacker.elementNames()) attacker.define(name, { construct: (host) => host.attachShadow({ mode: 'open' }) });",
  'elements with our names that take no root':
    "for (const name of attacker.elementNames()) attacker.define(name, { disabled: ['shadow', 'internals'] });",
  'elements with our names that fail':
    "for (const name of attacker.elementNames()) attacker.define(name, { construct: () => { throw new Error('no'); } });",
  'elements with our names that move on': {
    script:
      'for (const name of attacker.elementNames()) attacker.define(name, { reaction: (host) => host.isConnected && host.remove() });',
    mayStay: true,
  },
  'what we show is taken out': { script: WHEN_SHOWN('host.remove();'), mayStay: true },
  'what we show is hidden': {
    script:
      "const style = document.createElement('style'); style.textContent = attacker.elementNames().map((name) => name + '{display:none!important}').join(''); document.head.append(style);",
    mayStay: true,
  },
  'what we show is inert': {
    script: WHEN_SHOWN(
      'host.inert = true; document.body.inert = true; setTimeout(() => { document.body.inert = false; }, 1500);',
    ),
    mayStay: true,
  },
  'prototypes of the page replaced': `for (const Kind of [Node, Element, Document, HTMLElement, HTMLInputElement, EventTarget, Event, MutationObserver, ShadowRoot])
    for (const name of Object.getOwnPropertyNames(Kind.prototype)) {
      const was = Object.getOwnPropertyDescriptor(Kind.prototype, name);
      if (!was.configurable || name === 'constructor') continue;
      const silent = (given) => /nearmiss/u.test(String(given?.localName ?? given?.type ?? given));
      if (typeof was.value === 'function') Object.defineProperty(Kind.prototype, name, { ...was, value(...given) { if (given.some(silent)) throw new Error('no'); return Reflect.apply(was.value, this, given); } });
    }`,
  'names of the document taken by elements': {
    script: WHEN_DRAWN(`const [compose] = window.mailbox.composes; const put = (part) => compose.root.append(part);
      for (const name of ['documentElement', 'body', 'head', 'querySelector', 'querySelectorAll', 'addEventListener', 'contains', 'ownerDocument', 'getSelection', 'visibilityState', 'hidden', 'title']) { const form = document.createElement('form'); form.setAttribute('name', name); form.hidden = true; const image = document.createElement('img'); image.name = image.id = name; image.hidden = true; put(form); put(image); }
      for (const name of ['chrome', 'browser', 'top', 'parent', 'frames', 'nearmissPeer', 'isNearmissHere']) { const frame = document.createElement('iframe'); frame.name = name; frame.hidden = true; put(frame); }`),
    // The page's own script can open no other compose either.
    isOneMail: true,
  },
  'the focus goes to and fro': WHEN_DRAWN(
    `const link = document.createElement('button'); document.body.append(link); ${ON_PRESS(`if (${SEND}.contains(event.target)) { link.focus(); event.target.focus(); }`)}`,
  ),
  'Send is replaced when it is pressed': ON_PRESS(
    `const one = window.mailbox.composes.at(-1); if (one.sendButton.contains(event.target)) { const copy = one.sendButton.cloneNode(true); copy.addEventListener('mouseup', () => window.mailbox.send(one, 'mouseup')); one.sendButton.replaceWith(copy); one.sendButton = copy; }`,
  ),
  'the recipients move out of the compose when Send is pressed': ON_PRESS(
    `if (${SEND}.contains(event.target)) document.body.append(window.mailbox.composes.at(-1).recipientsBox);`,
  ),
  'an imitation of the compose beside it': WHEN_DRAWN(
    `const one = window.mailbox.composes[0]; one.fields.to.add('olga@example.org'); const copy = one.root.cloneNode(true); one.fields.to.drop(one.fields.to.chips.at(-1)); copy.style.cssText = 'position:absolute;inset:0 auto auto -5000px'; document.body.prepend(copy); document.body.append(copy.cloneNode(true));`,
  ),
  'presses of a script on an imitation, all the time': WHEN_DRAWN(
    `const one = window.mailbox.composes[0]; one.fields.to.add('olga@example.org'); const copy = one.root.cloneNode(true); one.fields.to.drop(one.fields.to.chips.at(-1)); copy.style.cssText = 'position:absolute;inset:0 auto auto -5000px'; document.body.append(copy); const send = copy.querySelectorAll('*')[[...one.root.querySelectorAll('*')].indexOf(one.sendButton)]; ${EVERY(4, "send.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));")}`,
  ),
  'an imitation of the compose in it': WHEN_DRAWN(
    `const one = window.mailbox.composes[0]; one.fields.to.add('olga@example.org'); const copy = one.root.cloneNode(true); one.fields.to.drop(one.fields.to.chips.at(-1)); copy.style.cssText = 'position:absolute;inset:0 auto auto -5000px'; one.body.append(copy);`,
  ),
  'an imitation around the Send': WHEN_DRAWN(
    `const one = window.mailbox.composes[0]; one.fields.to.add('olga@example.org'); const copy = one.root.cloneNode(true); one.fields.to.drop(one.fields.to.chips.at(-1)); for (const part of copy.querySelectorAll('[role="button"]')) part.remove(); copy.style.cssText = 'display:contents'; for (const part of copy.children) part.style.display = 'none'; one.sendButton.replaceWith(copy); copy.append(one.sendButton);`,
  ),
  'the compose lies in an editable': WHEN_DRAWN(
    `const box = document.createElement('div'); box.contentEditable = 'true'; box.style.display = 'contents'; ${ROOT}.replaceWith(box); box.append(${ROOT});`,
  ),
  'the page says it is message text': WHEN_DRAWN(
    `document.body.setAttribute('aria-multiline', 'true'); document.body.setAttribute('g_editable', 'true'); ${ROOT}.setAttribute('role', 'textbox'); ${ROOT}.classList.add('Am', 'editable');`,
  ),
  'the whole page may be edited': WHEN_DRAWN(
    "document.designMode = 'on'; setTimeout(() => { document.designMode = 'off'; document.body.contentEditable = 'true'; }, 300);",
  ),
};

/** What was recorded of a whole question is played back over the next one. */
async function playback(scene, script) {
  const user = await scene.open('gmail', {}, `attacker.record(); ${script}`);
  const first = await slip(scene, user);
  if (first !== '') return `while recording: ${first}`;
  await user.page.evaluate(() => {
    for (const one of window.mailbox.composes) one.shell.remove();
    // Everything that was seen, with everything that a name may mean.
    attacker.answer((event) => event.preventDefault());
    setInterval(() => {
      attacker.dispatchAll();
      for (const one of [
        document.documentElement,
        document.body,
        ...document.querySelectorAll('nearmiss-dialog, nearmiss-notice, nearmiss-status'),
      ])
        for (const [name, value] of attacker.seen.attributes) if (name !== 'nonce') one.setAttribute(name, value ?? '');
    }, 1500);
    for (const one of document.querySelectorAll('*'))
      for (const [name, value] of attacker.seen.attributes)
        if (/nearmiss/u.test(name)) one.setAttribute(name, value ?? '');
    for (const name of attacker.elementNames()) document.documentElement.append(document.createElement(name));
  });
  const won = await unprompted(scene, user);
  if (won !== '') return won;
  const compose = await user.open('new');
  const again = await slip(scene, user, { compose });
  const result = again || (await good(scene, user));
  await user.page.close();
  return result;
}

/** A mail that stands before anybody touches it: a reply, a draft, a `mailto:` compose. */
async function openFilledIn(scene) {
  const user = await scene.open('gmail');
  await user.page.evaluate(() => window.mailbox.composes[0].fields.to.add('ann@army.ml'));
  await pause(900);
  return user;
}

/** Its very first press or key is a person's, and is asked about. */
const firstPress = (way) => ({
  name: `a mail that was there is sent by its first press: ${way}`,
  isControl: true,
  async play(scene) {
    const user = await openFilledIn(scene);
    const won = await slip(scene, user, { way, write: false });
    await user.page.close();
    return won;
  },
});

/** A script sends by itself in a compose that nobody touched: held, said, and asked about when a person presses. */
const byItself = {
  name: 'a script sends a slip by itself where nobody has touched anything',
  async play(scene) {
    const user = await openFilledIn(scene);
    await user.page.evaluate(() => attacker.press(window.mailbox.composes[0].sendButton));
    await pause(1500);
    const isAsked = await scene.isAsked(user.page);
    const buttons = (await scene.ours(user.page)).filter(
      ({ host, tag, name }) => host === 'nearmiss-status' && tag === 'button' && !/close/u.test(name),
    );
    const said = await scene.says(user.page, 'nearmiss-status');
    const count = (await user.sent()).length;
    let won = '';
    if (isAsked) won = 'a question that nobody meant';
    else if (count > 0) won = 'a slip was sent by script, unheld';
    else if (buttons.length > 0) won = 'a status line with buttons';
    else if (said === '') won = 'held, and nobody was told';
    else won = await slip(scene, user, { write: false });
    await user.page.close();
    return won;
  },
};

export const silence = [
  ...['button', 'chord', 'enter'].map(firstPress),
  byItself,
  ...Object.entries(SCRIPTS).map(([name, given]) => ({
    name,
    isControl: given === '',
    async play(scene) {
      const { script, mayStay, isOneMail } = typeof given === 'string' ? { script: given } : given;
      const user = await scene.open('gmail', {}, script);
      await pause(150);
      const won = (await unprompted(scene, user)) || (await (isOneMail ? slip : slipAndGood)(scene, user, { mayStay }));
      await user.page.close();
      return won;
    },
  })),
  { name: 'all that was seen, played back', play: (scene) => playback(scene, '') },
  {
    name: 'all that elements and windows saw, played back',
    play: (scene) =>
      playback(scene, 'setInterval(() => { if (window.event) attacker.seen.events.add(window.event.type); }, 1);'),
  },
  ...['chord', 'enter', 'space'].map((way) => ({
    name: `events of ours: prevented, sent by ${way}`,
    async play(scene) {
      const user = await scene.open('gmail', {}, SCRIPTS['events of ours: prevented']);
      const won = await slipAndGood(scene, user, { way });
      await user.page.close();
      return won;
    },
  })),
];
