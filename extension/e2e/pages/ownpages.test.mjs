/** Popup, settings and welcome page of the built extension, and its words with the browser's own i18n. */
import { AxeBuilder } from '@axe-core/playwright';
import { workerOf } from '../support/chromium.mjs';
import { expect, test } from '../support/extension.mjs';
import { dialog, pressSend, type } from '../support/page.mjs';

const PAGES = ['popup', 'options', 'welcome'];

/** An own page of the extension, with some entries of a person's own. */
async function openOwn(context, name) {
  const url = new URL(`/${name}.html`, (await workerOf(context)).url()).href;
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(() => {
    const change = {
      protected: ['*.example.org', 'partner.example'],
      allowed: ['orange.ml'],
      addresses: ['ann@army.ml'],
      keepsHistory: true,
    };
    return chrome.runtime.sendMessage({ call: 'personal', request: { change, isImport: false } });
  });
  await page.goto(url);
  await expect(page.locator('main section').nth(1)).toBeVisible();
  return page;
}

/** What our own pages are told about a recipient. */
function levelOf(page, recipient) {
  return page.evaluate(async (it) => {
    const asked = { call: 'check', request: { recipients: [it], sender: '' } };
    return (await chrome.runtime.sendMessage(asked)).reply.verdicts[0].level;
  }, recipient);
}

/** The browser is shared with other files, whose people said nothing of the kind. */
test.afterAll(async ({ browserWithExtension }) => {
  const page = await openOwn(browserWithExtension, 'options');
  await page.evaluate(() => {
    const change = { protected: [], allowed: [], addresses: [] };
    return chrome.runtime.sendMessage({ call: 'personal', request: { change, isImport: false } });
  });
  await page.close();
});

for (const name of PAGES) {
  for (const [scheme, width] of [
    ['light', 1000],
    ['dark', 320],
  ]) {
    test(`${name}, ${scheme}, ${width} pixels: axe finds nothing, nothing is wider`, async ({
      browserWithExtension,
    }) => {
      const page = await openOwn(browserWithExtension, name);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: name === 'popup' ? 360 : width, height: 800 });
      if (name === 'popup') {
        await page.locator('#trial').fill('bob@army.ml');
        await expect(page.locator('#trial-says')).toContainText('Mali');
      }
      const { violations, incomplete, passes } = await new AxeBuilder({ page }).analyze();
      expect(
        [...violations, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`),
      ).toEqual([]);
      expect(passes.length).toBeGreaterThan(10);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBe(0);
      await page.close();
    });
  }
}

test('settings: a domain that somebody protects is protected at once, and unprotected when removed', async ({
  browserWithExtension,
}) => {
  const page = await openOwn(browserWithExtension, 'options');
  expect(await levelOf(page, 'bob@vandelay-industires.com')).toBe('none');
  await page.getByLabel('Add a domain to protect').fill('Vandelay-Industries.com');
  await page.getByLabel('Add a domain to protect').press('Enter');
  await expect(page.getByRole('button', { name: /Remove \W*vandelay-industries\.com/ })).toBeVisible();
  expect(await levelOf(page, 'bob@vandelay-industires.com')).toBe('warn');
  await page.getByRole('button', { name: /Remove \W*vandelay-industries\.com/ }).click();
  await expect.poll(() => levelOf(page, 'bob@vandelay-industires.com')).toBe('none');
  await page.getByLabel('Add a domain to protect').fill('no domain');
  await page.getByLabel('Add a domain to protect').press('Enter');
  await expect(page.getByText('This is not a domain.')).toBeVisible();
  await page.close();
});

test('settings: what was exported can be imported, and a stranger’s file cannot', async ({ browserWithExtension }) => {
  const page = await openOwn(browserWithExtension, 'options');
  await page.getByText('Take it with you').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ]);
  const path = await download.path();
  await page.getByRole('button', { name: /Remove \W*partner\.example/ }).click();
  await expect(page.getByRole('button', { name: /Remove \W*partner\.example/ })).toHaveCount(0);
  await page.locator('input[type=file][accept*=json]').setInputFiles({
    name: 'other.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"protected":["evil.example"]}'),
  });
  await expect(page.getByText('This is not a file of Nearmiss settings.')).toBeVisible();
  await page.locator('input[type=file][accept*=json]').setInputFiles(path);
  await expect(page.locator('.review li')).toHaveText(['partner.example']);
  await page.getByRole('button', { name: 'Add these' }).click();
  await expect(page.getByRole('button', { name: /Remove \W*partner\.example/ })).toBeVisible();
  await page.getByText('Take it with you').click();
  await page.locator('input[type=file][accept*=json]').setInputFiles(path);
  await expect(page.getByText('Everything in this file is here already.')).toBeVisible();
  await page.close();
});

test('settings: a file cannot silently switch warnings off', async ({ browserWithExtension }) => {
  const page = await openOwn(browserWithExtension, 'options');
  const choose = async () => {
    if (!(await page.getByRole('button', { name: 'Export' }).isVisible())) {
      await page.getByText('Take it with you').click();
    }
    const settings = {
      format: 'nearmiss-settings',
      version: 1,
      allowed: ['*.ml', 'navy.ml', 'kestrel-holdings.example', '*.gov.ml'],
      protected: ['us.af.ml'],
      addresses: ['dee@af.ml'],
    };
    await page.locator('input[type=file][accept*=json]').setInputFiles({
      name: 'settings.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(settings)),
    });
    await expect(page.locator('.review h3')).toHaveText('This file adds');
  };
  const recipients = ['bob@navy.ml', 'bob@us.af.ml', 'dee@af.ml', 'bob@army.ml'];
  const levels = async () => Promise.all(recipients.map((recipient) => levelOf(page, recipient)));
  expect(await levels()).toEqual(['warn', 'warn', 'warn', 'warn']);

  await choose();
  const { violations } = await new AxeBuilder({ page }).include('.review').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  if (process.env.NEARMISS_SHOTS) {
    await page.locator('.review:has(h3)').screenshot({ path: `${process.env.NEARMISS_SHOTS}/review.png` });
  }
  await expect(page.locator('.review li:not(:has(input))')).toHaveText(['kestrel-holdings.example']);
  await expect(page.locator('.review li:has(input)')).toHaveCount(5);
  await expect(page.locator('.review li input:checked')).toHaveCount(0);
  await page.getByRole('button', { name: 'Do not import' }).click();
  await expect(page.locator('.review h3')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Remove \W*kestrel/ })).toHaveCount(0);

  await choose();
  await page.getByRole('button', { name: 'Add these' }).click();
  await expect(page.getByRole('button', { name: /Remove \W*kestrel-holdings\.example/ })).toBeVisible();
  expect(await levels()).toEqual(['warn', 'warn', 'warn', 'warn']);

  await choose();
  await page.locator('.review li', { hasText: 'navy.ml' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Add these' }).click();
  await expect(page.getByRole('button', { name: /Remove \W*navy\.ml/ })).toBeVisible();
  expect(await levels()).toEqual(['none', 'warn', 'warn', 'warn']);
  await page.close();
});

test('the words of the dialog stand in their order', async ({ open }) => {
  const page = await open('gmail');
  await type(page, 'bob@army.ml', { commit: 'Enter' });
  await pressSend(page);
  await expect(dialog(page)).toBeVisible();
  const visible = (selector) => dialog(page).locator(selector).textContent();
  expect(await visible('h2')).toBe('Did you mean army.mil?');
  expect(await visible('[data-choice=fix]')).toBe('Change to bob@army.mil and send');
});
