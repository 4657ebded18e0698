/**
 * Where and how a mail can be on its way, per webmail, and what must be true
 * each time. Played in both browsers; `coveragereporter.mjs` makes the table of it.
 */
import { bundledDescriptors } from '../../src/webmail/descriptors.ts';
import { pause, User } from '../support/user.mjs';

/** So late a page draws its Send anew, in ms: slower than any frame. */
const LATE = 120;
/** How long a slow server takes, in ms: longer than any wait of the guard for the background. */
const SERVER_TAKES = 10_000;
/** Longer than it takes to notice what has been put into a page, in ms. */
const NOTICED = 3000;

/** A place a compose can be in: what the page is told, what is opened, and what is done before sending, until the mail is on its way, and until its compose has gone. */
const SITUATIONS = {
  new: {},
  reply: { options: { open: [], archive: true }, kind: 'reply' },
  'folded recipients': { before: (user, compose) => fold(user, compose) },
  'full screen': { options: { open: [] }, kind: 'full' },
  'pop-out window': { options: { open: [] }, kind: 'popout' },
  'two composes': { second: true },
  'old widget': { options: { widget: 'old' } },
  'small screen': { options: { widget: 'small' } },
  'on premises': { options: { widget: 'premises' } },
  redesigned: { options: { redesigned: true } },
  'Cc field': { field: 'cc' },
  'Bcc field': { field: 'bcc' },
  'typed, not committed': { commit: '', options: { keepsText: true } },
  'chips resolved late': { options: { chipsAfter: 300 } },
  'fields drawn anew on focus': { options: { replaceOnFocus: true } },
  'page listens on window capture': { options: { windowCapture: true } },
  'sends on mousedown': { options: { sendOn: 'mousedown', collapseOnSend: true } },
  'known contact': { options: { knownContacts: true } },
  'docked compose': { options: { docked: true } },
  German: { options: { locale: 'de' } },
  Arabic: { options: { locale: 'ar' } },
  'among 4,000 rows': { options: { decoys: 4000 } },
  'Send disabled without recipients': { options: { sendOff: 'disabled' } },
  'Send disabled a moment later': { options: { sendOff: 'disabled', sendOffAfter: LATE } },
  'Send aria-disabled without recipients': { options: { sendOff: 'aria-disabled' } },
  'Send aria-disabled a moment later': { options: { sendOff: 'aria-disabled', sendOffAfter: LATE } },
  'drawn by React': { options: { widget: 'react' } },
  'React, Send disabled': { options: { widget: 'react', sendOff: 'disabled' } },
  'React, Send aria-disabled late': { options: { widget: 'react', sendOff: 'aria-disabled', sendOffAfter: LATE } },
  'written pop-out': { options: { open: [] }, kind: 'written' },
  'pop-out written a moment later': { options: { open: [], writtenAfter: 50 }, kind: 'written' },
  'pop-out written late': { options: { open: [], writtenAfter: 1200 }, kind: 'written' },
  'quotes a compose': { options: { quotes: 'olga@example.org', displays: 'eve@navy.ml' }, before: settled },
  'fields named like properties': { options: { fieldNames: true } },
  'asks for a subject': { options: { askWithoutSubject: true }, goes: (user) => user.confirm() },
  'slow server': { options: { serverTakes: SERVER_TAKES }, gone: arrived },
  'first send fails': { options: { failures: 1, serverTakes: 300 }, goes: againAfterFailure },
};

const ALL_WAYS = ['button', 'enter', 'space', 'chord', 'cmd-chord', 'schedule'];
const MAIN_WAYS = ['button', 'chord'];
/** Ways that only some pages offer: the menu of other ways to send, send-and-archive. */
const WITHOUT_MENU = ['small screen', 'on premises'];
const EVERYWHERE = [
  'redesigned',
  'Cc field',
  'Bcc field',
  'typed, not committed',
  'two composes',
  'pop-out window',
  'page listens on window capture',
  'sends on mousedown',
  'German',
  'Arabic',
  'Send disabled without recipients',
  'Send disabled a moment later',
  'Send aria-disabled without recipients',
  'Send aria-disabled a moment later',
  'written pop-out',
  'pop-out written a moment later',
  'pop-out written late',
  'quotes a compose',
  'fields named like properties',
  'asks for a subject',
  'slow server',
  'first send fails',
];

