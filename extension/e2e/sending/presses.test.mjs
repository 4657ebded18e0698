/** Which clicks and keys send a mail, once, and which compose they belong to. */
import { workerOf } from '../support/chromium.mjs';
import { expect, test } from '../support/extension.mjs';
import {
  answer,
  dialog,
  expectNothingSent,
  expectSentOnce,
  notice,
  pressSend,
  sent,
  settle,
  type,
} from '../support/page.mjs';
import { User } from '../support/user.mjs';

test('a press that is dragged off Send asks nothing and sends nothing', async ({ open }) => {
  const page = await open('yahoo');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  const user = new User(page);
  const box = await page.evaluate(() => {
    const { left, top } = window.mailbox.composes[0].sendButton.getBoundingClientRect();
    return { x: left + 8, y: top + 8 };
  });
  await page.mouse.move(box.x, box.y);
  await page.mouse.down();
  await page.mouse.move(640, 100);
  await page.mouse.up();
  await settle(page);
  user.claim('asked', await user.isAsked(), false);
  expect(await sent(page)).toEqual([]);
});

test('a press on the button and a shortcut in the text are one question and one mail', async ({
  open,
  browserWithExtension,
}) => {
  const page = await open('proton'); // its text stands in a frame, with a copy of us of its own
  const user = new User(page);
  user.dwell = 0;
  for (const [compose, choice] of ['send', 'fix'].entries()) {
    if (compose > 0) await user.open('new');
    const worker = await workerOf(browserWithExtension);
    const busy = worker.evaluate(() => {
      const end = Date.now() + 600;
      while (Date.now() < end);
    });
    await user.type(compose, `one${compose}@army.ml`, { commit: '' });
    await user.send(compose, 'button'); // held: nobody knows yet
    await user.send(compose, 'chord');
    await busy;
    await expect(page.locator('nearmiss-dialog')).toHaveCount(1);
    await user.answer(choice);
    await user.claimSentOnce(compose, [`one${compose}@army.${choice === 'fix' ? 'mil' : 'ml'}`]);
    await settle(page);
    await expect(page.locator('nearmiss-dialog')).toHaveCount(0);
    expect(await sent(page)).toHaveLength(compose + 1);
  }
});

test('what a shortcut in the text sends anyway is not asked about by the page around it', async ({ open }) => {
  const page = await open('proton', { askWithoutSubject: true });
  const user = new User(page);
  await user.type(0, 'ann@army.ml');
  await user.until('the notice', () => user.hasNotice());
  await user.send(0, 'chord');
  await user.answer('send');
  await page.locator('#ok-1').click();
  await user.claimSentOnce(0, ['ann@army.ml']);
  await expect(dialog(page)).toHaveCount(0);
});

test('the page does not see the keys of our question', async ({ open }) => {
  const page = await open('proton');
  await page.evaluate(() => {
    window.keys = [];
    for (const type of ['keydown', 'keyup'])
      window.addEventListener(type, (event) => window.keys.push(event.key), { capture: true });
  });
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await pressSend(page);
  await expect(dialog(page)).toBeVisible();
  await page.evaluate(() => {
    window.keys = [];
  });
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Tab');
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  expect((await page.evaluate(() => window.keys)).filter((key) => key !== 'Escape')).toEqual([]);
  expect(await page.evaluate(() => window.mailbox.composes[0].root.isConnected)).toBe(true);
  expect(await sent(page)).toEqual([]);
});

test('Escape goes back where the page takes the focus into its editor', async ({ open }) => {
  const page = await open('proton', { bodyInFrame: true });
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await pressSend(page);
  await expect(dialog(page)).toBeVisible();
  const isTaken = await page.evaluate(() => {
    const { body } = window.mailbox.composes[0];
    body.ownerDocument.defaultView.focus();
    body.focus();
    return document.activeElement.localName === 'iframe';
  });
  expect(isTaken).toBe(true);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  expect(await sent(page)).toEqual([]);
});

test('a shortcut that the page does not know sends nothing', async ({ open }) => {
  const page = await open('gmail');
  await type(page, 'olga@example.org', { commit: 'Enter' });
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Control+Enter'); // on the page itself; the guard cannot know what it means there
  await settle(page);
  await expectNothingSent(page);
  await expect(dialog(page)).toHaveCount(0);
});

test('a shortcut struck twice asks nothing about the compose beside', async ({ open }) => {
  const page = await open('gmail', { open: ['new'] });
  const user = new User(page);
  await user.type(0, 'eve@navy.ml');
  await user.until('the notice', () => user.hasNotice());
  const other = await user.open('new');
  await user.type(other, 'olga@army.mil');
  await settle(page);
  await user.send(other, 'chord');
  await user.until('the compose to go', async () => !(await user.isOpen(other)));
  await page.keyboard.press('Control+Enter'); // on the page itself, where the focus has fallen
  await settle(page);
  await expect(dialog(page)).toHaveCount(0);
  expect(await sent(page)).toMatchObject([{ to: ['olga@army.mil'] }]);
});

