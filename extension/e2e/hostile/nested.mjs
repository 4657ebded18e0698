/** A compose's own markup that a script puts into the real one, outside of its text, with a good recipient in it. */
import { pause } from '../support/user.mjs';
import { good, slip } from './judge.mjs';

/**
 * As few names as make a compose: `parts` without a Send, `send` for one that has it. `to`, `subject` and
 * `recipient` are single parts of a compose, as a page may draw them elsewhere. An element is its name,
 * its attributes and what is in it.
 */
const IMITATIONS = {
  gmail: {
    box: 'M9',
    parts: [
      ['div', { class: 'agP' }, ['div', { class: 'afV', 'data-hovercard-id': 'olga@example.org' }, 'Olga']],
      ['span', { class: 'Am editable' }],
      ['div', { class: 'dC' }],
    ],
    send: ['div', { class: 'dC' }, ['div', { class: 'aoO', role: 'button' }, 'Send']],
    to: ['input', { name: 'to' }],
    subject: ['input', { name: 'subjectbox' }],
    recipient: ['div', { role: 'option', 'data-hovercard-id': 'eve@navy.ml' }, 'Eve'],
  },
  outlook: {
    box: 'owaMailComposeEditorScrollContainer',
    parts: [
      ['div', { id: 'MSG_9_TO' }, ['span', { class: '_EType_RECIPIENT_ENTITY' }, 'olga@example.org']],
      ['div', { 'aria-multiline': 'true' }],
      ['div', { class: 'SplitButton__primaryActionButton' }],
    ],
    send: ['div', { 'data-testid': 'ComposeSendButton' }, ['button', { type: 'button' }, 'Send']],
    to: ['div', { id: 'MSG_9_TO' }],
    subject: ['input', { id: 'MSG_9_SUBJECT' }],
    recipient: ['span', { class: 'wellItemText' }, 'eve@navy.ml'],
  },
  yahoo: {
    box: '',
    parts: [
      ['div', { 'data-test-id': 'compose-header-field-to' }, ['div', { 'data-test-id': 'y-pill' }, 'olga@example.org']],
      ['div', { role: 'textbox' }],
      ['span', { 'data-test-id': 'compose-send' }],
    ],
    send: ['button', { type: 'button', 'data-test-id': 'compose-send-button' }, 'Send'],
    to: ['div', { 'data-test-id': 'compose-header-field-to' }],
    subject: ['input', { 'data-test-id': 'compose-subject' }],
    recipient: ['div', { 'data-test-id': 'y-pill' }, 'eve@navy.ml'],
  },
  fastmail: {
    box: 'v-Compose',
    parts: [
      ['div', { class: 'v-EmailInput' }, ['ul', { class: 'v-EmailInput-tokens' }, ['li', {}, 'olga@example.org']]],
      ['textarea', {}],
    ],
    send: ['button', { type: 'button', class: 'v-Button s-send' }, 'Send'],
  },
  proton: {
    box: 'composer',
    parts: [
      [
        'div',
        { class: 'composer-to-editor' },
        ['div', { 'data-testid': 'composer-addresses-item' }, 'olga@example.org'],
      ],
      ['div', { 'data-testid': 'composer:footer' }, ['button', { type: 'button' }, 'Discard']],
    ],
    send: ['button', { type: 'button', 'data-testid': 'composer:send-button' }, 'Send'],
  },
};

/** For the page: makes such an element, and does something once the composes stand. */
const WHEN_DRAWN = (work, ...given) => `
  const make = ([name, attributes, ...inside]) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside.map((one) => (typeof one === 'string' ? one : make(one))));
    return element;
  };
  document.addEventListener('DOMContentLoaded', () => (${work})(make, ...${JSON.stringify(given)}));`;

/** Webmails that are always played. */
const MAIN = ['gmail', 'outlook', 'yahoo'];

const OFF_SCREEN = 'position:absolute;left:-5000px;top:0;width:400px';
const TRANSPARENT = 'position:absolute;left:0;top:0;opacity:0;pointer-events:none';
const ONE_PIXEL = 'position:absolute;width:1px;height:1px;overflow:hidden';

