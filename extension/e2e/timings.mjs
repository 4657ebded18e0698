/**
 * How much of a person's time the page side takes, in Chromium on this machine,
 * and how soon the core is back that was asleep, in Chromium and Firefox:
 *
 *   npm run bench:webmail [-- --rows 4000] [--webmail outlook] [--part work|wake]
 *
 * Needs a build made with `--test`: it marks its own work in the page's timeline.
 */

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchWithExtension, openMailbox } from './browser.mjs';
import { warmUp } from './extension.mjs';
import { launchFirefox, openInFirefox } from './firefox.mjs';
import { inContent } from './isolated.mjs';
import { pause } from './person.mjs';
import { Strain } from './strain.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '4000' },
    webmail: { type: 'string', multiple: true, default: ['gmail', 'outlook', 'yahoo', 'proton', 'fastmail'] },
    part: { type: 'string', multiple: true, default: ['work', 'wake'] },
    extension: { type: 'string' },
    firefox: { type: 'string' },
  },
});
const extensionDir = values.extension ?? fileURLToPath(new URL('../dist/test/chromium', import.meta.url));
const WAKES = 9;
/** Elements of a long newsletter that is answered. */
const QUOTED = 5000;
/** The events of one key come within this time, in ms. */
const SAME_KEY = 20;
/** From a field's focus to its first key, in ms. */
const FIRST_KEY = 300;
const { context, discard } = await launchWithExtension({ extensionDir });
try {
  await warmUp(context);
  if (values.part.includes('wake')) await measureWaking();
  for (const webmail of values.part.includes('work') ? values.webmail : []) {
    const page = await openMailbox(context, webmail, { decoys: Number(values.rows) });
    const ready = () => page.locator('nearmiss-notice').waitFor({ state: 'attached' });
    const clear = () =>
      page.evaluate(() => {
        const { input } = window.mailbox.composes[0].fields.to;
        if ('value' in input) input.value = '';
        else input.replaceChildren();
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      });
    await page.keyboard.type('ann@army.ml');
    await ready();

    // From the last key to the notice, both in the page's own clock.
    const notices = [];
    for (let round = 0; round < 25; round++) {
      await clear();
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

    // The work that one key press adds, as the build marks it.
    await clear();
    const keys = 120;
    const typeAddresses = async () => {
      await page.evaluate(() => performance.clearMeasures());
      await page.keyboard.type('olga.example@example.org '.repeat(keys / 24).slice(0, keys), { delay: 60 });
      return perKey(page);
    };
    const works = await typeAddresses();
    const looks = await marked(page, 'look');
    await clear();
    await page.evaluate(quote, QUOTED);
    const quotedWorks = await typeAddresses();
    await clear();
    await page.keyboard.type('olga@army.mil');
    await page.waitForTimeout(500);
    await page.evaluate(() => {
      performance.clearMeasures();
      const { sendButton } = window.mailbox.composes[0];
      // A press that is given up again: decided like any other, and nothing is sent.
      for (let round = 0; round < 2000; round++) {
        const stop = (event) => event.stopImmediatePropagation();
        sendButton.addEventListener('pointerdown', stop, { capture: true, once: true });
        sendButton.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, cancelable: true, button: 0 }));
      }
    });
    const decisions = await marked(page, 'decision');
    // Keys in the message, where nobody's address is.
    const body = await page.evaluateHandle(() => window.mailbox.composes[0].body);
    await body.focus();
    await page.evaluate(() => performance.clearMeasures());
    await page.keyboard.type('Dear Olga, the minutes '.repeat(keys / 24 + 1).slice(0, keys), { delay: 30 });
    const asides = await marked(page, 'look');
    console.log(
      `${webmail.padEnd(9)} ${values.rows} rows: key to notice p50 ${at(notices, 0.5)} p95 ${at(notices, 0.95)} ms; ` +
        `work per key p50 ${at(works, 0.5)} p95 ${at(works, 0.95)} ms, ` +
        `over a quoted letter of ${QUOTED} elements p50 ${at(quotedWorks, 0.5)} p95 ${at(quotedWorks, 0.95)} ms; ` +
        `work per look p50 ${at(looks, 0.5)} p95 ${at(looks, 0.95)} ms (${looks.length} looks in ${keys} keys, ` +
        `${asides.length} in as many of the message); ` +
        `decision at Send p50 ${at(decisions, 0.5)} p99 ${at(decisions, 0.99)} ms (${decisions.length})`,
    );
    await page.close();
  }
} finally {
  await discard();
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

/** How long the pieces of work of this name took, in ms. */
function marked(page, name) {
  return page.evaluate((mark) => performance.getEntriesByName(mark).map((one) => one.duration), `nearmiss ${name}`);
}

/**
 * From an address in a field, pasted at once, to its notice: with a core that is
 * awake, with one that sleeps, and with one that the field's focus has woken.
 */
async function measureWaking() {
  const strain = new Strain(context);
  const page = await openMailbox(context, 'gmail');
  strain.front = page;
  await strain.stop(); // opens the page that stops workers, before anything is measured
  const chromium = await rounds(page, 'chromium', () => strain.stop(), {
    async wake() {
      await passTime(page);
      await page.evaluate(() => {
        const { input } = window.mailbox.composes[0].fields.to;
        input.value = ''; // what is left without the focus becomes a chip
        input.blur();
        input.focus();
      });
      await pause(FIRST_KEY);
    },
  });
  print('Chromium, worker stopped', chromium);
  await page.close();

  // A short idle time instead of Firefox's 30 seconds; its event page then stops by itself.
  const browser = await launchFirefox({
    ...(values.firefox === undefined ? {} : { extensionDir: values.firefox }),
    prefs: { 'extensions.background.idle.timeout': 1000 },
  });
  if (browser === null) return;
  try {
    const mail = await openInFirefox(browser, 'gmail');
    await pause(2000); // for the welcome page, which would come in front
    await mail.bringToFront();
    print('Firefox, event page idle', await rounds(mail, 'firefox', () => pause(4000)));
  } finally {
    await browser.close();
  }
}

/** The page wakes the core again only after a while. */
function passTime(page) {
  return inContent(page, () => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + 60_000;
  });
}

