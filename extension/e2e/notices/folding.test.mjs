/** A notice names all its addresses, covers nothing that a person needs, and folds to a line where there is no room. */
import { expect, GUARDED, test } from '../support/extension.mjs';
import { openInFirefox } from '../support/firefox.mjs';
import { pressOurs, textOf, typeInFirefox } from '../support/firefoxactions.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';
import { notice, type } from '../support/page.mjs';

/** From a desk to 200 % on a small laptop. */
const WINDOWS = [
  [1280, 720],
  [640, 400],
  [500, 300],
];
const BAD = ['ann@army.ml', 'bob@navy.ml', 'eve@gmial.com', 'carl@yaho.com', 'dora@hotmail.co'];

test('a notice names every address and says what is odd about each', async ({ open }) => {
  const page = await open('gmail');
  for (const one of BAD) await type(page, one, { commit: 'Enter' });
  const rows = notice(page).locator('.row');
  await expect(rows).toHaveCount(BAD.length);
  await expect(notice(page).locator('.fold')).toHaveText('Addresses to look at: 5');
  for (const [at, words] of ['Mali', 'Mali', 'gmail.com', 'yahoo.com', 'Colombia'].entries()) {
    await expect(rows.nth(at)).toContainText(BAD[at].split('@')[1]);
    await expect(rows.nth(at).locator('.words')).toContainText(words);
  }
  await rows.last().locator('[data-choice=fix]').scrollIntoViewIfNeeded();
  await page.waitForTimeout(700);
  await rows.last().locator('[data-choice=fix]').click();
  await expect(rows).toHaveCount(BAD.length - 1);
});

for (const webmail of GUARDED) {
  for (const [width, height] of WINDOWS) {
    test(`${webmail}: in ${width} by ${height} it covers no recipient, no field being typed in, no Send`, async ({
      open,
    }) => {
      const page = await open(webmail);
      await page.setViewportSize({ width, height });
      for (const one of BAD.slice(0, 3)) await type(page, one, { commit: 'Enter' });
      await expect(notice(page)).toHaveCount(1);
      await expect(notice(page).locator('.card')).toBeVisible();
      await page.waitForTimeout(500);
      await expect.poll(() => page.evaluate(coveredParts)).toEqual([]);
      const isFolded = await notice(page).locator('.card.folded').count();
      test.info().annotations.push({ type: 'folded', description: String(isFolded) });
    });
  }
}

test('where there is no room the line says how many, and a press opens it', async ({ open }) => {
  const page = await open('gmail');
  await page.setViewportSize({ width: 420, height: 140 });
  for (const one of BAD) await type(page, one, { commit: 'Enter' });
  const card = notice(page).locator('.card');
  await expect(card).toHaveClass(/folded/);
  await expect(card.locator('.fold')).toHaveText('Addresses to look at: 5');
  await expect(card.locator('.fold')).toHaveAttribute('aria-expanded', 'false');
  await expect(card.locator('.row').first()).toBeHidden();
  if (process.env.NEARMISS_SHOTS) await page.screenshot({ path: `${process.env.NEARMISS_SHOTS}/folded.png` });
  await page.waitForTimeout(700);
  await card.locator('.fold').click();
  await expect(card.locator('.row').first()).toBeVisible();
  await expect(card.locator('.fold')).toHaveAttribute('aria-expanded', 'true');
  if (process.env.NEARMISS_SHOTS) await page.screenshot({ path: `${process.env.NEARMISS_SHOTS}/opened.png` });
  // It stays open while the person is at it, and folds again when they want that.
  await page.waitForTimeout(1000);
  await expect(card.locator('.row').first()).toBeVisible();
  await card.locator('.fold').click();
  await expect(card).toHaveClass(/folded/);
});

testInFirefox('in Firefox a notice folds where there is no room, and opens', async ({ firefox }) => {
  const page = await openInFirefox(firefox, 'gmail');
  await page.setViewport({ width: 500, height: 230 });
  await typeInFirefox(page, ...BAD);
  const has = (selector) => `!!document.querySelector('nearmiss-notice')?.shadowRoot.querySelector('${selector}')`;
  await page.waitForFunction(has('.card.folded'));
  expect(await page.evaluate(coveredParts)).toEqual([]);
  await pressOurs(page, 'nearmiss-notice', '.fold', has('.card:not(.folded)'));
  const words = await textOf(page, 'nearmiss-notice');
  for (const one of BAD) expect(words).toContain(one.split('@')[1].split('.')[0]);
});

/** In the page: what of a compose lies under the notice, by its name. */
function coveredParts() {
  const [{ shadowRoot }] = document.querySelectorAll('nearmiss-notice');
  const card = shadowRoot.querySelector('.card').getBoundingClientRect();
  const [compose] = window.mailbox.composes;
  const parts = { send: compose.sendButton, focus: document.activeElement };
  for (const [name, one] of Object.entries(compose.fields)) parts[name] = one.input;
  return Object.entries(parts).flatMap(([name, part]) => {
    if (!part || part === document.body || !part.isConnected) return [];
    const box = part.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return [];
    const wide = Math.min(card.right, box.right) - Math.max(card.left, box.left);
    const high = Math.min(card.bottom, box.bottom) - Math.max(card.top, box.top);
    return wide > 1 && high > 1 ? [`${name} by ${Math.round(wide)} × ${Math.round(high)}`] : [];
  });
}
