/**
 * Random sends on pages that behave differently each time, with everything that
 * can go wrong beside them (support/faults.mjs). Counted: mails that were lost, sent
 * twice, sent although they had to be held, changed without being asked, or
 * asked about without a reason.
 */
import { followCopies } from '../support/contentworld.mjs';
import { Faults } from '../support/faults.mjs';
import { pause, User } from '../support/user.mjs';
import { mannerOf, newDomain, numbersFrom, SLOW_SERVER } from './random.mjs';
import { letterOf, waysOn } from './randommail.mjs';

/** A mail that has not left after this time is lost, in ms: longer than the guard waits for a silent core. */
const LOST_AFTER = 12_000;
/** Nobody presses again sooner after a send that failed, in ms. */
const AGAIN_AFTER = 1000;
/** Mails on one page, before another one behaves in another way. */
const MAILS_PER_PAGE = 30;
/** The same where each takes as long as a slow server. */
const SLOW_MAILS_PER_PAGE = 4;
/** So much later, in ms, an extension that was reloaded is back on a busy machine; 0.2 to 1.2 s is usual. */
const COMES_WITHIN = 30_000;
/** Mails that make a domain a habit (src/background/history.ts). */
const HABIT = 3;
/** Longer than it takes to write a mail and the guard waits for the core, in ms. */
const SILENCE = 9_000;
/** How often something goes wrong, by what it costs. */
const EVERY = { silence: 401, reload: 37, protect: 29, stop: 19, slow: 31 };

/** What is counted that must be 0. */
export const FAILURES = ['lost', 'double', 'leaked', 'altered', 'needless', 'unsaid', 'stuck'];

/**
 * @param {{context: object, webmail: string, open: (options: object) => Promise<object>, gestures: number, seed: number}} wanted
 *   open: a fresh page of the webmail
 * @returns counts and the first troubles in words
 */
