/** How much of a person's time the page side takes, as a build made with `--test` marks it in the page's timeline. */
import { openMailbox } from '../support/chromium.mjs';

/** Whom a mail goes to, ten people in ten places: from its second letter on, each key of a last label asks the core. */
const PEOPLE = [
  'olga.sample@harbour.example',
  'pete@mail.northwind.example',
  'marie.specimen@lakeside.test',
  'jo@fabric.example',
  'anna.lena.muster@travel.lighthouse.example',
  'k.tanaka@press.orchard.test',
  'dimitri@granite.example',
  'reservations@hotel-linden.example',
  'sales.office@shop.meadow.test',
  'ben@quarry.example',
];
/** Webmails make a chip of what stands before a comma. */
const asTyped = (people) => people.map((address) => `${address},`).join('');
const ADDRESSES = asTyped(PEOPLE);
const WORDS = 'Dear Olga, the minutes '.repeat(11);
/** From one key to the next, in ms, of quick people and of most. */
const EVERY = 60;
const SLOW = 250;
/** Addresses that are typed so. */
const FEW = 4;
const NOTICES = 25;
const PRESSES = 2000;
/** Elements of a long newsletter that is answered. */
const QUOTED = 5000;
/** The events of one key come within this time, in ms. */
const SAME_KEY = 20;

/**
 * Each condition in a page of its own, so that all are as new to the browser. Times in ms.
 * @param {import('playwright-core').BrowserContext} context Chromium with the extension
 * @param {number} rows mails in the list behind the compose, which look like recipients
 * @returns {Promise<{webmail: string, notices: number[], keys: number[], alone: number[], quoted: number[],
 *   warned: number[], slow: number[], warnedIdle: number[], scans: number[], written: number[],
 *   elsewhere: number[], decisions: number[], crowded: number[]}>}
 *   `notices`: from the last key to the notice; `keys`, `alone`, `quoted`, `warned`: all work from one key to the
 *   next, with the list, without it, over a letter that is answered, and while a notice stands there; `slow`: the
 *   same at a slower pace; `warnedIdle`: each piece of work that waited for idle time during `warned`; `scans`: each
 *   scan; `written`, `elsewhere`: work of keys that go to the message, and to a search field while no compose is
 *   open; `decisions`, `crowded`: with one recipient, and with all
 */
export async function measureWork(context, webmail, rows) {
  const within = async (decoys, work) => {
    const page = await openMailbox(context, webmail, { decoys });
    const measured = await work(page);
    await page.close();
    return measured;
  };
  const alone = await within(0, async (page) => {
    await clear(await warm(page));
    return type(page, ADDRESSES);
  });
  const quoted = await within(rows, async (page) => {
    await page.evaluate(quote, QUOTED);
    await clear(await warm(page));
    return type(page, ADDRESSES);
  });
  const { warned, warnedIdle } = await within(rows, async (page) => {
    await (await warm(page)).keyboard.type(',');
    const works = await type(page, ADDRESSES);
    if ((await page.locator('nearmiss-notice').count()) === 0) throw new Error(`${webmail}: the notice has gone`);
    return { warned: works, warnedIdle: await marked(page, 'idle') };
  });
  const most = await within(rows, async (page) => {
    await clear(await warm(page));
    const keys = await type(page, ADDRESSES);
    const scans = await marked(page, 'scan');
    const crowded = await press(page);
    return { keys, scans, crowded, written: await typeMessage(page) };
  });
  const slow = await within(rows, async (page) => {
    await clear(await warm(page));
    return type(page, asTyped(PEOPLE.slice(0, FEW)), SLOW);
  });
  const elsewhere = await within(rows, async (page) => {
    await clear(await warm(page));
    await page.evaluate(() => {
      window.mailbox.composes[0].root.remove();
      document.body.prepend(document.createElement('input'));
      document.querySelector('input').focus();
    });
    return type(page, WORDS);
  });
  const few = await within(rows, async (page) => {
    await clear(await warm(page));
    return { notices: await waitForNotices(page), decisions: await press(page) };
  });
  return { webmail, alone, quoted, warned, warnedIdle, slow, elsewhere, ...most, ...few };
}

