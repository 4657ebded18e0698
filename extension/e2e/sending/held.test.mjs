/**
 * What becomes of a mail that is held: while the core is silent, when the person
 * goes on in the meantime, and when nothing that it waits for ever comes.
 */
import { workerOf } from '../support/chromium.mjs';
import { answerAgain, retime, withhold } from '../support/contentworld.mjs';
import { expect, test } from '../support/extension.mjs';
import { underPolicy } from '../support/faults.mjs';
import {
  answer,
  dialog,
  expectNothingSent,
  notice,
  pressSend,
  sent,
  sentTo,
  settle,
  status,
  type,
} from '../support/page.mjs';
import { User } from '../support/user.mjs';

/** How long the guard waits for verdicts, and how long anything at all may hold a mail, in ms. */
const BUDGET = 5000;
const WATCHDOG = 30_000;
/** Far beyond every limit that a test has shortened, in ms. */
const MUCH_LATER = 1500;

/** The page takes a chip away this much later than it was told to, in ms. */
function dropLate(page, wait) {
  return page.evaluate((late) => {
    const field = window.mailbox.composes[0].fields.to;
    const { drop } = field;
    field.drop = (entry) => setTimeout(() => drop(entry), late);
  }, wait);
}

/** Asks about a chip that the page removes `late` ms late; `watchdog` is how long the hold may take, in ms. */
async function askAboutLateChip(open, watchdog, late) {
  const page = await open('gmail');
  await retime(page, { [WATCHDOG]: watchdog });
  await dropLate(page, late);
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await pressSend(page);
  await expect(dialog(page)).toBeVisible();
  return page;
}

async function problems(context, page) {
  const own = await context.newPage();
  try {
    await own.goto(new URL('/options.html', (await workerOf(context)).url()).href);
    return await own.evaluate(async (origin) => {
      const tab = (await chrome.tabs.query({ url: `${origin}/*` })).at(-1)?.id;
      const { reply } = await chrome.runtime.sendMessage({ call: 'overview', request: { tab } });
      return { state: reply.page.state, problems: reply.page.problems };
    }, new URL(page.url()).origin);
  } finally {
    await own.close();
  }
}

test('a core that never answers: held, said, and sent once', async ({ open }) => {
  const page = await open('gmail');
  await withhold(page);
  await retime(page, { [BUDGET]: 1200 });
  await type(page, 'dee@army.ml');
  await pressSend(page);
  await expect(status(page)).toContainText('Checking the addresses');
  await pressSend(page); // who sees nothing go presses again
  expect(await sent(page)).toEqual([]);
  await expect.poll(() => sentTo(page)).toEqual(['dee@army.ml']);
  await expect(status(page)).toContainText('without being checked');
  await page.waitForTimeout(MUCH_LATER);
  expect(await sentTo(page)).toEqual(['dee@army.ml']);
});

test('a core that falls silent before the first key: what the lists said before counts', async ({ open }) => {
  const page = await open('gmail');
  await page.evaluate(() => {
    const [{ fields, body }] = window.mailbox.composes;
    fields.to.add('dee@army.ml');
    body.focus();
  });
  await page.waitForTimeout(1500);
  await withhold(page);
  await retime(page, { [BUDGET]: 1200 });
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toContainText('army.ml');
  expect(await sent(page)).toEqual([]);
  await answer(page, 'send');
  await expect.poll(() => sentTo(page)).toEqual(['dee@army.ml']);
});

test('what no other limit ends is let go once by the watchdog, in sight', async ({ open, browserWithExtension }) => {
  const page = await open('gmail', { open: ['new', 'new'] });
  await withhold(page);
  await retime(page, { [BUDGET]: null, [WATCHDOG]: 1200 });
  await type(page, 'dee@army.ml');
  await pressSend(page);
  await page.waitForTimeout(600);
  await pressSend(page);
  expect(await sent(page)).toEqual([]);
  await expect.poll(() => sentTo(page)).toEqual(['dee@army.ml']);
  await expect(status(page)).toContainText('without being checked');
  await page.waitForTimeout(MUCH_LATER);
  expect(await sentTo(page)).toEqual(['dee@army.ml']);
  await expect
    .poll(() => problems(browserWithExtension, page))
    .toMatchObject({ state: 'not-protecting', problems: expect.arrayContaining(['held-expired']) });

  await answerAgain(page);
  await type(page, 'bob@army.ml', { compose: 1, commit: 'Enter' });
  await pressSend(page, 1);
  await expect(dialog(page)).toContainText('army.ml'); // the guard is at work as before
});