/** Which situations each webmail has, as far as is known of them; one that is not named here has `EVERYWHERE`. */
const REACHABLE = {
  gmail: [
    'reply',
    'folded recipients',
    'full screen',
    'old widget',
    'small screen',
    'chips resolved late',
    'fields drawn anew on focus',
    'among 4,000 rows',
    ...EVERYWHERE,
  ],
  outlook: [
    'reply',
    'folded recipients',
    'old widget',
    'on premises',
    'chips resolved late',
    'docked compose',
    ...EVERYWHERE,
  ],
  yahoo: ['reply', 'full screen', 'old widget', 'known contact', ...EVERYWHERE],
  proton: [
    'reply',
    'folded recipients',
    'full screen',
    'known contact',
    'drawn by React',
    'React, Send disabled',
    'React, Send aria-disabled late',
    ...EVERYWHERE,
  ],
  fastmail: ['reply', 'full screen', 'old widget', ...EVERYWHERE],
};

/** Situations that are alike everywhere: outside of the whole table one webmail stands for all. */
const ONCE = {
  'Send disabled a moment later': 'gmail',
  'Send aria-disabled without recipients': 'fastmail',
  'Send aria-disabled a moment later': 'yahoo',
  'pop-out written a moment later': 'outlook',
  'pop-out written late': 'yahoo',
  'asks for a subject': 'proton',
  'slow server': 'gmail',
  'first send fails': 'outlook',
};

/** The ways to send that a situation offers. */
export function waysOf(webmail, situation) {
  const ways = ALL_WAYS.filter((way) => way !== 'schedule' || !WITHOUT_MENU.includes(situation));
  return webmail === 'gmail' && situation === 'reply' ? [...ways, 'archive'] : ways;
}

/** Every webmail with hosts of its own whose Send is guarded. */
function guarded() {
  const ids = bundledDescriptors
    .filter(({ hosts, guards }) => hosts.length > 0 && guards === 'send')
    .map(({ id }) => id);
  return [...new Set([...Object.keys(REACHABLE), ...ids])];
}

/**
 * Every cell of the table: [webmail, situation, ways]. With NEARMISS_ALL=1 each
 * situation is played in all ways that it offers, else in the main ones.
 */
export function cells(isAll = Boolean(process.env.NEARMISS_ALL)) {
  return guarded().flatMap((webmail) => {
    const situations = REACHABLE[webmail] ?? EVERYWHERE;
    const played = isAll ? situations : situations.filter((one) => [undefined, webmail].includes(ONCE[one]));
    return ['new', ...played].map((situation) => {
      const ways = waysOf(webmail, situation);
      const isMain = (way) => MAIN_WAYS.includes(way) || way === 'archive';
      return [webmail, situation, isAll || situation === 'new' ? ways : ways.filter(isMain)];
    });
  });
}

export function optionsOf(situation) {
  return SITUATIONS[situation].options ?? {};
}

/**
 * One way to send in one situation: a slip is held and nothing goes; going
 * back keeps the mail; the change goes out once and right. Then a good one,
 * which nobody may be asked about.
 * @param opened number of an open compose that is still empty
 */