/** The first warning, for which the core is woken. */
async function warm(page) {
  await page.keyboard.type('ann@army.ml');
  await page.locator('nearmiss-notice').waitFor({ state: 'attached' });
  return page;
}

function clear(page) {
  return page.evaluate(() => {
    const { input } = window.mailbox.composes[0].fields.to;
    if ('value' in input) input.value = '';
    else input.replaceChildren();
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
}

/** @returns what each key took, in ms */
async function type(page, text, every = EVERY) {
  await page.evaluate(() => performance.clearMeasures());
  await page.keyboard.type(text, { delay: every });
  return perKey(page);
}

/** All that was done between one key and the next, in ms. */
async function perKey(page) {
  const pieces = await page.evaluate(() =>
    performance
      .getEntriesByType('measure')
      // Older builds mark decisions within their events; what is done at idle time keeps no key waiting.
      .filter(({ name }) => name.startsWith('nearmiss ') && !/ (decision|idle)$/u.test(name))
      .map(({ name, startTime, duration }) => ({ isEvent: name === 'nearmiss event', startTime, duration })),
  );
  const events = pieces.filter(({ isEvent }) => isEvent).map(({ startTime }) => startTime);
  // Of the three events of a key the first begins it.
  const starts = events.filter((start, at) => at === 0 || start - events[at - 1] > SAME_KEY);
  return starts.map((start, at) => {
    const end = starts[at + 1] ?? Number.POSITIVE_INFINITY;
    const own = pieces.filter(({ startTime }) => startTime >= start && startTime < end);
    return own.reduce((sum, { duration }) => sum + duration, 0);
  });
}

/** From the last key to the notice, both in the page's own clock. */
async function waitForNotices(page) {
  const notices = [];
  for (let round = 0; round < NOTICES; round++) {
    await clear(page);
    await page.locator('nearmiss-notice').waitFor({ state: 'detached' });
    await page.keyboard.type(`dee${round}@army.m`);
    await page.waitForTimeout(150);
    await page.evaluate(() => {
      window.waited = new Promise((resolve) => {
        let pressed = 0;
        window.addEventListener(
          'keydown',
          () => {
            pressed = performance.now();
          },
          { capture: true, once: true },
        );
        const look = () => {
          if (document.querySelector('nearmiss-notice')?.shadowRoot?.textContent.includes('.mil'))
            resolve(performance.now() - pressed);
          else setTimeout(look, 1);
        };
        look();
      });
    });
    await page.keyboard.type('l');
    notices.push(await page.evaluate(() => window.waited));
  }
  await clear(page);
  return notices;
}

/** Presses on Send that are given up again: decided like any other, and nothing is sent. */
async function press(page) {
  await page.keyboard.type('olga@army.mil');
  await page.waitForTimeout(500);
  await page.evaluate((count) => {
    performance.clearMeasures();
    const { sendButton } = window.mailbox.composes[0];
    for (let round = 0; round < count; round++) {
      const stop = (event) => event.stopImmediatePropagation();
      sendButton.addEventListener('pointerdown', stop, { capture: true, once: true });
      sendButton.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, cancelable: true, button: 0 }));
    }
  }, PRESSES);
  return marked(page, 'event');
}

/** Keys in the message, where nobody's address is. */
async function typeMessage(page) {
  const body = await page.evaluateHandle(() => window.mailbox.composes[0].body);
  await body.focus();
  return type(page, WORDS);
}

/** How long the pieces of work of this name took, in ms. */
function marked(page, name) {
  return page.evaluate((mark) => performance.getEntriesByName(mark).map((one) => one.duration), `nearmiss ${name}`);
}

/** In the page: the letter that is answered, below the answer. */
function quote(elements) {
  const { body } = window.mailbox.composes[0];
  const letter = document.createElement('blockquote');
  for (let at = 0; at < elements / 5; at++) {
    const paragraph = document.createElement('p');
    const link = document.createElement('a');
    link.href = `https://example.org/${at}`;
    link.append('here');
    paragraph.append('Dear ', document.createElement('b'), 'all, read it ', link, document.createElement('br'));
    const part = document.createElement('div');
    part.append(paragraph);
    letter.append(part);
  }
  (body.contentDocument?.body ?? body).append(letter);
}
