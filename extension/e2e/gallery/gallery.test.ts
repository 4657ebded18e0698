import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from '../support/browsers.mjs';
import type { State } from './gallery.ts';
import { openGallery } from './open.ts';

test.use({ launchOptions: { executablePath: chromiumPath() ?? 'chromium', args: CHROMIUM_FLAGS } });

const states: readonly State[] = ['single', 'several', 'copy', 'plain', 'homoglyph', 'long', 'reason', 'block'];
const notices: readonly State[] = ['notice', 'notice-several', 'notice-hint', 'status'];

/** Rules that are broken or that axe could not decide; both count. */
async function findings(page: Page): Promise<string[]> {
  const { violations, incomplete, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length).toBeGreaterThan(10);
  return [...violations, ...incomplete].map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(', ')}`,
  );
}

/** Tall enough for every dialog: axe cannot judge what lies under sticky buttons. */
const TALL = { width: 900, height: 1400 };

const rounds: readonly [name: string, colorScheme: 'light' | 'dark', locale: string, states: readonly State[]][] = [
  ['dialogs, light', 'light', 'en', states],
  ['dialogs, dark', 'dark', 'en', ['single', 'several', 'reason', 'block']],
  ['notices, light', 'light', 'en', notices],
  ['notices, dark', 'dark', 'en', notices],
  ['Arabic', 'light', 'ar', ['several', 'notice']],
  ['Japanese', 'dark', 'ja', ['several', 'notice']],
];
for (const [name, colorScheme, locale, shown] of rounds) {
  test(`axe finds nothing: ${name}`, async ({ page }) => {
    await page.setViewportSize(TALL);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const state of shown) {
      await openGallery(page, state, locale);
      await page.waitForTimeout(100); // the status line speaks a moment after it appears
      expect(await findings(page), state).toEqual([]);
    }
  });
}

// Without these, a set-up in which axe sees nothing would pass.
const mutations: readonly [name: string, rule: string, mutate: (root: ShadowRoot) => void][] = [
  [
    'pale text',
    'color-contrast',
    (root) => {
      const lead = root.querySelector<HTMLElement>('#lead');
      if (lead) lead.style.color = '#c8ccd0';
    },
  ],
  [
    'a dialog without a name',
    'aria-dialog-name',
    (root) => root.querySelector('dialog')?.removeAttribute('aria-labelledby'),
  ],
  ['a button without words', 'button-name', (root) => root.querySelector('[data-choice=back]')?.replaceChildren()],
  [
    'a positive tabindex',
    'tabindex',
    (root) => root.querySelector('[data-choice=back]')?.setAttribute('tabindex', '3'),
  ],
];
for (const [name, rule, mutate] of mutations) {
  test(`axe would find ${name}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await openGallery(page, 'single');
    await page.evaluate(`(${mutate.toString()})(document.querySelector('nearmiss-dialog').shadowRoot)`);
    expect((await findings(page)).map((finding) => finding.split(':')[0])).toContain(rule);
  });
}

const answers = (page: Page): Promise<unknown[]> =>
  page.evaluate(() => (globalThis as unknown as { gallery: { answers: unknown[] } }).gallery.answers);
const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('data-choice'));

test('keyboard: the safe choice has the focus, Escape goes back, the focus returns', async ({ page }) => {
  await openGallery(page, 'single');
  expect(await focused(page)).toBe('back');
  await page.keyboard.press('Escape');
  await expect.poll(() => answers(page)).toEqual([{ choice: 'back' }]);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('send');
  await expect(page.locator('nearmiss-dialog')).toHaveCount(0);
});

test('keyboard: Tab reaches every choice and stays inside', async ({ page }) => {
  await openGallery(page, 'single');
  const seen = new Set<string | null | undefined>();
  for (let press = 0; press < 8; press++) {
    seen.add(await focused(page));
    await page.keyboard.press('Tab');
  }
  expect([...seen].filter((choice) => choice != null).sort()).toEqual(['back', 'fix', 'send', 'trust']);
  expect(await page.evaluate(() => document.querySelector('#send') === document.activeElement)).toBe(false);
});

