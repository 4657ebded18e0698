/**
 * A mail page with working composes, for tests and for the demonstration. It
 * behaves as badly as real webmails do: it listens on window capture, sends on
 * mousedown, folds recipients away on Send, resolves chips late and draws
 * fields anew on focus (see `ORDINARY`). What it would have sent stands in
 * `window.sent`, what its server refused in `window.failed`.
 */
import { h, ICONS, icon } from './dom.js';
import { nameFields } from './names.js';
import { isOff, switchSend } from './off.js';
import { redesign } from './redesign.js';
import { send } from './server.js';
import { display, quote } from './skeleton.js';
import { TEXTS } from './texts.js';
import { popOut, writtenPopOut } from './written.js';

/** Everything the page can be told, with what an ordinary page does. */
const ORDINARY = {
  locale: 'en',
  sendOn: 'click', // 'pointerdown' | 'mousedown' | 'mouseup' | 'click' | 'mousedown-then-click'
  chipsAfter: 0, // ms until a committed address is resolved
  collapseOnSend: false,
  replaceOnFocus: false,
  windowCapture: false, // the page's own window-capture listeners send too
  askWithoutSubject: false, // the page has a question of its own
  sendOff: null, // how Send is off while no recipient stands: 'disabled' | 'aria-disabled'
  sendOffAfter: 0, // ms until it is drawn so
  serverTakes: 30, // ms until the compose goes
  failures: 0, // so many sends of each compose fail, and it stays
  writtenAfter: 0, // ms from opening a window to its document.write
  quotes: null, // an address: each text quotes a mail with the compose's own markup and this recipient
  displays: null, // an address: a mail with such markup stands open beside the compose
  fieldNames: false, // forms have fields named like every property of theirs
  bodyInFrame: false,
  keyClicks: false, // the shortcut clicks on Send
  contacts: {}, // name → address: what is typed becomes so, once its field is left
  decoys: 0, // rows that look like recipients
  redesigned: false, // classes renamed, lines wrapped, fields in another order
  open: ['new'], // composes open from the start: 'new' | 'reply' | 'full' | 'popout' | 'written'
};

const LETTERS = [
  ['Rosa Lindqvist', 'Minutes of the planning meeting', 'Thanks to all who came. The main points were', '10:42', true],
  ['Harbour Logistics', 'Shipment 4417 has arrived', 'Your delivery is ready for collection at gate', '09:15', true],
  ['Tomasz Brandt', 'Re: Training schedule', 'Wednesday works for both of us, see you at', '08:57', false],
  ['Facilities', 'Lift maintenance on Friday', 'The east lift will be out of service from', 'Yesterday', false],
  ['Ingrid Solberg', 'Photos from the summit', 'I finally sorted them, the best are in the', 'Yesterday', false],
  ['Library', 'Two books are due', 'Please return or renew before the end of', '18 Nov', false],
  ['Marc Okafor', 'Draft for review', 'Could you have a look at section three before', '17 Nov', false],
  ['Travel desk', 'Your itinerary', 'Train 0812 to the coast, seat 41, window', '16 Nov', false],
];

/** @param skin how one webmail draws its compose; see gmail.js */
export function startMailbox(skin, given) {
  const options = { ...ORDINARY, ...skin.options, ...given };
  const texts = TEXTS[options.locale];
  const app = {
    options,
    texts,
    skin,
    composes: [],
    active: null,
    open,
    send,
    commitAll,
    menu,
    place,
    bodyPlace,
    document,
  };
  window.sent = [];
  window.failed = [];
  window.mailbox = app;
  document.documentElement.lang = options.locale;
  document.documentElement.dir = texts.direction;
  drawPage(app);
  for (const kind of options.open) open(kind);
  if (options.windowCapture) listenOnWindow(app);

  /** The compose, or a promise of it where its window is written later. */
  function open(kind, given) {
    if (given !== undefined) return openIn(given, kind);
    if (kind === 'popout') return openIn(popOut(), kind);
    if (kind !== 'written') return openIn(document, kind);
    const written = writtenPopOut(options.writtenAfter);
    return written instanceof Promise ? written.then((place) => openIn(place, 'popout')) : openIn(written, 'popout');
  }

  function openIn(place, kind) {
    const compose = { id: `m${app.composes.length + 1}`, kind, sends: 0, document: place };
    compose.root = skin.draw(app, compose);
    if (options.redesigned) redesign(compose.root);
    if (!skin.isSwitched) switchSend(app, compose);
    if (options.displays !== null) display(compose, options.webmail, options.displays);
    if (options.quotes !== null) quote(compose, options.webmail, options.quotes);
    // All that goes when the compose goes.
    compose.shell = options.fieldNames ? nameFields(compose.root) : compose.root;
    app.composes.push(compose);
    app.active = compose;
    compose.root.addEventListener('focusin', () => {
      app.active = compose;
    });
    compose.root.addEventListener('keydown', (event) => keyed(app, compose, event));
    if (options.replaceOnFocus) skin.replaceOnFocus?.(app, compose);
    compose.fields.to.input.focus();
    return compose;
  }
}

/** Who a compose built of fields goes to. */
export function recipientsOf(compose) {
  return Object.fromEntries(Object.entries(compose.fields).map(([name, field]) => [name, field.addresses()]));
}

/** Put a compose where its kind belongs: over the list, in it, or in a window of its own. */
function place(compose, root) {
  if (compose.kind === 'reply') {
    root.classList.add('inline');
    document.querySelector('.list').append(root);
  } else if (compose.kind === 'popout') {
    root.classList.add('full');
    compose.document.body.append(root);
  } else document.body.append(root);
}

