/** Where a notice stands when its anchor cannot be seen. */
import { expect, test } from '@playwright/test';
import { buttonOf, inBothBrowsers, pause, rootOf, SETTLED } from './bothbrowsers.ts';

/** Anchors that a notice cannot point at. */
const ANCHORS: readonly [name: string, style: string][] = [
  ['without a box', 'display: none'],
  ['far beside the page', 'position: absolute; left: -5000px'],
  ['of one pixel', 'position: absolute; width: 1px; height: 1px; overflow: hidden'],
  ['that is invisible', 'visibility: hidden'],
];

inBothBrowsers((page) => {
  for (const [name, style] of ANCHORS) {
    test(`an anchor ${name} has its notice at the row it belongs to`, async () => {
      await page.open('notice', {
        before: `{ const to = document.querySelector('#to'); const row = document.createElement('div'); row.id = 'row';
          row.style.cssText = 'height: 30px'; to.before(row); row.append(to, 'To'); to.style.cssText = '${style}'; }`,
      });
      const row = await page.boxOf(`document.querySelector('#row')`);
      const card = await page.boxOf(`${rootOf('notice')}.querySelector('.card')`);
      expect(card.x).toBeCloseTo(row.x, 0);
      expect(card.y).toBeGreaterThanOrEqual(row.y + row.height);
      expect(card.y).toBeLessThan(row.y + row.height + 20);
    });
  }

  test('an anchor scrolled away leaves a line at the edge of the window', async () => {
    await page.open('notice', { before: `document.body.style.height = '3000px'` });
    const isFolded = (): Promise<boolean> =>
      page.tab.evaluate(`${rootOf('notice')}.querySelector('.card').classList.contains('folded')`) as Promise<boolean>;
    expect(await isFolded()).toBe(false);
    await page.tab.evaluate('scrollTo(0, 1500)');
    await pause(400);
    expect(await isFolded()).toBe(true);
    const line = await page.boxOf(`${rootOf('notice')}.querySelector('.card')`);
    expect(line.y).toBeGreaterThanOrEqual(0);
    expect(line.y + line.height).toBeLessThan(60);
    await page.tab.evaluate('scrollTo(0, 0)');
    await pause(SETTLED);
    await page.press(buttonOf('notice', 'fix'));
    expect(await page.choices()).toEqual(['fix']);
  });
});
