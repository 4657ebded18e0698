/** Presses that a person did not mean: through covers, by scripts, on what has just come or moved. */
import { expect, test } from '@playwright/test';
import { buttonOf, inBothBrowsers, pause, SETTLED } from './bothbrowsers.ts';

/** What a page may lay over us or do around us, so that a person presses something else than they see. */
interface Cover {
  readonly before?: string;
  readonly attack: string;
  /** The notice moves with it, so that its buttons take a while to count again. */
  readonly movesNotice?: boolean;
}
const COVERS: Record<string, Cover> = {
  'a popover in a shadow tree': {
    attack: `{ const host = document.body.appendChild(document.createElement('div')); cover(host.attachShadow({ mode: 'open' })); }`,
  },
  'a popover that was open before and opens again': {
    before: `window.early = cover(document.body); early.style.display = 'none';`,
    attack: `early.hidePopover(); early.style.display = ''; early.showPopover();`,
  },
  'a popover that makes way at the press': {
    attack: `{ const it = cover(document.body); addEventListener('pointerdown', () => it.hidePopover(), true); }`,
  },
  'a page drawn so small that nobody can read it': {
    attack: `document.body.style.zoom = '0.2'`,
    movesNotice: true,
  },
};

inBothBrowsers((page) => {
  test('a press counts once its button has been in view for half a second', async () => {
    await page.show('single');
    await page.pressByKey(buttonOf('single', 'send'));
    expect(await page.answers()).toEqual([]);
    expect(await page.said('single')).toBe(false);
    await pause(SETTLED);
    await page.press(buttonOf('single', 'send'));
    expect(await page.choices()).toEqual(['send']);
  });

  test('a key counts like a press', async () => {
    await page.open('single');
    await page.pressByKey(buttonOf('single', 'send'));
    expect(await page.choices()).toEqual(['send']);
  });

  test('no script presses anything', async () => {
    await page.open('single');
    await page.tab.evaluate(`{ const button = ${buttonOf('single', 'send')};
      button.click();
      button.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, clientX: 1, clientY: 1 }));
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true })); }`);
    expect(await page.answers()).toEqual([]);
  });

  for (const [name, { before = '', attack, movesNotice = false }] of Object.entries(COVERS)) {
    test(`a question takes no press under ${name}, and Escape still closes it`, async () => {
      await page.open('single', { before });
      await page.tab.evaluate(attack);
      await pause(300);
      await page.press(buttonOf('single', 'send'));
      expect(await page.answers()).toEqual([]);
      expect(await page.said('single')).toBe(true);
      await page.tab.keyboard.press('Escape');
      await pause(50);
      expect(await page.choices()).toEqual(['back']);
    });

    test(`a notice takes no press under ${name}`, async () => {
      await page.open('notice', { before });
      await page.press(buttonOf('notice', 'trust'));
      await pause(SETTLED);
      await page.tab.evaluate(attack);
      await pause(movesNotice ? SETTLED : 300);
      await page.press(buttonOf('notice', 'trust-confirmed'));
      expect(await page.answers()).toEqual(['refused']);
      expect(await page.said('notice')).toBe(true);
    });
  }

  test('a key takes no press under a cover either, and "Go back" does', async () => {
    await page.open('single');
    await page.tab.evaluate('cover(document.body)');
    await pause(300);
    await page.pressByKey(buttonOf('single', 'send'));
    expect(await page.answers()).toEqual([]);
    expect(await page.said('single')).toBe(true);
    await page.pressByKey(buttonOf('single', 'back'));
    expect(await page.choices()).toEqual(['back']);
  });

  test('nobody presses behind a view transition', async () => {
    await page.open('single');
    await page.tab.evaluate(`{ const sheet = document.createElement('style');
      sheet.textContent = '::view-transition { pointer-events: none; background: red } ' +
        '::view-transition-group(*) { animation-duration: 100s; opacity: 0 }';
      document.head.append(sheet); document.startViewTransition(() => {}); }`);
    await pause(400);
    await page.press(buttonOf('single', 'send'));
    await page.pressByKey(buttonOf('single', 'send'));
    expect(await page.answers()).toEqual([]);
    expect(await page.said('single')).toBe(true);
  });

  test('what stood there before is no cover, nor a dark mode or a translucent page', async () => {
    await page.open('single', {
      before: `cover(document.body); document.documentElement.style.filter = 'invert(0.9) hue-rotate(180deg)';
        document.body.style.cssText = 'opacity: 0.5; filter: blur(1px); transform: rotate(1deg)';`,
    });
    await page.press(buttonOf('single', 'send'));
    expect(await page.choices()).toEqual(['send']);
  });

  test('a notice that the page has just moved under the pointer takes no press', async () => {
    await page.open('notice');
    await page.tab.evaluate(
      `document.querySelector('.compose').style.marginTop = '200px'; dispatchEvent(new Event('scroll'))`,
    );
    await pause(100);
    const { x, y, width, height } = await page.boxOf(buttonOf('notice', 'fix'));
    await page.tab.mouse.click(x + width / 2, y + height / 2);
    expect(await page.answers()).toEqual([]);
    await pause(SETTLED);
    await page.press(buttonOf('notice', 'fix'));
    expect(await page.choices()).toEqual(['fix']);
  });
});
