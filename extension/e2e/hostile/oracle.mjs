/**
 * Scripts that would learn whom this person writes to. They put guesses into
 * composes and watch everything that a page can see: whether a press of theirs
 * is stopped, what comes into the page, what changes, what is dispatched.
 */
import { pause } from '../support/user.mjs';
import { decision } from './judge.mjs';

/** Whom this person writes to; see `learnHistory`. More than may be learnt in a minute. */
export const HISTORY = [
  'kestrel-holdings.com',
  'lindqvist-clinic.org',
  'marbleton-press.net',
  'ostrander-foods.com',
  'quillfeather-labs.org',
  'tamarisk-shipping.com',
  'venturello-design.net',
  'wrenfield-academy.org',
];
/** So many answers from private knowledge a minute may be learnt in a compose that a person has touched. */
const BOUND = 5;

/** A near miss of each: a letter less. Near misses of one domain would all be one answer. */
const near = HISTORY.map((name) => name.slice(0, 3) + name.slice(4));
/** Names of the same kind that are near misses of nothing. */
const far = near.map((name, at) => `${'bdfg'[at % 4]}olsa${name.slice(4).replace('-', 'mur-')}`);

const noticeStands = (user) => user.page.evaluate(() => document.querySelector('nearmiss-notice') !== null);

/** Sends mails to the domains of the history as a person does, until they are habits. */
export async function learnHistory(scene) {
  const user = await scene.open('gmail', { open: [] });
  for (let mail = 0; mail < 3; mail++) {
    const compose = await user.open('new');
    for (const domain of HISTORY) await user.type(compose, `rosa@${domain}`);
    const before = (await user.sent()).length;
    await pause(400);
    await user.send(compose, 'button');
    await user.until('the mail to be sent', async () => (await user.sent()).length > before);
    await pause(900);
  }
  await user.until('the history to know them', async () => {
    const known = await scene.known();
    return HISTORY.every((domain) => known.includes(domain));
  });
  await user.page.close();
  // The core hears of habits at its leisure, and of settings at once.
  await scene.forget();
  await pause(500);
}

/**
 * Runs in the page: what becomes of guesses, each in a compose of its own, out of
 * sight. Resolves with all that could be seen, the same for guesses that are
 * treated alike.
 */
const WATCH = `window.watch = async (domains, how) => {
  const seen = [];
  const note = (what) => seen.push(what);
  const observer = new MutationObserver((changes) => {
    for (const { type, attributeName, addedNodes } of changes) {
      if (type === 'attributes' && /nearmiss/u.test(attributeName)) note('attribute ' + attributeName);
      for (const node of addedNodes) if (node.localName?.startsWith('nearmiss-')) note('element ' + node.localName);
    }
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true });
  attacker.answer((event) => note('event ' + event.type));
  const composes = [];
  for (const domain of domains) {
    window.mailbox.open('new');
    const one = window.mailbox.composes.at(-1);
    one.root.style.cssText = 'position:fixed;inset:0 auto auto -3000px';
    await how(one, 'rosa@' + domain);
    composes.push(one);
  }
  const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
  await wait(1200);
  for (let round = 0; round < 3; round++) {
    for (const one of composes) {
      if (!one.root.isConnected) continue;
      const before = window.sent.length;
      attacker.press(one.sendButton);
      if (window.sent.length === before) note('held in round ' + round);
      await wait(20);
    }
    await wait(1500);
  }
  note('open at the end: ' + composes.filter((one) => one.root.isConnected && one.sends === 0).length);
  observer.disconnect();
  for (const one of composes) one.shell.remove();
  await wait(300);
  return seen.sort().filter((what) => !what.includes('round 0'));
};
window.ways = {
  chip: (one, address) => one.fields.to.add(address),
  typed: (one, address) => {
    one.fields.to.input.focus();
    one.fields.to.input.value = address;
    one.fields.to.input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  },
  command: (one, address) => {
    one.fields.to.input.focus();
    document.execCommand('insertText', false, address);
  },
  keys: (one, address) => {
    one.fields.to.input.focus();
    for (const key of address)
      for (const Kind of ['keydown', 'keypress', 'keyup'])
        one.fields.to.input.dispatchEvent(new KeyboardEvent(Kind, { key, bubbles: true, cancelable: true, composed: true }));
    one.fields.to.input.value = address;
    for (const type of ['beforeinput', 'input', 'compositionstart', 'compositionend', 'paste', 'drop', 'click'])
      one.fields.to.input.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  },
};`;

/** In composes that nobody touched, guesses are answered as strangers are. */
const untouched = (way) => ({
  isVariant: way === 'typed',
  name: `guesses at the history in composes that nobody touched, by ${way}`,
  async play(scene) {
    const user = await scene.open('gmail', { open: [] }, WATCH);
    const see = (domains) =>
      user.page.evaluate(([names, how]) => window.watch(names, window.ways[how]), [domains, way]);
    const strangers = await see(far.slice(0, 4));
    const guesses = await see(near.slice(0, 4));
    await user.page.close();
    const more = guesses.filter((what) => !strangers.includes(what));
    const less = strangers.filter((what) => !guesses.includes(what));
    return more.length + less.length === 0
      ? ''
      : `guesses differ from strangers: ${[...more, ...less].slice(0, 3).join(', ')}`;
  },
});

