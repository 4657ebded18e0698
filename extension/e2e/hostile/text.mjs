/** What somebody can send in a mail: markup of a compose, long names, more recipients than anybody reads. */
import { pause } from '../support/user.mjs';
import { decision, good, slip, slipAndGood, unprompted } from './judge.mjs';

/** The guard has looked for composes anew by then, whatever its pace, in ms. */
const NOTICED = 7000;

/** A notice has been placed by then, in ms. */
const NOTICED_WITHIN = 1500;
/** The buttons of a question have been seen for long enough by then, in ms. */
const SEEN_AFTER = 1100;

/** Webmails that are always played; one of them takes recipients in an editable. */
const MAIN = ['gmail', 'outlook'];

/** A mail quoted in the text, or shown beside it, with the webmail's own compose in it. */
const quoted = (webmail) => ({
  isVariant: !MAIN.includes(webmail),
  name: `${webmail}: a quoted mail with the compose's own markup`,
  async play(scene) {
    const user = await scene.open(webmail, { quotes: 'olga@example.org' });
    await user.type(0, 'ann@army.ml');
    await pause(NOTICED);
    const won = await slip(scene, user, { write: false });
    await user.page.close();
    return won;
  },
});

const displayed = (webmail) => ({
  isVariant: !MAIN.includes(webmail),
  name: `${webmail}: a displayed mail with the compose's own markup and a slip`,
  async play(scene) {
    const user = await scene.open(webmail, { displays: 'eve@navy.ml' });
    await pause(1500);
    const hosts = await user.page.evaluate(() => document.querySelectorAll('nearmiss-notice').length);
    const won =
      (hosts > 0 ? 'a notice beside a received mail' : '') ||
      (await unprompted(scene, user)) ||
      (await good(scene, user, { compose: 0 }));
    await user.page.close();
    return won;
  },
});

/** Markup that somebody pastes or quotes, in places where text can be written. */
const HIDDEN_COPY = (place) => `document.addEventListener('DOMContentLoaded', () => {
  const one = window.mailbox.composes[0];
  one.fields.to.add('olga@example.org');
  const copy = one.root.cloneNode(true);
  one.fields.to.drop(one.fields.to.chips.at(-1));
  copy.hidden = true;
  const place = (${place})(one);
  place.append(copy);
});`;
const PLACES = {
  'in an editable that takes plain text':
    "(one) => { one.body.setAttribute('contenteditable', 'plaintext-only'); return one.body; }",
  'in a table of the text':
    "(one) => { const cell = document.createElement('td'); one.body.append(cell); return cell; }",
  'in a frame of the text':
    "(one) => { const frame = document.createElement('iframe'); one.body.append(frame); return frame.contentDocument.body; }",
  'in a shadow root of the text':
    "(one) => { const host = document.createElement('div'); one.body.append(host); return host.attachShadow({ mode: 'open' }); }",
  'in the subject line': '(one) => one.subject.parentElement',
};

/** So long a name that a pattern which is not linear takes minutes. */
const LONG = 600_000;
const LONG_NAMES = {
  'letters and an @': "'a'.repeat(N) + ' @ '",
  quotes: `"a@b" + "'".repeat(N)`,
  brackets: "'<' + '@'.repeat(N)",
  spaces: "'x' + ' '.repeat(N) + '@'",
};

const longName = (name, text) => ({
  isVariant: name === 'brackets' || name === 'spaces',
  name: `a slip behind a name of ${LONG} units: ${name}`,
  async play(scene) {
    const user = await scene.open('gmail');
    await user.type(0, 'ann@army.ml');
    await user.page.evaluate(`(() => {
      const N = ${LONG};
      const chip = window.mailbox.composes[0].fields.to.chips[0].chip.querySelector('.afV');
      chip.setAttribute('data-name', ${text});
      chip.removeAttribute('data-hovercard-id');
      chip.querySelector('.akl').textContent = ${text} + ' <ann@army.ml>';
    })()`);
    const timeout = pause(20_000).then(() => 'the page stood still for 20 s');
    const won = await Promise.race([slip(scene, user, { write: false }), timeout]);
    await Promise.race([user.page.close(), pause(3000)]);
    return won;
  },
});

/**
 * In ms. So many take tens of seconds on a busy machine, since each reading goes
 * through the whole list. What counts is what becomes of the mail in the end.
 */
const MANY_DECIDED_WITHIN = 90_000;