test('what appears under the pointer takes no press at once, and all presses a moment later', async ({ open }) => {
  const page = await open('gmail', { open: ['new'] });
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  const under = () => {
    const { shadowRoot } = document.querySelector('nearmiss-dialog');
    return [...shadowRoot.querySelectorAll('button')].map((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return button.contains(shadowRoot.elementFromPoint(left + width / 2, top + height / 2));
    });
  };
  await page.evaluate((source) => {
    window.atOnce = new Promise((resolve) => {
      const look = new Function(`return (${source})()`);
      new MutationObserver((_, observer) => {
        if (document.querySelector('nearmiss-dialog')?.shadowRoot.querySelector('dialog[open]') == null) return;
        observer.disconnect();
        resolve(look());
      }).observe(document, { childList: true, subtree: true });
    });
  }, under.toString());
  await pressSend(page);
  expect(await page.evaluate(() => window.atOnce)).toEqual([false, false, false, false]);
  await expect.poll(() => page.evaluate(under)).toEqual([true, true, true, true]);
  await answer(page, 'send');
  await expect.poll(() => sent(page)).toHaveLength(1);
});

const WAYS = [
  ['Space', {}, ' ', 'tamarisk-shipping.example'],
  ['a shortcut that clicks on Send', { keyClicks: true }, 'Control+Enter', 'juniper-shipping.example'],
];
for (const [name, options, key, domain] of WAYS) {
  test(`a mail that is sent by ${name} counts once in the history`, async ({ open, browserWithExtension }) => {
    const page = await open('yahoo', options);
    await type(page, `olga@${domain}`, { commit: 'Enter' });
    await settle(page);
    await page.evaluate(() => window.mailbox.composes[0].sendButton.focus());
    await page.keyboard.press(key, { delay: 60 });
    await expectSentOnce(page, { to: [`olga@${domain}`] });
    const worker = await workerOf(browserWithExtension);
    const mails = () =>
      worker.evaluate(async (wanted) => {
        const { history = {} } = await chrome.storage.local.get('history');
        return history[wanted]?.mails ?? 0;
      }, domain);
    await expect.poll(mails).toBe(1);
    await settle(page);
    expect(await mails()).toBe(1);
  });
}

test('no script says which compose a person is in', async ({ open }) => {
  const page = await open('gmail', { open: ['new', 'new'] });
  await type(page, 'olga@example.org', { compose: 0, commit: 'Enter' });
  await type(page, 'ann@army.ml', { compose: 1, commit: 'Enter' });
  await pressSend(page, 1, 'opener');
  await page.evaluate(() => {
    for (const type of ['keydown', 'pointerdown', 'click'])
      window.mailbox.composes[0].body.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  });
  await page.locator('[selector="scheduledSend"]').click();
  await expect(dialog(page)).toContainText('army.mil');
  await expectNothingSent(page);
});

test('a click that an assistive tool makes says which compose a person is in', async ({ open }) => {
  const page = await open('gmail', { open: ['new', 'new'] });
  await type(page, 'ann@army.ml', { compose: 1, commit: 'Enter' });
  await type(page, 'olga@example.org', { compose: 0, commit: 'Enter' });
  await settle(page);
  // Accessibility tools make a click and nothing else, as a label's does.
  await page.evaluate(() => {
    const { opener } = window.mailbox.composes[1];
    const button = document.createElement('button');
    button.id = 'assisted';
    opener.append(button);
    const label = document.createElement('label');
    label.htmlFor = 'assisted';
    label.textContent = 'assist';
    label.style.cssText = 'position:fixed;top:4px;left:50%;z-index:99999;background:#fff';
    document.body.append(label);
  });
  await page.getByText('assist', { exact: true }).click();
  await page.locator('[selector="scheduledSend"]').click();
  await expect(dialog(page)).toContainText('army.mil');
  await expectNothingSent(page);
});

test('a click in a list of the page touches no compose', async ({ open }) => {
  const page = await open('gmail');
  await page.evaluate(() => {
    window.mailbox.composes[0].fields.to.add('ann@army.ml');
    document.activeElement.blur();
    const list = document.createElement('div');
    list.setAttribute('role', 'listbox');
    const letter = document.createElement('div');
    letter.setAttribute('role', 'option');
    letter.id = 'letter';
    letter.textContent = 'Minutes of the meeting';
    list.append(letter);
    list.style.cssText = 'position:fixed;top:70px;left:300px;z-index:99;background:#fff';
    document.body.append(list);
  });
  await settle(page);
  await page.locator('#letter').click();
  await page.waitForTimeout(1000);
  await expect(notice(page)).toHaveCount(0);
  // The first key in it does.
  await page.evaluate(() => window.mailbox.composes[0].body.focus());
  await page.keyboard.press('a');
  await expect(notice(page)).toContainText('army.mil');
});
