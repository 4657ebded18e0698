/** What the guard does when the page or the extension is not as it should be. */
import { workerOf } from '../support/chromium.mjs';
import { expect, test } from '../support/extension.mjs';
import {
  answer,
  dialog,
  expectHeld,
  expectNothingSent,
  expectSentOnce,
  notice,
  pressSend,
  sent,
  settle,
  status,
  type,
} from '../support/page.mjs';
import { User } from '../support/user.mjs';

/** The badge of the tab that shows this page. */
async function badge(context, page) {
  const worker = await workerOf(context);
  const title = await page.title();
  return worker.evaluate(async (wanted) => {
    const tabs = await chrome.tabs.query({});
    const tab = tabs.find((one) => one.title === wanted) ?? tabs.find((one) => one.active);
    return chrome.action.getBadgeText({ tabId: tab.id });
  }, title);
}

/** Keeps the worker from answering anybody for this long, in ms. */
const keepBusy = (worker, time) =>
  worker.evaluate((busyFor) => {
    const end = Date.now() + busyFor;
    while (Date.now() < end);
  }, time);

test('a confirmation that the page asks after Send is not asked about again', async ({ open }) => {
  const page = await open('outlook', { askWithoutSubject: true });
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await pressSend(page);
  await answer(page, 'send');
  await page.locator('#ok-1').click();
  await expectSentOnce(page, { to: ['ann@army.ml'] });
  await expect(dialog(page)).toHaveCount(0);
});

test('several bad recipients come in one dialog', async ({ open }) => {
  const page = await open('gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await type(page, 'bob@navy.ml', { name: 'bcc', commit: 'Enter' });
  await pressSend(page);
  await expect(dialog(page)).toContainText('army.ml');
  await expect(dialog(page)).toContainText('navy.ml');
  await page.keyboard.press('Escape');
  await expectNothingSent(page);
});

test('a directory contact that shows its name alone is known from the suggestion', async ({ open }) => {
  const page = await open('outlook', { directory: [['Ann Example', 'ann@army.ml']] });
  await type(page, 'Ann E');
  await page.locator('#FloatingSuggestionsList [role="option"]').first().click();
  await expect(notice(page)).toContainText('army.mil');
  await pressSend(page);
  await expect(dialog(page)).toContainText('army.ml');
  expect(await sent(page)).toEqual([]);
});

test('a name that two people bear is not guessed, and the mail goes', async ({ open }) => {
  const page = await open('outlook', {
    directory: [
      ['Ann Example', 'ann@army.ml'],
      ['Ann Example', 'ann@example.org'],
    ],
  });
  await type(page, 'Ann E');
  await page.locator('#FloatingSuggestionsList [role="option"]').first().click();
  await pressSend(page);
  await expect.poll(() => sent(page)).toHaveLength(1);
  await expect(dialog(page)).toHaveCount(0);
});

test('a page that cannot be read is said to be unprotected, and its mail goes', async ({
  open,
  browserWithExtension,
}) => {
  const page = await open('gmail');
  await page.evaluate(() => {
    document.title = 'unreadable';
    // A redesign: everything that names the recipients is gone.
    const form = document.querySelector('form');
    for (const part of form.querySelectorAll('*')) {
      for (const name of ['name', 'class', 'role', 'peoplekit-id']) part.removeAttribute(name);
    }
  });
  await expect.poll(() => badge(browserWithExtension, page), { timeout: 10_000 }).not.toBe('');
  await type(page, 'ann@army.mil');
  await pressSend(page);
  await expect.poll(() => sent(page)).toHaveLength(1);
});

test('with a core that never answers the mail goes, and that is said', async ({ open, browserWithExtension }) => {
  const page = await open('gmail');
  const worker = await workerOf(browserWithExtension);
  const busy = keepBusy(worker, 9000);
  await type(page, 'dee@army.ml');
  await pressSend(page);
  await expectNothingSent(page); // held while the core is asked
  await expect.poll(() => sent(page), { timeout: 12_000 }).toMatchObject([{ to: ['dee@army.ml'] }]);
  await expect(status(page)).toContainText(/\w/u);
  await busy;
});

test('an attribute or an event of the page silences nobody', async ({ open }) => {
  const page = await open('gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await page.evaluate(() => {
    document.documentElement.setAttribute('data-nearmiss-copy', 'newer');
    for (const name of ['nearmiss:acknowledged', 'nearmiss:held', 'nearmiss:playing'])
      window.addEventListener(name, (event) => event.preventDefault(), true);
  });
  await pressSend(page);
  await expectHeld(page);
});

test('a click of another extension is checked like a person’s', async ({ open }) => {
  const page = await open('gmail');
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await expect(notice(page)).toContainText('army.mil');
  await page.evaluate(() => {
    const { sendButton } = window.mailbox.composes[0];
    for (const event of ['mousedown', 'mouseup', 'click'])
      sendButton.dispatchEvent(new MouseEvent(event, { bubbles: true, cancelable: true }));
  });
  await expectHeld(page);
});

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

test('a slow core is seen to be at work', async ({ open, browserWithExtension }) => {
  const page = await open('gmail');
  const worker = await workerOf(browserWithExtension);
  const busy = keepBusy(worker, 2500);
  await type(page, 'slow@army.ml');
  await pressSend(page);
  await expect(status(page)).toContainText('Checking the addresses', { timeout: 2000 });
  expect(await sent(page)).toEqual([]);
  await busy;
  await expect(dialog(page)).toBeVisible();
  await expect(status(page)).toHaveCount(0);
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

test('a mail that is sent by Space counts once in the history', async ({ open, browserWithExtension }) => {
  const page = await open('yahoo');
  await type(page, 'olga@tamarisk-shipping.example', { commit: 'Enter' });
  await settle(page);
  await page.evaluate(() => window.mailbox.composes[0].sendButton.focus());
  await page.keyboard.press(' ', { delay: 60 });
  await expectSentOnce(page, { to: ['olga@tamarisk-shipping.example'] });
  const worker = await workerOf(browserWithExtension);
  const mails = () =>
    worker.evaluate(async () => {
      const { history = {} } = await chrome.storage.local.get('history');
      return history['tamarisk-shipping.example']?.mails ?? 0;
    });
  await expect.poll(mails).toBe(1);
  await settle(page);
  expect(await mails()).toBe(1);
});

test('that a script tried to send is said until a person has decided', async ({ open, browserWithExtension }) => {
  const page = await open('gmail');
  await page.evaluate(() => {
    document.title = 'tried by a script';
    window.mailbox.composes[0].fields.to.add('ann@army.ml');
  });
  await settle(page);
  await page.evaluate(() => window.mailbox.composes[0].sendButton.click());
  await expect.poll(() => badge(browserWithExtension, page)).toBe('!');
  await pressSend(page);
  await answer(page, 'send');
  await expectSentOnce(page, { to: ['ann@army.ml'] });
  await expect.poll(() => badge(browserWithExtension, page)).toBe('');
});

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
