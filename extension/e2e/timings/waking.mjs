/** How soon the core is back that was asleep. */
import { openMailbox } from '../support/chromium.mjs';
import { inContent } from '../support/contentworld.mjs';
import { Faults } from '../support/faults.mjs';
import { launchFirefox, openInFirefox } from '../support/firefox.mjs';
import { pause } from '../support/user.mjs';

const ROUNDS = 9;
/** From a field's focus to its first key, in ms. */
const FIRST_KEY = 300;

/**
 * From an address in a field, pasted at once, to its notice, in ms: with a core that
 * is awake (`warm`), with one that sleeps (`asleep`), and with one that the field's
 * focus has woken (`woken`; none in Firefox).
 * @param {import('playwright-core').BrowserContext} context Chromium with the extension
 * @param {string | undefined} firefoxDir the extension for Firefox; the usual one when undefined
 * @returns {Promise<{chromium: Waits, firefox: Waits | null}>}
 * @typedef {{warm: number[], asleep: number[], woken: number[]}} Waits
 */
export async function measureWaking(context, firefoxDir) {
  return { chromium: await inChromium(context), firefox: await inFirefox(firefoxDir) };
}

async function inChromium(context) {
  const faults = new Faults(context);
  const page = await openMailbox(context, 'gmail');
  faults.front = page;
  await faults.stop(); // opens the page that stops workers, before anything is measured
  const waits = await rounds(page, 'chromium', () => faults.stop(), {
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
  await page.close();
  return waits;
}

async function inFirefox(extensionDir) {
  // A short idle time instead of Firefox's 30 seconds; its event page then stops by itself.
  const browser = await launchFirefox({
    ...(extensionDir === undefined ? {} : { extensionDir }),
    prefs: { 'extensions.background.idle.timeout': 1000 },
  });
  if (browser === null) return null;
  try {
    const mail = await openInFirefox(browser, 'gmail');
    await pause(2000); // for the welcome page, which would come in front
    await mail.bringToFront();
    return await rounds(mail, 'firefox', () => pause(4000));
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
  // A person has touched the compose: others are shown no notice.
  await page.keyboard.type('x');
  await paste(page, 'first@army.ml');
  for (let round = 0; round < ROUNDS; round++) {
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
