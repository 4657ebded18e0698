/** What an organisation has fixed is shown as fixed, in words of the person's language. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from '../support/browsers.mjs';
import { openOwnPage } from './ownpage.ts';

test.use({ launchOptions: { executablePath: chromiumPath() ?? 'chromium', args: CHROMIUM_FLAGS } });

test('values are said as people would say them, and secrets are not', async ({ page }) => {
  await openOwnPage(page, 'en');
  const valuesOf = (title: string) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: title, exact: true }) })
      .locator('td p');
  const shown: readonly (readonly [title: string, ...values: string[]])[] = [
    [
      'What a near miss leads to',
      'Wrong ending · the US military · a question that wants a reason',
      'Any near miss · the organisation’s protected domains · not sent',
      'Any near miss · any domain · a question before sending',
    ],
    ['Remembering domains you write to', 'off'],
    ['Time between list updates', '6 hours'],
    ['Time between reports', '1 day'],
    ['The organisation’s webmail', 'owa.ministry.example (outlook)'],
    ['What cannot be changed here', 'Always allowed addresses', 'Import', 'Help us keep up with your webmail'],
    ['If a mail cannot be checked', 'it stays until it can be checked'],
    ['Key for the report', 'set, not shown'],
  ];
  for (const [title, ...values] of shown) await expect(valuesOf(title)).toHaveText(values);
  await expect(page.locator('body')).not.toContainText('a-secret-token');
  await expect(page.getByText('Some settings are fixed by')).toContainText('Ministry of Examples');
});

test('what is locked cannot be changed', async ({ page }) => {
  await openOwnPage(page, 'en');
  await expect(page.getByLabel('Let me capture message windows')).toBeDisabled();
  await expect(page.getByLabel('Remember domains I write to')).toBeDisabled();
  await expect(page.getByLabel('Remember domains I write to')).not.toBeChecked();
  await expect(page.getByRole('button', { name: 'Import' })).toHaveCount(0);
  await expect(page.getByLabel('Always allow an address')).toHaveCount(0);
  await expect(page.getByText('Fixed by your organisation')).toHaveCount(5);
});

for (const [locale, colorScheme, width] of [
  ['en', 'light', 1000],
  ['ar', 'dark', 1000],
  ['de', 'light', 320],
  ['ja', 'dark', 640],
] as const) {
  test(`axe finds nothing, nothing is wider: ${locale}, ${colorScheme}, ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openOwnPage(page, locale);
    const { violations, incomplete, passes } = await new AxeBuilder({ page }).analyze();
    expect(passes.length).toBeGreaterThan(10);
    expect(
      [...violations, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`),
    ).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    if (process.env.NEARMISS_SHOTS)
      await page.screenshot({ path: `${process.env.NEARMISS_SHOTS}/managed-${locale}.png`, fullPage: true });
  });
}
