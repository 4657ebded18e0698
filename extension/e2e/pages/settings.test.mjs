/** Finding one's way: index and search of the settings, the welcome page, and what one can read on in. */
import { AxeBuilder } from '@axe-core/playwright';
import { workerOf } from '../support/chromium.mjs';
import { expect, test } from '../support/extension.mjs';

const GROUPS = ['now', 'domains', 'webmails', 'lists', 'privacy', 'admin', 'about'];

async function openOwn(context, name) {
  const page = await context.newPage();
  await page.goto(new URL(`/${name}.html`, (await workerOf(context)).url()).href);
  return page;
}

test('settings: the index leads to every group and marks where one is', async ({ browserWithExtension }) => {
  const page = await openOwn(browserWithExtension, 'options');
  await page.setViewportSize({ width: 1000, height: 600 });
  const index = page.getByRole('navigation', { name: 'Parts of the settings' });
  const links = index.getByRole('link');
  await expect(links).toHaveCount(GROUPS.length);
  await expect(index.locator('[aria-current]')).toHaveText('Works now');
  for (const group of GROUPS) {
    await index.locator(`[href="#${group}"]`).click();
    await expect(page.locator(`#${group} > h2`)).toBeInViewport();
  }
  await expect(index.locator('[aria-current]')).toHaveText('Help and more');
  await page.close();
});

test('settings: a search shows the parts with the words, unfolded, and says when there are none', async ({
  browserWithExtension,
}) => {
  const page = await openOwn(browserWithExtension, 'options');
  const search = page.getByRole('searchbox', { name: 'Search the settings' });
  const shown = () => page.locator('.part:visible').locator('h3').allTextContents();
  await expect.poll(async () => (await shown()).length).toBeGreaterThan(8);
  const all = await shown();
  await expect(page.getByRole('button', { name: 'Export' })).toBeHidden();

  await search.fill('EXPORT file');
  await expect.poll(shown).toEqual(['Take it with you']);
  await expect(page.getByRole('button', { name: 'Export' })).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('link')).toHaveText(['My domains']);
  await search.fill('no such words here');
  await expect(page.getByText('Nothing here has these words.')).toBeVisible();
  await search.fill('');
  await expect.poll(shown).toEqual(all);
  await expect(page.getByRole('button', { name: 'Export' })).toBeHidden();
  await page.close();
});

test('settings: they do not promise what this build does not do', async ({ browserWithExtension }) => {
  const page = await openOwn(browserWithExtension, 'options');
  const { server } = await page.evaluate(async () => {
    const asked = { call: 'overview', request: {} };
    return (await chrome.runtime.sendMessage(asked)).reply.lists;
  });
  const renewed = page.getByText('They are renewed a few times a day.');
  await expect(page.locator('#lists')).toBeVisible();
  await expect(renewed).toHaveCount(server === '' ? 0 : 1);
  await expect(page.getByText('This build asks no server for anything.')).toHaveCount(server === '' ? 1 : 0);
  await expect(page.getByText('This build names no address of its source code.')).toBeVisible();
  await expect(page.getByText(/Not yet read by a native speaker: .*한국어/)).toBeVisible();
  await page.close();
});

test('welcome: what is typed is judged, the pin is shown, and two ways lead on', async ({ browserWithExtension }) => {
  const page = await openOwn(browserWithExtension, 'welcome');
  await page.getByLabel(/Type \W*ann@army\.ml\W* and see/).fill('ann@army.ml');
  await expect(page.locator('#trial-says')).toContainText('.ml\u2069 belongs to Mali');
  await expect(page.locator('#trial-says')).toContainText('Nearmiss would ask before sending.');
  const isPinned = await page.evaluate(async () => (await chrome.action.getUserSettings()).isOnToolbar);
  await expect(page.getByText('Press the puzzle piece')).toHaveCount(1);
  await expect(page.getByText('Press the puzzle piece')).toBeVisible({ visible: !isPinned });
  for (const [link, title] of [
    ['Help', 'Nearmiss: help'],
    ['Privacy policy', 'Nearmiss: privacy'],
  ]) {
    await page.getByRole('link', { name: link, exact: true }).click();
    await expect(page).toHaveTitle(title);
    await page.goBack();
  }
  await page.close();
});

for (const name of ['help', 'privacy', 'news']) {
  test(`${name}: English from left to right, axe finds nothing, no link is dead`, async ({ browserWithExtension }) => {
    const page = await openOwn(browserWithExtension, name);
    for (const [colorScheme, width] of [
      ['light', 1000],
      ['dark', 320],
    ]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      const { violations, incomplete, passes } = await new AxeBuilder({ page }).analyze();
      // Axe cannot judge what a wide table has scrolled out of sight.
      const undecided = width > 600 ? incomplete : [];
      expect(
        [...violations, ...undecided].map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`),
      ).toEqual([]);
      expect(passes.length).toBeGreaterThan(10);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over).toBeLessThanOrEqual(0);
    }
    await expect(page.locator(':root')).toHaveAttribute('lang', 'en');
    await expect(page.locator(':root')).toHaveAttribute('dir', 'ltr');
    const dead = await page.evaluate(async () => {
      const links = [...document.querySelectorAll('a')].filter(({ href }) => !href.startsWith('https:'));
      const found = links.map(async ({ href, hash }) => {
        const response = await fetch(href);
        const html = await response.text();
        return hash === '' || html.includes(`id="${hash.slice(1)}"`) ? '' : href;
      });
      return (await Promise.all(found)).filter((href) => href !== '');
    });
    expect(dead).toEqual([]);
    await page.close();
  });
}