async function play(user, situation, way, opened, { goesBack = true } = {}) {
  const { before, field = 'to', commit = 'Enter', second, goes, gone } = SITUATIONS[situation];
  const other = second ? await user.open('new') : null;
  if (other !== null) await user.type(other, 'olga@example.org');
  const start = (await user.sent()).length;

  await user.type(opened, 'ann@army.ml', { field, commit });
  await user.until('the notice', () => user.hasNotice());
  await before?.(user, opened);
  await user.send(opened, way);
  await user.until('the question', () => user.isAsked());
  await user.claimNothingSent(start);
  if (goesBack) {
    await user.answer('back');
    await user.claimNothingSent(start);
    user.claim('the compose is still there', await user.isOpen(opened), true);
    await user.send(opened, way);
  }
  await user.answer('fix');
  await goes?.(user, opened, way);
  await user.claimSentOnce(start, ['ann@army.mil']);
  await gone?.(user, opened);
  user.claim('mails sent in the end', (await user.sent()).length, start + 1);

  if (other !== null) {
    await user.send(other, way);
    await user.claimSentOnce(start + 1, ['olga@example.org']);
    user.claim('nothing was asked about the other compose', await user.isAsked(), false);
  }
}

/** A good address by the same way: untouched and unasked. */
async function playGood(user, situation, way, opened) {
  const { before, field = 'to', commit = 'Enter', goes, gone } = SITUATIONS[situation];
  const start = (await user.sent()).length;
  await user.type(opened, 'ann@army.mil', { field, commit });
  await before?.(user, opened);
  await pause(150); // the verdict is known by then, as for everyone who writes more than an address
  await user.send(opened, way);
  await goes?.(user, opened, way);
  const mail = await user.claimSentOnce(start, ['ann@army.mil']);
  user.claim('sent by the hand of the person', mail.isTrusted, true);
  user.claim('asked', await user.isAsked(), false);
  await gone?.(user, opened);
  user.claim('mails sent in the end', (await user.sent()).length, start + 1);
}

/** All ways of one situation on one page; yields what the table says of each. */
export async function* playAll(page, webmail, situation, ways) {
  for (const [at, way] of ways.entries()) {
    const user = new User(page);
    for (const go of [play, playGood]) {
      const isPopOut = ['popout', 'written'].includes(SITUATIONS[situation].kind);
      const popUp = isPopOut ? new Promise((resolve) => page.once('popup', resolve)) : null;
      const compose = await openFor(user, situation);
      if (popUp !== null) {
        user.where = await popUp;
        await user.where.bringToFront();
      }
      await go(user, situation, way, compose, { goesBack: at === 0 });
      if (popUp !== null) await user.where.close();
    }
    yield { webmail, situation, way, assertions: user.assertions };
  }
}

/** Opens what the situation asks for; the number of the compose. */
async function openFor(user, situation) {
  const { kind = 'new', options } = SITUATIONS[situation];
  const isOpen = await user.page.evaluate(() =>
    window.mailbox.composes.findIndex((one) => one.sends === 0 && one.root.isConnected),
  );
  if (isOpen >= 0 && options?.open === undefined) return isOpen;
  return user.open(kind);
}

async function fold(user, compose) {
  await user.page.evaluate((at) => {
    const one = window.mailbox.composes[at];
    one.body.focus();
    window.mailbox.skin.collapse(one);
  }, compose);
  await pause(60);
}

/** What was put into the page has been seen by then, as it is while somebody writes a letter. */
async function settled() {
  await pause(NOTICED);
}

/** The compose stands for as long as its server takes; nobody says meanwhile that the mail was not sent. */
async function arrived(user, compose) {
  const isGone = async () => {
    user.claim('said while the server takes its time', NOT_SENT.test(await user.said()), false);
    return !(await user.isOpen(compose));
  };
  await user.until('the server to answer', isGone, SERVER_TAKES + user.patience);
}

/** Nobody presses again sooner, in ms: until then it would be the second press of a double click. */
const AGAIN_AFTER = 1000;

/** What our words for a mail that did not go have in common. */
const NOT_SENT = /not been sent|not sent/u;

/** The page says that it could not send; the person presses once more, and is not asked again. */
async function againAfterFailure(user, compose, way) {
  await user.until('the send to fail', () =>
    user.page.evaluate((at) => window.failed.some((one) => one.compose === `m${at + 1}`), compose),
  );
  user.claim('said of a send that failed', NOT_SENT.test(await user.said()), false);
  await pause(AGAIN_AFTER);
  await user.send(compose, way);
}