test('a change that takes its time is not overtaken by the watchdog', async ({ open }) => {
  const page = await askAboutLateChip(open, 3000, 1000);
  await page.waitForTimeout(2200); // people read, and the time that a hold may take is nearly over
  expect(await sent(page)).toEqual([]);
  await answer(page, 'fix');
  await expect.poll(() => sentTo(page)).toEqual(['ann@army.mil']);
  await page.waitForTimeout(MUCH_LATER);
  expect(await sentTo(page)).toEqual(['ann@army.mil']);
});

test('a change that comes to no end stays with the person: nothing goes to whom they did not want', async ({
  open,
}) => {
  const page = await askAboutLateChip(open, 300, 900);
  await page.waitForTimeout(700);
  await answer(page, 'fix');
  await expect(status(page)).toContainText(/ann@army\.mil\S? is on the clipboard/u);
  await page.waitForTimeout(MUCH_LATER);
  expect(await sent(page)).toEqual([]);
  await pressSend(page); // the change has arrived after all
  await expect.poll(() => sentTo(page)).toEqual(['ann@army.mil']);
});

test('where the browser refuses the clipboard, nobody is told that the address is there', async ({ open }) => {
  const page = await askAboutLateChip(open, 300, 900);
  const session = await page.context().newCDPSession(page);
  const permission = { name: 'clipboard-write' };
  await session.send('Browser.setPermission', { permission, setting: 'denied' });
  try {
    await page.waitForTimeout(700);
    await answer(page, 'fix');
    await expect(status(page)).toContainText(/Write \S?ann@army\.mil\S? in place of/u);
    await page.waitForTimeout(MUCH_LATER);
    await expect(status(page)).not.toContainText('clipboard');
    expect(await sent(page)).toEqual([]);
  } finally {
    await session.send('Browser.setPermission', { permission, setting: 'granted' });
  }
});

test('a compose that is closed while it is held asks nothing and sends nothing', async ({ open }) => {
  const page = await open('gmail', { open: ['new', 'new'] });
  await withhold(page);
  await type(page, 'ann@army.ml');
  await type(page, 'bob@navy.ml', { compose: 1 });
  await pressSend(page);
  await page.evaluate(() => document.activeElement.blur());
  await page.evaluate(() => window.mailbox.composes[0].root.remove());
  await answerAgain(page);
  await settle(page);
  await expect(dialog(page)).toHaveCount(0);
  expect(await sent(page)).toEqual([]);
  expect(await page.evaluate(() => window.mailbox.composes[1].root.isConnected)).toBe(true);
});

test('a shortcut on the page itself, held for a compose that is closed meanwhile, is not played to another', async ({
  open,
}) => {
  const page = await open('gmail', { open: ['new', 'new'] });
  // This page sends the compose in use by a shortcut that is struck anywhere.
  await page.evaluate(() =>
    document.addEventListener('keydown', (event) => {
      const { active } = window.mailbox;
      if (event.key === 'Enter' && event.ctrlKey && event.target === document.body) window.mailbox.send(active, 'page');
    }),
  );
  await withhold(page);
  await type(page, 'bob@navy.ml', { compose: 1 });
  await type(page, 'ann@army.ml');
  await page.evaluate(() => window.mailbox.composes[0].subject.focus());
  await page.mouse.click(640, 5);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Control+Enter');
  await page.evaluate(() => {
    window.mailbox.composes[0].root.remove();
    window.mailbox.active = window.mailbox.composes[1];
  });
  await answerAgain(page);
  await settle(page);
  await expect(dialog(page)).toHaveCount(0);
  expect(await sent(page)).toEqual([]);
});

