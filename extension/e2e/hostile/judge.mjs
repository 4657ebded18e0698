/**
 * What an attack is worth: '' when it came to nothing, else what it won, in
 * words. Won is what README.md of this folder counts as won.
 */
import { pause } from '../support/user.mjs';

/** Longer than any wait of the guard for the background, in ms. */
const DECIDED_WITHIN = 8000;
/** A verdict is known by then, in ms. */
const JUDGED_WITHIN = 700;
/** Long enough for a second mail to have followed the first, in ms. */
const SECOND_WITHIN = 900;

/** Waits for a mail or for our question, whichever comes first: 'sent', 'asked', or 'neither'. */
export async function decision(scene, user, before, within = DECIDED_WITHIN) {
  for (const end = Date.now() + within; Date.now() < end; await pause(60)) {
    if ((await user.sent()).length > before) return 'sent';
    if (await scene.isAsked(user.where)) return 'asked';
  }
  return 'neither';
}

/**
 * A person writes to a slip and presses Send.
 * @param {{mustAsk?: boolean, mayStay?: boolean, way?: string, compose?: number, write?: boolean}} [wanted]
 *   mustAsk: it is our own business to read such a page, so that a badge is no excuse
 *   mayStay: the page takes our question away, so that nobody can be asked; the mail must stay
 */
export async function slip(
  scene,
  user,
  { mustAsk = false, mayStay = false, way = 'button', compose = 0, write = true } = {},
) {
  const before = (await user.sent()).length;
  if (write) await user.type(compose, 'ann@army.ml');
  await pause(JUDGED_WITHIN);
  await user.send(compose, way);
  const what = await decision(scene, user, before, mayStay ? 2500 : DECIDED_WITHIN);
  if (what === 'sent') {
    await pause(200);
    if (mustAsk) return 'a slip went unasked';
    return (await scene.badge(user.page)) === '' ? 'a slip went unasked under a clean badge' : '';
  }
  if (what === 'neither' && !mayStay) return 'a slip was neither sent nor asked about';
  await user.where.keyboard.press('Escape');
  await pause(250);
  if ((await user.sent()).length > before) return 'Escape sent the mail';
  return (await scene.isAsked(user.where)) ? 'Escape does not end the question' : '';
}

/** The same person writes to the right address and presses Send. */
export async function good(scene, user, { way = 'button', compose, address = 'ann@army.mil' } = {}) {
  let at = compose;
  if (at === undefined) {
    await user.page.evaluate(() => {
      for (const one of window.mailbox.composes) one.shell.remove();
    });
    at = await user.open('new');
  }
  const before = (await user.sent()).length;
  await user.type(at, address);
  await pause(200);
  await user.send(at, way);
  const what = await decision(scene, user, before);
  if (what === 'asked') return 'a good mail was asked about';
  if (what === 'neither') return 'a good mail was lost';
  await pause(SECOND_WITHIN);
  const mails = (await user.sent()).slice(before);
  if (mails.length !== 1) return `a good mail went ${mails.length} times`;
  return mails[0].to.join() === address ? '' : `a good mail went to ${mails[0].to}`;
}

/** Both, one after the other. */
export async function slipAndGood(scene, user, wanted = {}) {
  return (await slip(scene, user, wanted)) || (await good(scene, user, { way: wanted.way }));
}

/** Nobody has pressed anything, so we have nothing to say that wants an answer. */
export async function unprompted(scene, user) {
  if (await scene.isAsked(user.where)) return 'a question without a press';
  const said = await scene.says(user.where, 'nearmiss-status');
  return said === '' ? '' : `“${said}” without a press`;
}