/** For the page: puts an imitation into its first compose. */
const imitate = (make, { box, parts, send }, { place, style, hasSend }) => {
  const [one] = window.mailbox.composes;
  const imitation = document.createElement('div');
  imitation.className = box;
  const content = document.createElement('div');
  content.style.cssText = style;
  content.append(...(hasSend ? [...parts, send] : parts).map(make));
  imitation.append(content);
  const tools = one.sendButton.closest('.tools');
  const subject = one.subject.closest('.line');
  if (place === 'ahead of the page') document.body.prepend(imitation);
  else if (place === 'beside the fields') subject.before(imitation);
  else if (place === 'beside the Send') tools.append(imitation);
  else {
    const part = place === 'around the Send' ? one.sendButton : tools;
    imitation.style.display = 'contents';
    part.replaceWith(imitation);
    imitation.append(part);
  }
};

const TRIED = [
  { place: 'beside the Send', style: OFF_SCREEN, how: 'off screen' },
  { place: 'beside the fields', style: TRANSPARENT, how: 'transparent' },
  { place: 'beside the fields', style: OFF_SCREEN, how: 'off screen, sent by chord', way: 'chord' },
  { place: 'beside the Send', style: ONE_PIXEL, how: 'in one pixel, with a Send of its own', hasSend: true },
  { place: 'around the Send', style: OFF_SCREEN, how: 'off screen' },
  { place: 'around the toolbar', style: ONE_PIXEL, how: 'in one pixel' },
];

const nested = (webmail, tried, imitation = IMITATIONS[webmail]) => ({
  isVariant: !MAIN.includes(webmail),
  name: `${webmail}: an imitation ${tried.place}, ${tried.how}`,
  async play(scene) {
    const user = await scene.open(webmail, {}, WHEN_DRAWN(imitate, imitation, tried));
    const won = await slip(scene, user, { mustAsk: true, way: tried.way });
    await user.page.close();
    return won;
  },
});

/** With more subject lines than are looked at, so that the real compose is never found. */
const ENDLESS = { place: 'ahead of the page', style: OFF_SCREEN, how: 'with 2,000 subject lines' };
const endless = (webmail, way, how = ENDLESS.how) => {
  const { parts, subject, ...rest } = IMITATIONS[webmail];
  return nested(webmail, { ...ENDLESS, way, how }, { ...rest, parts: [...parts, ...Array(2000).fill(subject)] });
};

/** For the page: puts a part of a compose beside two composes, into the box that holds both. */
const putBeside = (make, part) => {
  window.mailbox.composes[0].root.parentElement.append(make(part));
};

/** A page may draw a suggestion or a line of an older compose by itself: what it is beside stays two mails. */
const honest = (webmail, part) => ({
  isControl: true,
  name: `${webmail}: two composes beside a ${part} that is in none`,
  async play(scene) {
    const script = WHEN_DRAWN(putBeside, IMITATIONS[webmail][part]);
    const user = await scene.open(webmail, { open: ['new', 'new'] }, script);
    await user.type(0, 'ann@army.ml');
    await pause(700);
    const won =
      (await good(scene, user, { compose: 1 })) ||
      (await slip(scene, user, { compose: 0, write: false, mustAsk: true }));
    await user.page.close();
    return won;
  },
});

/** Around the toolbar of Proton an imitation won nothing without the defence either. */
const isPlayed = (webmail, { place }) => webmail !== 'proton' || place !== 'around the toolbar';

export const nestedComposes = [
  ...Object.keys(IMITATIONS).flatMap((webmail) =>
    TRIED.filter((tried) => isPlayed(webmail, tried)).map((tried) => nested(webmail, tried)),
  ),
  endless('gmail'),
  endless('gmail', 'chord', `${ENDLESS.how}, sent by chord`),
  ...MAIN.flatMap((webmail) => ['to', 'subject', 'recipient'].map((part) => honest(webmail, part))),
];