export async function playGestures({ context, webmail, open, gestures, seed }) {
  const next = numbersFrom(seed);
  const chance = (share) => next() < share;
  const pick = (list) => list[Math.floor(next() * list.length)];
  const faults = new Faults(context);
  const count = { gestures: 0, mails: 0, pages: 0, asked: 0, unchecked: 0, covered: 0 };
  for (const name of Object.keys(EVERY)) count[name] = 0;
  for (const name of FAILURES) count[name] = 0;
  const troubles = [];
  const trouble = (kind, words) => {
    count[kind]++;
    if (troubles.length < 12)
      troubles.push(`${kind} at gesture ${count.gestures}, mail ${count.mails}: ${words} (${JSON.stringify(manner)})`);
  };

  await faults.prepare();
  const protectedDomains = [];
  let manner;
  /** compose → how often the person pressed Send */
  const presses = new Map();
  /** near miss → mails that left for it after "This address is right": three make it a habit, which is not held. */
  const agreed = new Map();
  /** The copy that an update has left alone in the page; null when the page has its new one. */
  let leftAlone = null;
  let story = [];
  const tell = (words) => story.push(words);
  const words = () => story.join(', ');
  let page;
  let user;
  let copies;
  while (count.gestures < gestures) {
    manner = mannerOf(webmail, { chance, pick });
    page = await open(manner);
    copies = await followCopies(page);
    await notePresses();
    user = new User(page);
    user.patience = COMES_WITHIN;
    // A page that is opened while the browser reloads the extension gets its copy a moment later.
    await user.until('a copy of the content script', async () => copies.newest() !== null);
    leftAlone = null;
    faults.front = page;
    user.dwell = pick([0, 10, 40, 150]);
    count.pages++;
    const mails = manner.serverTakes >= SLOW_SERVER ? SLOW_MAILS_PER_PAGE : MAILS_PER_PAGE;
    for (let mail = 0; mail < mails && count.gestures < gestures; mail++) {
      story = [];
      try {
        await oneMail();
      } catch (error) {
        trouble('stuck', `${words()}: ${error.message}`);
        break;
      }
    }
    await pause(300);
    await claimNoDoubles();
    await page.close();
  }
  return { ...count, troubles };

  async function oneMail() {
    count.mails++;
    const drawn = Object.keys(EVERY).filter((name) => chance(1 / EVERY[name]));
    const when = pick(['before', 'written', 'pressed', 'pressed', 'asked']);
    const letter = letterOf({ chance, pick, number: count.mails, manner, protectedDomains });
    const isWindow = letter.kind === 'written';
    // A window that is opened while the extension is away has no copy at all.
    const planned = drawn.filter((name) => !isWindow || name !== 'reload');
    if (isWindow && isAway()) await user.until('a new copy of the content script', () => !isAway());
    let isBad = letter.recipients.some((one) => one.isBad && (agreed.get(domainOf(one)) ?? 0) < HABIT);
    let mayBeBad = letter.recipients.some((one) => one.isBad);
    let isTold = false;
    tell(
      letter.recipients.map((one) => `${one.address} in ${one.field}${one.isCommitted ? '' : ', typed'}`).join('; '),
    );

    const injectAt = async (moment) => {
      if (moment !== when) return;
      for (const name of planned) {
        count[name]++;
        tell(`${name} when ${moment}`);
        if (name === 'protect') {
          const { name: domain, near } = newDomain(count.protect);
          await faults.protect(domain);
          protectedDomains.push({ domain, near });
          // Written before it was protected: what the guard knows when Send is pressed decides.
          if (letter.recipients.some((one) => one.address.endsWith(`@${near}`))) mayBeBad = true;
        } else if (name === 'slow') await faults.slow(200 + next() * 600);
        else if (name === 'silence') await faults.silence(SILENCE);
        else if (name === 'stop') await faults.stop();
        else await reload();
      }
    };

    await injectAt('before');
    const bystander = chance(0.1) ? await writeBystander(isBad) : null;
    const { compose, start, failed } = await write(letter);
    await pause(pick([0, 0, 20, 60, 120]) * next());
    await injectAt('written');

    const wasAway = isAway();
    const way = pick(waysOn(webmail, manner, letter.kind));
    tell(`by ${way}`);
    if (letter.kind !== 'new') tell(letter.kind);
    // A script presses for somebody who has written something; a person's own press needs nothing before it.
    if (way === 'script' || chance(0.3)) await writeText(compose);
    await press(compose, way);
    if (chance(0.25)) {
      // The question takes keys on buttons for itself; a shortcut is never an answer.
      const again = pick(['chord', 'cmd-chord', ...(way === 'button' ? [way, way] : [])]);
      tell(`again by ${again}`);
      if (await canPressAgain(compose)) await press(compose, again);
    }
    await injectAt('pressed');
    const outcomeNow = () => settledOutcome({ start, failed, compose, way });
    let outcome = await outcomeNow();
    const stayedAway = wasAway && isAway();
    for (let round = 0; outcome === 'asked'; round++) {
      count.asked++;
      if (!mayBeBad) trouble('needless', words());
      if (round === 0) await injectAt('asked');
      const isHandedOver = planned.includes('reload') && round < 3;
      const answer = pick(letter.answers);
      tell(`answered ${answer}`);
      // Nobody answers before the page has made chips of what was typed.
      if (letter.recipients.some((one) => !one.isCommitted)) await pause(manner.chipsAfter ?? 300);
      const isGone = await give(answer);
      if (!isGone && !isHandedOver) {
        trouble('lost', `${words()}: the question stays`);
        break;
      }
      if (answer === 'back' || answer === 'escape') {
        await pause(20 + next() * 60);
        if ((await sentCount()) > start) trouble('leaked', `${words()}: went back`);
        if (round > 2 || chance(0.6)) break;
        tell('once more');
        await closeBoxes(compose);
        await press(compose, way === 'schedule' ? 'button' : way);
        outcome = await outcomeNow();
        continue;
      }
      letter.answered(answer);
      outcome = await outcomeNow();
      if (outcome === 'sent') noteHabit(letter, answer);
      if (outcome === 'asked' && isHandedOver) continue;
      if (outcome === 'asked') trouble('needless', `${words()}: asked about it twice`);
      if (outcome !== 'sent') {
        trouble('lost', `${words()}: not sent after that`);
        isTold = true;
        break;
      }
      isBad = false;
    }
    if (outcome === 'lost' && !isTold) trouble('lost', `${words()}; ${await sight()}`);
    if (outcome === 'sent') await checkMail({ letter, compose, start, words });
    if (outcome === 'sent' && isBad) {
      const wasSilent = stayedAway || faults.wasSilentAt(await leftAt(start));
      if (wasSilent) count.unchecked++;
      else trouble('leaked', words());
      if (wasSilent && !(await isSaid(compose))) trouble('unsaid', words());
    }
    if (bystander !== null) {
      const gone = await page.evaluate((at) => window.sent.some((one) => one.compose === `m${at + 1}`), bystander);
      if (gone) trouble('leaked', `${words()}: the compose beside it went, too`);
    }
    if (await user.isAsked()) await user.where.keyboard.press('Escape');
    await tidy(compose);
    await faults.quiet();
  }

  /** What the page shows when a mail has not left, for whoever looks for the cause. */
  function sight() {
    return page.evaluate(() => {
      const boxOf = (element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return [left, top, right, bottom].map(Math.round).join(' ');
      };
      const shown = [...document.querySelectorAll('nearmiss-notice,nearmiss-status,.menu')];
      const said = document.querySelector('nearmiss-status')?.shadowRoot?.textContent ?? '';
      return [
        ...shown.map((element) => `${element.localName}.${element.className} at ${boxOf(element)}`),
        `said “${said}”`,
        `pressed ${JSON.stringify(window.pressed)}`,
      ].join(', ');
    });
  }

  /** The last presses that reached the page or something of ours in it. */
  function notePresses() {
    return page.evaluate(() => {
      window.pressed = [];
      for (const type of ['pointerdown', 'pointerup', 'click']) {
        const note = ({ target, clientX, clientY }) => {
          window.pressed = [...window.pressed.slice(-5), [type, target.localName, clientX, clientY]];
        };
        window.addEventListener(type, note, { capture: true });
      }
    });
  }

  /** Opens a compose and fills in who it goes to, as quickly as somebody pastes. */
  async function write({ kind, recipients }) {
    const popUp = kind === 'written' ? page.waitForEvent('popup') : null;
    const written = await page.evaluate(
      async ([wanted, given]) => {
        await window.mailbox.open(wanted);
        const compose = window.mailbox.composes.length - 1;
        const { fields } = window.mailbox.composes[compose];
        for (const { address, field, isCommitted } of given) {
          const { input } = fields[field];
          input.focus();
          if (isCommitted && fields[field].add) fields[field].add(address);
          else if ('value' in input) {
            fields[field].input.value = address;
            fields[field].input.dispatchEvent(new InputEvent('input', { bubbles: true }));
          } else input.ownerDocument.execCommand('insertText', false, address);
        }
        return { compose, start: window.sent.length, failed: window.failed.length };
      },
      [kind, recipients],
    );
    user.where = popUp === null ? page : await popUp;
    if (popUp !== null) await user.where.bringToFront();
    return written;
  }

  /** A letter in the message text, struck by hand. */
  async function writeText(compose) {
    tell('after a letter in the text');
    await page.evaluate((at) => {
      const { body } = window.mailbox.composes[at];
      body.ownerDocument.defaultView?.focus();
      body.focus();
    }, compose);
    await user.where.keyboard.press('x');
  }

  /** Another mail that stays open beside the one that is sent. */
  async function writeBystander(isBad) {
    const address = isBad ? 'olga@example.org' : 'eve@navy.ml';
    const recipients = [{ address, field: 'to', isCommitted: true }];
    return (await write({ kind: 'new', recipients })).compose;
  }

  async function press(compose, way) {
    count.gestures++;
    const name = `m${compose + 1}`;
    const { byHand, byScript } = presses.get(name) ?? { byHand: 0, byScript: 0 };
    if (way === 'script') presses.set(name, { byHand, byScript: byScript + 1 });
    else presses.set(name, { byHand: byHand + (way === 'double' ? 2 : 1), byScript });
    if (await uncover(compose)) count.covered++;
    await user.send(compose, way);
  }

  /** Who finds our notice on what they want to press closes it first; how often is counted. */
  async function uncover(compose) {
    const close = await page.evaluate((at) => {
      const one = window.mailbox.composes[at];
      const notice = one.document.querySelector('nearmiss-notice');
      const isCovered = [one.sendButton, one.opener, one.archive].some((part) => {
        const box = part?.getBoundingClientRect();
        const top = box && one.document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return notice !== null && top === notice;
      });
      if (!isCovered) return null;
      const box = notice.shadowRoot.querySelector('.close').getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    }, compose);
    if (close !== null) await user.pressAt(close);
    return close !== null;
  }

  /** A compose that was sent or is covered by our question takes no key. */
  function canPressAgain(compose) {
    return page.evaluate((at) => window.mailbox.composes[at].root.isConnected, compose);
  }

  async function give(answer) {
    if (answer === 'escape') await user.where.keyboard.press('Escape');
    else {
      try {
        await user.answer(answer);
      } catch {
        return false;
      }
      return true;
    }
    return await user
      .until('the question to go', async () => !(await user.isAsked()))
      .then(
        () => true,
        () => false,
      );
  }

  /** Mails that left against a warning make no habit within a day. */
  function noteHabit({ recipients }, answer) {
    for (const domain of new Set(recipients.filter((one) => one.isBad).map(domainOf))) {
      const before = agreed.get(domain) ?? 0;
      if (answer === 'send') agreed.set(domain, Number.NEGATIVE_INFINITY);
      else if (answer === 'trust') agreed.set(domain, before + 1);
    }
  }

  /** The extension is being reloaded: nobody can be asked, and the old copy holds what it knows for a while. */
  function isAway() {
    return leftAlone !== null && copies.newest() === leftAlone;
  }

  async function reload() {
    const before = copies.newest();
    leftAlone = before;
    await faults.reload();
    // People do not wait for an update; sometimes they happen to.
    if (!chance(0.5)) return;
    tell('the new copy is there');
    await user.until('a new copy of the content script', async () => copies.newest() !== before);
    await pause(next() * 300);
  }

  /** The same as `outcomeOf`, once the page's own question is answered and a send that failed is tried again. */
  async function settledOutcome({ start, failed, compose, way }) {
    for (let failures = failed; ; ) {
      const outcome = await outcomeOf({ start, failed: failures, compose });
      if (outcome === 'confirm') await user.confirm();
      else if (outcome === 'failed') {
        failures++;
        tell('again, as the server had failed');
        await pause(AGAIN_AFTER);
        await press(compose, way === 'schedule' ? 'button' : way);
      } else return outcome;
    }
  }

  /** Waits in the page itself: each look from here would cost more than the mail. */
  function outcomeOf({ start, failed, compose }) {
    return page.evaluate(
      ([sentBefore, failedBefore, at, patience]) =>
        new Promise((resolve) => {
          const { document } = window.mailbox.composes[at];
          const end = performance.now() + patience;
          const look = () => {
            const dialog = document.querySelector('nearmiss-dialog')?.shadowRoot?.querySelector('dialog');
            if (window.sent.length > sentBefore) resolve('sent');
            else if (dialog?.open) resolve('asked');
            else if (document.querySelector('.ask') !== null) resolve('confirm');
            else if (window.failed.length > failedBefore) resolve('failed');
            else if (performance.now() > end) resolve('lost');
            else setTimeout(look, 4);
          };
          look();
        }),
      [start, failed, compose, LOST_AFTER],
    );
  }

  /** When the first mail after so many left, in ms since 1970. */
  function leftAt(start) {
    return page.evaluate((from) => window.sent[from].at, start);
  }

  function sentCount() {
    return page.evaluate(() => window.sent.length);
  }

  function isSaid(compose) {
    return page.evaluate(
      (at) => window.mailbox.composes[at].document.querySelector('nearmiss-status') !== null,
      compose,
    );
  }

  /** Closes the page's own menus and questions. */
  function closeBoxes(compose) {
    return page.evaluate((at) => {
      for (const place of new Set([document, window.mailbox.composes[at].document]))
        for (const box of place.querySelectorAll('.menu, .ask')) box.remove();
    }, compose);
  }

  /** The mail that went is the one that was written, with what was agreed to. */
  async function checkMail({ letter, compose, start, words }) {
    const [mail] = await page.evaluate((from) => window.sent.slice(from), start);
    const went = [...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])].sort().join(' ');
    if (mail.compose !== `m${compose + 1}`) trouble('leaked', `${words()}: ${mail.compose} went instead`);
    else if (went !== letter.expected()) trouble('altered', `${words()}: to ${went}, not ${letter.expected()}`);
  }

  /** Nothing of this mail is left for the next one; what was sent goes by itself. */
  async function tidy(compose) {
    await page.evaluate(async () => {
      for (const one of window.mailbox.composes) {
        if (!one.root.isConnected) continue;
        while (one.sends > 0 && one.root.isConnected) await new Promise((resolve) => setTimeout(resolve, 5));
        one.shell.remove();
        window.mailbox.skin.undraw?.(one);
      }
    });
    await closeBoxes(compose);
    if (user.where !== page) await user.where.close();
    user.where = page;
  }

  /** Pages that take a second press send twice by themselves; a mail that was played again went twice by us. */
  async function claimNoDoubles() {
    const mails = Map.groupBy(await user.sent(), ({ compose }) => compose);
    for (const [compose, sends] of mails) {
      const { byHand, byScript } = presses.get(compose) ?? { byHand: 0, byScript: 0 };
      const played = sends.filter(({ isTrusted }) => !isTrusted).length;
      if (sends.length === 1 || (sends.length <= byHand + byScript && played <= byScript)) continue;
      const how = sends.map((one) => `${one.how}${one.isTrusted ? '' : ', played'} at ${one.at - sends[0].at} ms`);
      trouble('double', `${compose} to ${sends[0].to}: ${how.join('; ')}; ${byHand + byScript} presses`);
    }
    presses.clear();
  }
}

function domainOf({ address }) {
  return address.slice(address.indexOf('@') + 1);
}
