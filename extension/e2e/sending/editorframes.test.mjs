/** Message text in a frame of its own, where another copy of us hears the shortcut. */
import { workerOf } from '../support/chromium.mjs';
import { inContent } from '../support/contentworld.mjs';
import { expect, test } from '../support/extension.mjs';
import { openInFirefox } from '../support/firefox.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';
import { answer, dialog, expectNothingSent, expectSentOnce, field, notice, settle } from '../support/page.mjs';
import { User } from '../support/user.mjs';

/** How late the page draws what is around the frame, in ms. */
const LATE = 1200;

test('a shortcut in a text whose compose was drawn around it later is held', async ({ open }) => {
  const page = await open('proton', { knownContacts: true, open: [] });
  await page.evaluate((late) => {
    window.mailbox.open('new');
    const parts = ['[data-testid="composer:footer"]', '[data-testid="composer:to"]'].map((one) => {
      const part = document.querySelector(one);
      const place = document.createComment('');
      part.replaceWith(place);
      return [place, part];
    });
    setTimeout(() => {
      for (const [place, part] of parts) place.replaceWith(part);
    }, late);
  }, LATE);
  await page.waitForTimeout(LATE + 1000);
  await (await field(page)).focus();
  await page.keyboard.type('ann@army.ml');
  await page.keyboard.press('Enter');
  await settle(page);
  const text = await page.evaluateHandle(() => window.mailbox.composes[0].body);
  await text.focus();
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toContainText('army.mil');
  await expectNothingSent(page);
});

test('a shortcut in a text two frames deep is asked about once, and touches the compose', async ({ open }) => {
  const page = await open('gmail');
  await page.evaluate(() => {
    const [compose] = window.mailbox.composes;
    compose.fields.to.add('ann@army.ml');
    const frame = (place) => {
      const made = place.ownerDocument.createElement('iframe');
      place.append(made);
      return made.contentDocument.body;
    };
    const text = frame(frame(compose.body.parentElement));
    text.contentEditable = 'true';
    text.ownerDocument.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.ctrlKey) window.mailbox.send(compose, 'frame-key');
    });
    window.text = text;
  });
  await page.waitForTimeout(1000);
  await page.evaluate(() => window.text.focus());
  await page.keyboard.press('a');
  await expect(notice(page)).toContainText('army.mil');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toHaveCount(1);
  await expectNothingSent(page);
  await answer(page, 'send');
  await expectSentOnce(page, { to: ['ann@army.ml'] });
  await expect(dialog(page)).toHaveCount(0);
});

/** A compose to a slip, with its text in a frame that has the page's shortcut. */
async function withTextInFrame(page) {
  await page.evaluate(() => {
    const [compose] = window.mailbox.composes;
    compose.fields.to.add('ann@army.ml');
    const frame = document.createElement('iframe');
    compose.body.parentElement.append(frame);
    window.text = frame.contentDocument.body;
    window.text.contentEditable = 'true';
    frame.contentDocument.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.ctrlKey) window.mailbox.send(compose, 'frame-key');
    });
  });
  await page.waitForTimeout(1000);
}

test('a frame of the page is not taken for the copy around an editor, whatever its name', async ({ open }) => {
  const page = await open('gmail');
  await withTextInFrame(page);
  await page.evaluate(() => {
    for (const name of ['nearmissPeer', 'isNearmissHere']) {
      const frame = document.createElement('iframe');
      frame.name = name;
      document.body.append(frame);
    }
  });
  // As long as that copy has not come.
  await inContent(page, () => delete globalThis.nearmissPeer);
  await page.evaluate(() => window.text.focus());
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toContainText('army.mil');
  await expectNothingSent(page);
});

test('a copy that fails to ask the one around it decides by itself, and says so', async ({
  open,
  browserWithExtension,
}) => {
  const page = await open('gmail');
  await withTextInFrame(page);
  await inContent(page, () => {
    globalThis.nearmissPeer.decide = () => {
      throw new Error('a defect of ours');
    };
  });
  await page.evaluate(() => window.text.focus());
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toContainText('army.mil');
  await expectNothingSent(page);
  const worker = await workerOf(browserWithExtension);
  const problems = () =>
    worker.evaluate(async () => {
      const { pages = {} } = await chrome.storage.session.get('pages');
      return Object.values(pages)
        .flatMap(Object.values)
        .flatMap(({ report }) => report.problems);
    });
  await expect.poll(problems).toContain('unreadable-recipients');
});

testInFirefox('Firefox: a press in a frame lets no press outside of it pass', async ({ firefox }) => {
  const page = await openInFirefox(firefox, 'yahoo');
  const user = new User(page);
  await user.type(0, 'ann@army.ml');
  await user.until('the notice', () => user.hasNotice());
  await page.evaluate(() => {
    const [compose] = window.mailbox.composes;
    const frame = document.createElement('iframe');
    frame.style.cssText = 'position:fixed;inset:0 auto auto 0;width:200px;height:100px;z-index:9';
    document.body.append(frame);
    const button = frame.contentDocument.createElement('button');
    button.textContent = 'Done';
    button.style.cssText = 'position:fixed;inset:0';
    button.addEventListener('click', () => compose.sendButton.click());
    frame.contentDocument.body.append(button);
  });
  await new Promise((resolve) => setTimeout(resolve, 1500)); // the frame's copy has to hear from its background
  await user.pressAt({ x: 60, y: 50 });
  await user.until('the question', () => user.isAsked());
  await user.claimNothingSent(0);
});