async function rounds(page, name, sleep, { wake } = {}) {
  const waits = { warm: [], asleep: [], woken: [] };
  await paste(page, `first@army.ml`);
  for (let round = 0; round < WAKES; round++) {
    await sleep();
    waits.asleep.push(await paste(page, `${name}.asleep${round}@army.ml`));
    if (wake !== undefined) {
      await sleep();
      await wake();
      waits.woken.push(await paste(page, `${name}.woken${round}@army.ml`));
    }
    waits.warm.push(await paste(page, `${name}.warm${round}@army.ml`));
  }
  return waits;
}

/** In ms, by the page's own clock. */
async function paste(page, address) {
  const write = (text) =>
    page.evaluate((value) => {
      const { input } = window.mailbox.composes[0].fields.to;
      input.value = value;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }, text);
  await write('');
  while (await page.evaluate(() => document.querySelector('nearmiss-notice') !== null)) await pause(20);
  const waited = page.evaluate(
    () =>
      new Promise((resolve) => {
        let written = 0;
        const note = () => {
          written = performance.now();
        };
        window.addEventListener('input', note, { capture: true, once: true });
        const look = () => {
          if (written > 0 && document.querySelector('nearmiss-notice') !== null) resolve(performance.now() - written);
          else setTimeout(look, 1);
        };
        look();
      }),
  );
  await write(address);
  return waited;
}

function print(what, { warm, asleep, woken }) {
  const byFocus = woken.length === 0 ? '' : `p50 ${at(woken, 0.5)} max ${at(woken, 1)} ms woken by the focus, `;
  console.log(
    `${what}: address to notice p50 ${at(asleep, 0.5)} max ${at(asleep, 1)} ms asleep, ${byFocus}` +
      `p50 ${at(warm, 0.5)} max ${at(warm, 1)} ms awake (${asleep.length} each)`,
  );
}

function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(2);
}