/** The message text itself, or a frame that holds it and has its own shortcut. */
function bodyPlace(compose, attributes = {}) {
  const app = window.mailbox;
  const { body } = compose;
  if (!app.options.bodyInFrame) return body;
  const frame = h('iframe.frame', attributes);
  frame.addEventListener('load', () => {
    const inner = frame.contentDocument;
    if (inner.body.contains(body)) return;
    inner.body.append(body);
    inner.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) app.send(compose, 'frame-key');
    });
  });
  return frame;
}

/** The compose's own key handler, as webmails have it on the box. */
function keyed(app, compose, event) {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (app.options.sendOff !== null) commitAll(compose);
  if (app.options.keyClicks) compose.sendButton.click();
  else app.send(compose, 'key');
}

function commitAll(compose) {
  for (const field of Object.values(compose.fields ?? {})) field.commit?.();
}

/** A menu drawn away from its compose. Entries: [attributes, text, action]. */
function menu(anchor, entries) {
  for (const open of document.querySelectorAll('.menu')) open.remove();
  const box = h('div.menu', { role: 'menu' });
  for (const [attributes, text, action] of entries) {
    const entry = h(
      attributes.class ? `div.${attributes.class.replaceAll(' ', '.')}` : 'div',
      { role: 'menuitem', tabindex: -1, ...attributes },
      text,
    );
    entry.addEventListener('click', () => {
      box.remove();
      action();
    });
    box.append(entry);
  }
  const place = anchor.getBoundingClientRect();
  box.style.left = `${Math.max(8, place.left - 120)}px`;
  box.style.top = `${Math.max(8, place.top - 40 * entries.length - 20)}px`;
  anchor.ownerDocument.body.append(box);
  return box;
}

/** Sends from window capture as well, before anything further down could stop it. */
function listenOnWindow(app) {
  window.addEventListener(
    'keydown',
    (event) => {
      const isChord = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
      const isPress = event.key === 'Enter' || event.key === ' ';
      const compose = app.composes.find((one) =>
        isChord ? one.root.contains(event.target) : isPress && one.sendButton === event.target,
      );
      if (compose === undefined || (!isChord && isOff(compose.sendButton))) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      app.send(compose, 'window-key');
    },
    true,
  );
  window.addEventListener(
    'mousedown',
    (event) => {
      const compose = app.composes.find((one) => one.sendButton?.contains(event.target));
      if (compose === undefined || isOff(compose.sendButton)) return;
      event.stopImmediatePropagation();
      app.send(compose, 'window-mousedown');
    },
    true,
  );
}

/** Wire a send button with the page's manner of sending. */
export function wireSend(app, compose, button, kind = 'send') {
  const { sendOn, windowCapture } = app.options;
  // Such a page listens in its own window; windows that it opens have their buttons alone.
  if (windowCapture && kind === 'send' && compose.document === document) return;
  let isArmed = false;
  const go = () => {
    if (!isOff(button)) app.send(compose, sendOn, kind);
  };
  if (sendOn === 'mousedown-then-click') {
    button.addEventListener('mousedown', () => {
      if (isOff(button)) return;
      isArmed = true;
      if (app.options.collapseOnSend) app.skin.collapse?.(compose);
    });
    for (const type of ['mouseup', 'click'])
      button.addEventListener(type, () => {
        if (!isArmed) return;
        isArmed = false;
        go();
      });
    button.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') go();
    });
    return;
  }
  button.addEventListener(sendOn, (event) => {
    if (event.button === undefined || event.button === 0) go();
  });
  if (button.localName === 'button' && sendOn !== 'click') {
    // The click that the browser makes of a key on a button.
    button.addEventListener('click', (event) => {
      if (event.detail === 0) go();
    });
  }
  if (button.localName !== 'button') {
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      go();
    });
  }
}

function drawPage({ texts, options, skin }) {
  const folders = [
    [ICONS.inbox, texts.inbox, '2'],
    [ICONS.star, texts.starred, ''],
    [ICONS.sent, texts.sent, ''],
    [ICONS.draft, texts.drafts, '1'],
    [ICONS.bin, texts.bin, ''],
  ];
  const list = h('main.list', skin.list ?? {});
  for (const [who, what, start, when, isUnread] of LETTERS) {
    list.append(
      h(
        isUnread ? 'div.row.unread' : 'div.row',
        {},
        icon(ICONS.star, 17),
        h('span', {}, who),
        h('span', {}, `${what} — ${start}…`),
        h('time', {}, when),
      ),
    );
  }
  for (let count = 0; count < options.decoys; count++) {
    const address = `friend${count}@example.org`;
    list.append(
      h(
        'div.row',
        {},
        icon(ICONS.star, 17),
        h('span', { email: address, 'data-hovercard-id': address }, `Friend ${count}`),
        h('span', {}, 'Hello again'),
        h('time', {}, '1 Nov'),
      ),
    );
  }
  const create = h('button.new', { type: 'button' }, icon(ICONS.pencil), texts.compose);
  create.addEventListener('click', () => window.mailbox.open('new'));
  document.body.append(
    h(
      'div.top',
      {},
      h('div.brand', {}, 'Postbox'),
      h('div.search', {}, icon(ICONS.search), texts.search),
      h('div.avatar', {}, 'K'),
    ),
    h(
      'div.below',
      {},
      h(
        'nav.side',
        skin.side ?? {},
        create,
        ...folders.map(([path, text, count], at) =>
          h(at === 0 ? 'div.folder.on' : 'div.folder', {}, icon(path, 18), text, h('b', {}, count)),
        ),
      ),
      list,
    ),
  );
}