test('recipients that are edited while a mail is held are judged as they stand at the end', async ({ open }) => {
  const page = await open('yahoo', { open: ['new', 'new'] });
  await withhold(page);
  const rewrite = (compose, text) =>
    page.evaluate(
      ([at, value]) => {
        const { input } = window.mailbox.composes[at].fields.to;
        input.value = value;
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      },
      [compose, text],
    );
  const user = new User(page);
  await user.type(0, 'ann@army.ml', { commit: '' });
  await user.send(0, 'chord');
  await page.evaluate(() => {
    const { to } = window.mailbox.composes[0].fields;
    for (const entry of to.chips) to.drop(entry);
  });
  await rewrite(0, 'ann@army.mil');
  await answerAgain(page);
  await user.claimSentOnce(0, ['ann@army.mil']);
  await expect(dialog(page)).toHaveCount(0);

  await withhold(page);
  await user.type(1, 'eve@example.org', { commit: '' });
  await user.send(1, 'chord');
  await rewrite(1, 'eve@navy.ml');
  await answerAgain(page);
  await user.until('the question', () => user.isAsked());
  await expect(dialog(page)).toContainText('navy.ml');
  expect(await sent(page)).toHaveLength(1);
});

test('two mails held at once are two questions, one after the other', async ({ open }) => {
  const page = await open('gmail', { open: ['new', 'new', 'new'] });
  const user = new User(page);
  await withhold(page);
  await retime(page, { [WATCHDOG]: 2500 });
  for (const [compose, address] of ['ann@army.ml', 'bob@navy.ml', 'olga@army.mil'].entries()) {
    await type(page, address, { compose });
  }
  for (const compose of [0, 1, 2]) await user.send(compose, 'chord');
  await expectNothingSent(page);
  await answerAgain(page);
  await expect(dialog(page)).toContainText('army.ml');
  await expect.poll(() => sentTo(page)).toEqual(['olga@army.mil']); // nobody's question keeps the third
  await page.waitForTimeout(3000); // the limit of the second does not run while the first is asked about
  expect(await sent(page)).toHaveLength(1);
  await expect(dialog(page)).toHaveCount(1);
  await expect(dialog(page)).not.toContainText('navy.ml');
  await answer(page, 'fix');
  await expect(dialog(page)).toContainText('navy.ml');
  await expect(dialog(page)).toHaveCount(1);
  expect(await sentTo(page)).toEqual(['olga@army.mil', 'ann@army.mil']);
  await answer(page, 'send');
  await expect.poll(() => sentTo(page)).toEqual(['olga@army.mil', 'ann@army.mil', 'bob@navy.ml']);
  await settle(page);
  expect(await sent(page)).toHaveLength(3);
});

test('two mails held at once by a silent core go once each', async ({ open }) => {
  const page = await open('gmail', { open: ['new', 'new'] });
  await withhold(page);
  await retime(page, { [BUDGET]: 1200 });
  await type(page, 'ann@army.ml');
  await type(page, 'bob@navy.ml', { compose: 1 });
  await pressSend(page);
  await pressSend(page, 1);
  expect(await sent(page)).toEqual([]);
  await expect.poll(() => sentTo(page)).toEqual(['ann@army.ml', 'bob@navy.ml']);
  await expect(status(page)).toContainText('without being checked');
  await page.waitForTimeout(MUCH_LATER);
  expect(await sent(page)).toHaveLength(2);
});

test.describe('where policy holds what cannot be checked', () => {
  test.beforeEach(({ browserWithExtension }) => underPolicy(browserWithExtension, { failure: 'hold' }));
  test.afterEach(({ browserWithExtension }) => underPolicy(browserWithExtension, null));

  for (const [what, times] of [
    ['with a core that never answers', { [BUDGET]: 900 }],
    ['beyond the last limit', { [BUDGET]: null, [WATCHDOG]: 900 }],
  ]) {
    test(`${what} a mail stays and that is said; it goes once the core is back`, async ({ open }) => {
      const page = await open('gmail');
      await settle(page); // the compose has asked what policy says
      await withhold(page);
      await retime(page, times);
      await type(page, 'dee@army.mil');
      await pressSend(page);
      await expect(status(page)).toContainText('waits until its addresses can be checked');
      await page.waitForTimeout(MUCH_LATER);
      expect(await sent(page)).toEqual([]);
      await answerAgain(page);
      await expectNothingSent(page); // nothing goes by itself later
      await pressSend(page);
      await expect.poll(() => sentTo(page)).toEqual(['dee@army.mil']);
      await settle(page);
      expect(await sent(page)).toHaveLength(1);
    });
  }
});