/**
 * Runs in the page: puts guesses into a compose that a person has touched, one
 * after the other, and counts those that a notice answers. It waits until the notice
 * of the guess before is gone, however slow the machine is: otherwise that notice
 * would count twice.
 */
const COUNT_ANSWERS = `window.countAnswers = async (domains) => {
  const [{ fields: { to } }] = window.mailbox.composes;
  const isShown = () => document.querySelector('nearmiss-notice') !== null;
  const becomes = async (wanted, within) => {
    for (const end = performance.now() + within; isShown() !== wanted && performance.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 50));
    return isShown() === wanted;
  };
  let count = 0;
  for (const domain of domains) {
    to.drop(to.chips.at(-1));
    if (!(await becomes(false, 5000))) throw new Error('a notice stays without its recipient');
    to.add('rosa@' + domain);
    if (await becomes(true, 2000)) count++;
  }
  return count;
};`;

/**
 * Plays `guess`, which resolves with how many guesses were answered, and wants no
 * more answers than the bound. Its site is one where nothing else here writes or
 * guesses, since an answer that a site has had costs nothing more on that day: at
 * Gmail's the near misses of the controls would come on top of five new answers.
 */
async function withinBound(scene, guess) {
  const started = Date.now();
  const answers = await guess();
  const minutes = Math.ceil((Date.now() - started) / 60_000);
  if (answers === 0) throw new Error('no guess was answered: the attack did not work at all');
  if (answers <= BOUND * minutes) return '';
  const counted = Object.values((await scene.stored('budget')) ?? {}).flatMap((site) =>
    Object.values(site).map(({ at }) => Math.round((at - started) / 1000)),
  );
  return `${answers} guesses answered within ${minutes} min (counted at all sites, in s: ${counted.join(' ')})`;
}

/** In a compose that a person has touched, a script changes the recipient; so many answers a minute it may have. */
const touched = {
  name: 'guesses at the history in a compose that a person touched, at a high rate',
  async play(scene) {
    const user = await scene.open('fastmail', {}, COUNT_ANSWERS);
    await user.type(0, 'olga@example.org');
    const won = await withinBound(scene, () => user.page.evaluate((domains) => window.countAnswers(domains), near));
    await user.page.close();
    return won;
  },
};

/** The same across reloads: a new page is no new minute. */
const reloaded = {
  name: 'guesses at the history over reloads of the page',
  play: (scene) =>
    withinBound(scene, async () => {
      let answers = 0;
      for (let page = 0; page < 3; page++) {
        const user = await scene.open('yahoo', {}, COUNT_ANSWERS);
        await user.type(0, 'olga@example.org');
        const guesses = near.slice(page * 3, page * 3 + 3);
        answers += await user.page.evaluate((domains) => window.countAnswers(domains), guesses);
        await user.page.close();
      }
      return answers;
    }),
};

/**
 * Guesses where nobody writes: a script could see all answers that are collected
 * there at the first touch, and none would be left for the person.
 */
const spent = {
  name: 'guesses in a compose that nobody touched, before a person writes beside it',
  async play(scene) {
    const user = await scene.open('outlook', { open: ['new', 'new'] });
    await user.page.evaluate(
      (domains) => {
        for (const domain of domains) window.mailbox.composes[0].fields.to.add(`rosa@${domain}`);
      },
      near.slice(0, BOUND + 1),
    );
    await pause(2500);
    await user.type(1, `rosa@${near.at(-1)}`);
    const isShown = await user.until('the notice', () => noticeStands(user)).catch(() => false);
    await user.page.close();
    return isShown ? '' : 'the answers for a person were spent before';
  },
};

/** What the bound must not take away: a person's own slip, by hand. */
const control = {
  name: 'a near miss of the history, written by a person',
  isControl: true,
  async play(scene) {
    const user = await scene.open('gmail');
    await user.type(0, `rosa@${near.at(-1)}`);
    const isShown = await user.until('the notice', () => noticeStands(user)).catch(() => false);
    await user.page.close();
    return isShown ? '' : 'no notice';
  },
};

/** The same where nothing was written by hand: the first press on Send is a person's. */
const firstPress = {
  name: 'a near miss of the history in a mail that was there, sent by its first press',
  isControl: true,
  async play(scene) {
    const user = await scene.open('gmail');
    await user.page.evaluate((domain) => window.mailbox.composes[0].fields.to.add(`rosa@${domain}`), near.at(-2));
    await pause(900);
    await user.send(0, 'button');
    const what = await decision(scene, user, 0);
    await user.page.close();
    return what === 'asked' ? '' : what;
  },
};

/** Dictation and input methods write without a key. */
const dictated = {
  name: 'a near miss of the history, dictated',
  isControl: true,
  only: 'Chromium', // Firefox's driver cannot dictate
  async play(scene) {
    const user = await scene.open('gmail');
    await user.focusField(0, 'to');
    await user.page.keyboard.insertText(`rosa@${near.at(-3)} `);
    await user.page.evaluate(() => window.mailbox.composes[0].body.focus());
    const isShown = await user.until('the notice', () => noticeStands(user)).catch(() => false);
    await user.page.close();
    return isShown ? '' : 'no notice';
  },
};

export const oracle = [
  control,
  firstPress,
  dictated,
  ...['chip', 'typed', 'command', 'keys'].map(untouched),
  touched,
  reloaded,
  spent,
];
