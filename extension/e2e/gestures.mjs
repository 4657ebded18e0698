/**
 * Random sends on one page, with everything that can go wrong beside them: a
 * core that is slow or was stopped, lists that change, an extension that is
 * reloaded. Counted: mails that were lost, sent twice, sent although they were
 * held, or asked about without a reason.
 */
import { workerOf } from './browser.mjs';
import { Person, pause } from './person.mjs';

/** A mail that has not left after this time is lost, in ms: longer than the guard waits for a silent core. */
const LOST_AFTER = 12_000;
const EVERY_DISTURBANCE = 23;
const EVERY_RELOAD = 211;

const WAYS = ['button', 'button', 'enter', 'space', 'chord', 'cmd-chord'];
const ANSWERS = ['back', 'escape', 'send', 'fix'];

/** Numbers that look random and are the same for the same seed (mulberry32). */
function numbersFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param {{context: object, open: () => Promise<object>, gestures: number, seed: number}} wanted
 *   open: a fresh page of the webmail
 * @returns counts and the first troubles in words
 */
export async function playGestures({ context, open, gestures, seed }) {
  const next = numbersFrom(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const count = {
    gestures: 0,
    mails: 0,
    asked: 0,
    unchecked: 0,
    disturbances: 0,
    reloads: 0,
    lost: 0,
    double: 0,
    leaked: 0,
    needless: 0,
  };
  const troubles = [];
  const trouble = (kind, words) => {
    count[kind]++;
    if (troubles.length < 5) troubles.push(`${kind} at gesture ${count.gestures}: ${words}`);
  };

  let page = await open();
  let person = new Person(page);
  let isDisturbed = false;
  while (count.gestures < gestures) {
    if (count.mails % EVERY_DISTURBANCE === EVERY_DISTURBANCE - 1) {
      isDisturbed = await disturb(context, page, pick(['slow', 'slow', 'stop', 'swap']));
      count.disturbances++;
    } else isDisturbed = false;
    if (count.mails > 0 && count.mails % EVERY_RELOAD === 0) {
      await claimNoDoubles(person, trouble);
      await reloadExtension(context);
      await page.close();
      page = await open();
      person = new Person(page);
      count.reloads++;
    }
    await oneMail();
  }
  await pause(500);
  await claimNoDoubles(person, trouble);
  await page.close();
  return { ...count, troubles };

  async function oneMail() {
    count.mails++;
    const recipient = pick(['good', 'good', 'bad', 'bad', 'new']);
    const address = {
      good: 'olga@army.mil',
      bad: pick(['ann@army.ml', 'bob@navy.ml', 'carl@gmial.com']),
      new: `friend${count.mails}@example.org`,
    }[recipient];
    const field = pick(['to', 'to', 'cc', 'bcc']);
    const isCommitted = next() < 0.7;
    const compose = await person.open('new');
    const start = (await person.sent()).length;
    await page.evaluate(
      ([at, name, text, commits]) => {
        const { fields } = window.mailbox.composes[at];
        const { input } = fields[name];
        input.focus();
        if (commits) fields[name].add(text);
        else if ('value' in input) {
          input.value = text;
          input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        } else document.execCommand('insertText', false, text);
      },
      [compose, field, address, isCommitted],
    );
    await pause(recipient === 'new' ? next() * 10 : 20 + next() * 120);

    const way = pick(WAYS);
    const words = `${address} in ${field}${isCommitted ? '' : ', typed'}, by ${way}${isDisturbed ? ', disturbed' : ''}`;
    await press(compose, way);
    if (next() < 0.25 && (await person.isOpen(compose))) await press(compose, pick(['chord', 'chord', 'cmd-chord']));
    const outcome = await outcomeOf(start);
    if (outcome === 'lost') return trouble('lost', words);
    if (outcome === 'sent') {
      if (recipient === 'bad') {
        if (isDisturbed) count.unchecked++;
        else trouble('leaked', words);
      }
      return undefined;
    }
    count.asked++;
    if (recipient !== 'bad') trouble('needless', words);
    const answer = pick(ANSWERS);
    if (answer === 'escape') {
      await page.keyboard.press('Escape');
      await person.until('the question to go', async () => !(await person.isAsked()));
    } else await person.answer(answer);
    if (answer === 'back' || answer === 'escape') {
      await pause(60);
      if ((await person.sent()).length > start) trouble('leaked', `${words}, answered ${answer}`);
      await page.evaluate((at) => window.mailbox.composes[at].root.remove(), compose);
    } else if ((await outcomeOf(start)) !== 'sent') trouble('lost', `${words}, answered ${answer}`);
    return undefined;
  }

  async function press(compose, way) {
    count.gestures++;
    await person.send(compose, way);
  }

  async function outcomeOf(start) {
    const started = Date.now();
    for (;;) {
      if ((await person.sent()).length > start) return 'sent';
      if (await person.isAsked()) return 'asked';
      if (Date.now() - started > LOST_AFTER) return 'lost';
      await pause(15);
    }
  }
}

async function claimNoDoubles(person, trouble) {
  const seen = new Set();
  for (const { compose, to, how } of await person.sent()) {
    if (seen.has(compose)) trouble('double', `${compose} to ${to} by ${how}`);
    seen.add(compose);
  }
}

/** True where the core may be silent for longer than the guard waits. */
async function disturb(context, page, how) {
  const worker = await workerOf(context);
  if (how === 'slow') {
    worker
      .evaluate(() => {
        const end = Date.now() + 700;
        while (Date.now() < end);
      })
      .catch(() => {});
  } else if (how === 'stop') {
    const session = await context.newCDPSession(page);
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await session.detach();
  } else {
    worker.evaluate(() => chrome.storage.local.set({ touched: Date.now() })).catch(() => {});
  }
  return how !== 'slow';
}

async function reloadExtension(context) {
  const worker = await workerOf(context);
  const [again] = await Promise.all([
    context.waitForEvent('serviceworker', { timeout: 20_000 }).catch(() => null),
    worker.evaluate(() => chrome.runtime.reload()).catch(() => {}),
  ]);
  return again;
}
