/** How much of a person's time the page side takes, as a build made with `--test` marks it in the page's timeline. */
import { openMailbox } from '../browser.mjs';

/** Keys that are typed, each so long after the last, in ms. */
const KEYS = 240;
const EVERY = 60;
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
 *   looks: number[], asides: number, decisions: number[]}>}
 *   `notices`: from the last key to the notice; `keys`, `alone`, `quoted`: all work from one key to the next, with
 *   the list, without it, and over a letter that is answered; `asides`: looks while as many keys went to the message
 */
export async function measureWork(context, webmail, rows) {
  const empty = await openMailbox(context, webmail, { decoys: 0 });
  await warm(empty);
  const alone = await typeAddresses(empty);
  await empty.close();

  const answering = await openMailbox(context, webmail, { decoys: rows });
  await answering.evaluate(quote, QUOTED);
  await warm(answering);
  const quoted = await typeAddresses(answering);
  await answering.close();

  const page = await openMailbox(context, webmail, { decoys: rows });
  await warm(page);
  const keys = await typeAddresses(page);
  const looks = await marked(page, 'look');
  const notices = await waitForNotices(page);
  const decisions = await press(page);
  const asides = await typeMessage(page);
  await page.close();
  return { webmail, notices, keys, alone, quoted, looks, asides, decisions };
}

/** The first warning, for which the core is woken. */
async function warm(page) {
  await page.keyboard.type('ann@army.ml');
  await page.locator('nearmiss-notice').waitFor({ state: 'attached' });
  await clear(page);
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
async function typeAddresses(page) {
  await page.evaluate(() => performance.clearMeasures());
  await page.keyboard.type('olga.example@example.org '.repeat(KEYS / 24).slice(0, KEYS), { delay: EVERY });
  const works = await perKey(page);
  await clear(page);
  return works;
}

/** All that was done between one key and the next, in ms. */
async function perKey(page) {
  const pieces = await page.evaluate(() =>
    performance
      .getEntriesByType('measure')
      .filter(({ name }) => name.startsWith('nearmiss ') && name !== 'nearmiss decision') // part of its event
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
  return marked(page, 'decision');
}

/** Keys in the message, where nobody's address is. */
async function typeMessage(page) {
  const body = await page.evaluateHandle(() => window.mailbox.composes[0].body);
  await body.focus();
  await page.evaluate(() => performance.clearMeasures());
  await page.keyboard.type('Dear Olga, the minutes '.repeat(KEYS / 23 + 1).slice(0, KEYS), { delay: EVERY });
  return (await marked(page, 'look')).length;
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
