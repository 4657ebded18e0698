/** Where the notice stands: whatever it says, every way to send stays in reach. */
import { expect, GUARDED, test } from '../support/extension.mjs';
import { notice, type } from '../support/page.mjs';

/** Low and narrow windows, down to where a notice and a compose hardly have room together. */
const WINDOWS = [
  [1280, 720],
  [900, 420],
  [700, 330],
];

for (const webmail of GUARDED) {
  for (const [width, height] of WINDOWS) {
    test(`${webmail}: in a window of ${width} by ${height} no notice lies on a way to send`, async ({ open }) => {
      const page = await open(webmail, { archive: true });
      await page.setViewportSize({ width, height });
      await type(page, 'ann@army.ml', { commit: 'Enter' });
      await page.evaluate(() => window.mailbox.open('reply'));
      await type(page, 'bob@navy.ml', { compose: 1, commit: 'Enter' });
      await expect(notice(page)).toHaveCount(2);
      await expect.poll(() => page.evaluate(areSettled)).toBe(true);
      await expect
        .poll(() => page.evaluate(coveredWays), { message: 'ways to send under a notice' })
        .toEqual({ covered: [], isSeen: true });
    });
  }
}

test('a notice takes no press in the moment it appears: the pointer means what was there before', async ({ open }) => {
  const page = await open('gmail');
  await page.evaluate((source) => {
    const look = new Function(`return (${source})()`);
    window.atOnce = new Promise((resolve) => {
      const wait = () => {
        const card = document.querySelector('nearmiss-notice')?.shadowRoot.querySelector('.card');
        if (card?.style.visibility === 'visible') resolve(look());
        else requestAnimationFrame(wait);
      };
      wait();
    });
  }, takesPointer.toString());
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  expect(await page.evaluate(() => window.atOnce)).toEqual([false]);
  await expect.poll(() => page.evaluate(takesPointer)).toEqual([true]);
  await notice(page).locator('[data-choice="fix"]').click();
  await expect(notice(page)).toHaveCount(0);
});

for (const webmail of GUARDED) {
  test(`${webmail}: a notice makes way for suggestions that open within the compose`, async ({ open }) => {
    const page = await open(webmail);
    await type(page, 'ann@army.ml', { commit: 'Enter' });
    await expect(notice(page)).toHaveCount(1);
    await expect.poll(() => page.evaluate(areSettled)).toBe(true);
    await page.evaluate(() => {
      const [compose] = window.mailbox.composes;
      const { input } = compose.fields.to;
      const list = document.createElement('ul');
      list.id = 'suggestions';
      const { left, bottom } = input.getBoundingClientRect();
      Object.assign(list.style, { position: 'fixed', left: `${left}px`, top: `${bottom}px`, margin: 0 });
      Object.assign(list.style, { width: '300px', height: '120px', background: '#fff', zIndex: 9 });
      list.append('bob.example@example.org');
      compose.root.append(list);
      input.setAttribute('aria-controls', list.id);
    });
    await expect
      .poll(() =>
        page.evaluate(() => {
          const card = document.querySelector('nearmiss-notice').shadowRoot.querySelector('.card');
          const list = document.querySelector('#suggestions').getBoundingClientRect();
          const { left, right, top, bottom } = card.getBoundingClientRect();
          return left < list.right && right > list.left && top < list.bottom && bottom > list.top;
        }),
      )
      .toBe(false);
  });
}

/** In the page: whether all notices take what the pointer does by now. */
function areSettled() {
  const cards = [...document.querySelectorAll('nearmiss-notice')].map((one) => one.shadowRoot.querySelector('.card'));
  return cards.every((card) => getComputedStyle(card).pointerEvents !== 'none');
}

/** In the page: of each notice, whether a press on its middle is its own. */
function takesPointer() {
  return [...document.querySelectorAll('nearmiss-notice')].map((one) => {
    const { left, top, width, height } = one.shadowRoot.querySelector('.card').getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2) === one;
  });
}

/** In the page: the controls in the window whose middle or corners a notice has taken. */
function coveredWays() {
  const covered = [];
  let isSeen = false;
  for (const [at, one] of window.mailbox.composes.entries()) {
    for (const part of ['sendButton', 'opener', 'archive']) {
      const box = one[part]?.getBoundingClientRect();
      if (!box || box.width === 0) continue;
      isSeen ||= box.bottom > 0 && box.top < window.innerHeight;
      const points = [0.05, 0.5, 0.95].flatMap((x) => [0.05, 0.5, 0.95].map((y) => [x, y]));
      const isCovered = points.some(([x, y]) => {
        const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        return top?.localName === 'nearmiss-notice';
      });
      if (isCovered) covered.push(`${part} of compose ${at + 1}`);
    }
  }
  return { covered, isSeen };
}