/** @param {'first' | 'last'} end where the slip stands among so many */
const many = (count, end) => ({
  isVariant: end === 'first',
  name: `a slip as the ${end} of ${count} recipients`,
  timeout: 2 * MANY_DECIDED_WITHIN,
  async play(scene) {
    const user = await scene.open('gmail');
    await user.type(0, end === 'first' ? 'ann@army.ml' : 'olga@example.org');
    await user.page.evaluate(
      ([wanted, last]) => {
        const { to } = window.mailbox.composes[0].fields;
        for (let at = 0; at < wanted; at++) to.add(`friend${at}@example.org`);
        to.add(last);
        // So many would push Send out of every window.
        to.input.parentElement.style.cssText = 'max-height:80px;overflow:auto';
      },
      [count - 2, end === 'last' ? 'ann@army.ml' : 'olga@example.org'],
    );
    await pause(3000);
    const before = (await user.sent()).length;
    await user.send(0, 'button');
    const what = await decision(scene, user, before, MANY_DECIDED_WITHIN);
    const isSaid = (await scene.says(user.page, 'nearmiss-status')) !== '' || (await scene.badge(user.page)) !== '';
    await user.page.close();
    if (what === 'asked' || (what === 'sent' && isSaid)) return '';
    return what === 'sent' ? 'a slip went unasked, and nobody was told' : 'neither sent nor asked about';
  },
});

/** A form with a field for every property name, with the focus; `isOver`: open in the top layer besides. */
const focusNamedForm = (user, isOver) =>
  user.page.evaluate((wanted) => {
    const names = new Set();
    for (let at = HTMLFormElement.prototype; at !== null; at = Object.getPrototypeOf(at))
      for (const name of Object.getOwnPropertyNames(at)) names.add(name);
    const form = document.createElement('form');
    form.tabIndex = -1;
    if (wanted) form.popover = 'manual';
    document.body.append(form);
    form.append(...[...names].map((name) => Object.assign(document.createElement('input'), { type: 'hidden', name })));
    // In a form that has the fields nothing can be called any more.
    if (wanted) HTMLElement.prototype.showPopover.call(form);
    HTMLElement.prototype.focus.call(form);
    if (document.activeElement !== form) throw new Error('the form has no focus');
  }, isOver);

/** The notice is placed all the same. */
const noticeUnderNamedForm = (name, isOver) => ({
  name: `notice: ${name}`,
  async play(scene) {
    const user = await scene.open('gmail');
    await user.type(0, 'ann@army.ml');
    await focusNamedForm(user, isOver);
    await pause(NOTICED_WITHIN);
    const card = (await scene.ours(user.page)).find(({ host, tag }) => host === 'nearmiss-notice' && tag === 'section');
    const left = await user.page.evaluate(() => window.mailbox.composes[0].root.getBoundingClientRect().left);
    await user.page.close();
    if (card?.box === undefined) return 'no notice';
    return card.box.left >= left ? '' : 'a notice beside nothing';
  },
});

/** Each question can be left and answered, however often Send is pressed. */
const questionUnderNamedForm = (name, isOver) => ({
  name: `question: ${name}`,
  async play(scene) {
    const user = await scene.open('gmail');
    await user.type(0, 'ann@army.ml');
    await focusNamedForm(user, isOver);
    const won =
      (await slip(scene, user, { mustAsk: true, write: false })) ||
      (await slip(scene, user, { mustAsk: true, write: false })) ||
      (await answered(scene, user));
    await user.page.close();
    return won;
  },
});

async function answered(scene, user) {
  await user.send(0, 'button');
  if ((await decision(scene, user, 0)) !== 'asked') return 'a slip was not asked about';
  await pause(SEEN_AFTER);
  const button = await scene.button(user.page, (one) => one.host === 'nearmiss-dialog' && one.choice === 'send');
  if (!button?.place) return 'a question without answers';
  await user.pressAt(button.place);
  return (await decision(scene, user, 0)) === 'sent' ? '' : 'an answer that sends nothing';
}

const NAMED_FORM = 'a form with a field for every property name has the focus';

export const text = [
  ...['gmail', 'outlook', 'yahoo', 'fastmail', 'proton'].map(quoted),
  ...['gmail', 'outlook', 'yahoo', 'fastmail', 'proton'].map(displayed),
  ...Object.entries(PLACES).map(([name, place]) => ({
    name: `a copy of the compose ${name}`,
    async play(scene) {
      const user = await scene.open('gmail', {}, HIDDEN_COPY(place));
      await pause(1500);
      const won = await slip(scene, user);
      await user.page.close();
      return won;
    },
  })),
  ...Object.entries(LONG_NAMES).map(([name, text]) => longName(name, text)),
  many(2001, 'last'),
  many(2001, 'first'),
  many(10_001, 'last'),
  {
    name: 'forms with a field for every property name',
    async play(scene) {
      const user = await scene.open('gmail', { fieldNames: true });
      const won = await slipAndGood(scene, user, { mustAsk: true });
      await user.page.close();
      return won;
    },
  },
  noticeUnderNamedForm(NAMED_FORM, false),
  noticeUnderNamedForm(`${NAMED_FORM}, open over the page`, true),
  questionUnderNamedForm(NAMED_FORM, false),
  questionUnderNamedForm(`${NAMED_FORM}, open over the page`, true),
];
