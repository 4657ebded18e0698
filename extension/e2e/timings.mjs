/**
 * How much of a person's time the page side takes, in Chromium on this machine:
 *
 *   npm run bench:webmail [-- --rows 4000]
 *
 * Needs a build made with `--test`: it marks its own work in the page's timeline.
 */

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchWithExtension, openMailbox, workerOf } from './browser.mjs';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '4000' }, extension: { type: 'string' } } });
const extensionDir = values.extension ?? fileURLToPath(new URL('../dist/test/chromium', import.meta.url));
const { context, discard } = await launchWithExtension({ extensionDir });
try {
  await workerOf(context);
  for (const webmail of ['gmail', 'outlook', 'yahoo', 'proton', 'fastmail']) {
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
    await page.evaluate(() => performance.clearMeasures());
    const keys = 120;
    await page.keyboard.type('olga.example@example.org '.repeat(keys / 24).slice(0, keys), { delay: 30 });
    const looks = await page.evaluate(() => performance.getEntriesByName('nearmiss look').map((one) => one.duration));
    await clear();
    await page.keyboard.type('olga@army.mil');
    await page.waitForTimeout(500);
    await page.evaluate(() => {
      performance.clearMeasures();
      const { sendButton } = window.mailbox.composes[0];
      // A press that is given up again: decided like any other, and nothing is sent.
      for (let round = 0; round < 500; round++) {
        const stop = (event) => event.stopImmediatePropagation();
        sendButton.addEventListener('pointerdown', stop, { capture: true, once: true });
        sendButton.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, cancelable: true, button: 0 }));
      }
    });
    const decisions = await page.evaluate(() =>
      performance.getEntriesByName('nearmiss decision').map((one) => one.duration),
    );
    console.log(
      `${webmail.padEnd(9)} ${values.rows} rows: key to notice p50 ${at(notices, 0.5)} p95 ${at(notices, 0.95)} ms; ` +
        `work per look p50 ${at(looks, 0.5)} p95 ${at(looks, 0.95)} ms (${looks.length} looks in ${keys} keys); ` +
        `decision at Send p50 ${at(decisions, 0.5)} p99 ${at(decisions, 0.99)} ms (${decisions.length})`,
    );
    await page.close();
  }
} finally {
  await discard();
}

function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(2);
}
