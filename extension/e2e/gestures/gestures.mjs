/**
 * Random sends on pages that behave differently each time, with everything that
 * can go wrong beside them (support/faults.mjs). Counted: mails that were lost, sent
 * twice, sent although they had to be held, changed without being asked, or
 * asked about without a reason.
 */
import { Faults } from '../support/faults.mjs';
import { pause } from '../support/user.mjs';
import { Habits } from './habits.mjs';
import { MailPlayer } from './mailplayer.mjs';
import { EVERY } from './mishaps.mjs';
import { behaviourOf, numbersFrom, SLOW_SERVER } from './random.mjs';
import { Tally } from './tally.mjs';

export { FAILURES } from './tally.mjs';

/** Mails on one page, before another one behaves in another way. */
const MAILS_PER_PAGE = 30;
/** The same where each takes as long as a slow server. */
const SLOW_MAILS_PER_PAGE = 4;

/**
 * @param {{context: object, webmail: string, open: (options: object) => Promise<object>, gestures: number, seed: number}} wanted
 *   open: a fresh page of the webmail
 * @returns counts and the first troubles in words
 */
export async function playGestures({ context, webmail, open, gestures, seed }) {
  const next = numbersFrom(seed);
  const draw = {
    next,
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)],
  };
  const faults = new Faults(context);
  const tally = new Tally(Object.keys(EVERY));
  const run = {
    webmail,
    draw,
    faults,
    tally,
    protectedDomains: [],
    habits: new Habits(),
  };
  await faults.prepare();
  while (tally.count.gestures < gestures) {
    const behaviour = behaviourOf(webmail, draw);
    tally.behaviour = behaviour;
    const page = await open(behaviour);
    const player = await MailPlayer.start(run, page, behaviour);
    tally.count.pages++;
    const mails = behaviour.serverTakes >= SLOW_SERVER ? SLOW_MAILS_PER_PAGE : MAILS_PER_PAGE;
    for (let mail = 0; mail < mails && tally.count.gestures < gestures; mail++) if (!(await player.play())) break;
    await pause(300);
    await player.countDoubles();
    await page.close();
  }
  return tally.result();
}