test('one change answers for the one recipient', async ({ page }) => {
  await openGallery(page, 'single');
  // A press within half a second of the button's coming does not count.
  await page.waitForTimeout(700);
  await page.locator('[data-choice=fix]').click();
  await expect.poll(() => answers(page)).toHaveLength(1);
  const [answer] = (await answers(page)) as [{ decisions: { choice: string; replacement: string }[] }];
  expect(answer.decisions.map(({ choice, replacement }) => [choice, replacement])).toEqual([['fix', 'ann@army.mil']]);
});

test('several: each recipient is decided for itself, and the button says what it will do', async ({ page }) => {
  await openGallery(page, 'several');
  const proceed = page.locator('button[data-choice=proceed]');
  await expect(proceed).toHaveText('Change 3 addresses and send');
  const rows = page.locator('fieldset');
  await rows.nth(1).locator('input[data-choice=send]').check();
  await rows.nth(2).locator('input[data-choice=trust]').check();
  await expect(proceed).toHaveText('Change 1 address and send');
  await proceed.click();
  const [answer] = (await answers(page)) as [{ decisions: { choice: string; replacement?: string }[] }];
  expect(answer.decisions.map(({ choice }) => choice)).toEqual(['fix', 'send', 'trust']);
  expect(answer.decisions[0]?.replacement).toBe('ann@army.mil');
});

test('policy: a reason is asked for before anything is sent, and goes with the decision', async ({ page }) => {
  await openGallery(page, 'reason');
  await expect(page.locator('[data-choice=trust]')).toHaveCount(0);
  await page.locator('[data-choice=send]').click();
  expect(await answers(page)).toEqual([]);
  await expect(page.getByRole('alert').filter({ hasText: 'Please write a reason first.' })).toBeVisible();
  await page.getByLabel('Why is this address right?').fill('It is our partner in Bamako.');
  await page.locator('[data-choice=send]').click();
  const [answer] = (await answers(page)) as [{ decisions: { choice: string; reason: string }[] }];
  expect(answer.decisions.map(({ choice, reason }) => [choice, reason])).toEqual([
    ['send', 'It is our partner in Bamako.'],
  ]);
});

test('policy: what is blocked has no way to be sent', async ({ page }) => {
  await openGallery(page, 'block');
  await expect(page.locator('[data-choice=send], [data-choice=trust]')).toHaveCount(0);
  await expect(page.getByText(/Ministry of Examples\W* does not allow mail/)).toBeVisible();
});

test('the page that removes the dialog has sent nothing', async ({ page }) => {
  await openGallery(page, 'single');
  await page.evaluate(() => document.querySelector('nearmiss-dialog')?.remove());
  await expect.poll(() => answers(page)).toEqual([{ choice: 'back' }]);
});

test('screen readers get plain addresses, not boxes of letters', async ({ page }) => {
  await openGallery(page, 'single');
  await expect(page.locator('nearmiss-dialog')).toMatchAriaSnapshot(`
    - alertdialog "Did you mean army.mil?":
      - heading "Did you mean army.mil?" [level=2]
      - paragraph: Your mail has not been sent yet.
      - term: You wrote
      - definition: ann@army.ml
      - term: Close to
      - definition: ann@army.mil
      - paragraph: /.ml.* belongs to Mali/
      - button "Change to ann@army.mil and send"
      - button "Go back"
      - button "Send anyway"
      - button "This address is right"
  `);
});

test('nothing is wider than a window of 320 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const state of ['single', 'several', 'long', 'reason'] as const) {
    await openGallery(page, state);
    const over = await page.evaluate(() => {
      const dialog = document.querySelector('nearmiss-dialog')?.shadowRoot?.querySelector('dialog');
      return (dialog?.scrollWidth ?? 0) - (dialog?.clientWidth ?? 0);
    });
    expect(over, state).toBe(0);
  }
});

test('the notice keeps out of the way: the caret stays, the page does not move', async ({ page }) => {
  await openGallery(page, 'single');
  await page.keyboard.press('Escape');
  await page.locator('#send').focus();
  const before = await page.locator('#send').boundingBox();
  await openGallery(page, 'notice');
  await page.locator('#send').focus();
  await expect(page.locator('nearmiss-notice .card')).toBeVisible();
  expect(await page.locator('#send').boundingBox()).toEqual(before);
  await page.locator('nearmiss-notice [data-choice=fix]').click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('send');
  expect(await answers(page)).toEqual([{ choice: 'fix', recipient: 'ann@army.ml', replacement: 'ann@army.mil' }]);
});
