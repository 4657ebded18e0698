/** A mail counts as sent if its compose leaves the page or is hidden, and not if it may have failed. */
import { workerOf } from '../support/chromium.mjs';
import { expect, test } from '../support/extension.mjs';
import { answer, dialog, expectSentOnce, pressSend, sent, settle, type } from '../support/page.mjs';

/** What a page does with its compose instead of taking it out of the page. */
const hide = () => {
  const { shell } = window.mailbox.composes[0];
  shell.remove = () => shell.style.setProperty('display', 'none', 'important');
};
const askInstead = () => {
  const { shell } = window.mailbox.composes[0];
  shell.remove = () => {
    shell.style.setProperty('display', 'none', 'important');
    const question = document.createElement('dialog');
    question.textContent = 'Some recipients are outside of your organisation.';
    document.body.append(question);
    question.show();
  };
};
/** Hides the compose at the press, and shows it again once the server has refused the mail. */
const hideUntilFailed = () => {
  const { shell, sendButton } = window.mailbox.composes[0];
  sendButton.addEventListener('click', () => shell.style.setProperty('display', 'none', 'important'));
  const { push } = Array.prototype;
  window.failed.push = (mail) => {
    shell.style.removeProperty('display');
    return push.call(window.failed, mail);
  };
};
/** After the mail has failed, the person removes the recipient. */
const takeOut = () => {
  const { to } = window.mailbox.composes[0].fields;
  setTimeout(() => to.drop(to.chips[0]), 2_000);
};

const CASES = [
  { domain: 'left.example', isSent: true },
  { domain: 'hidden.example', prepare: hide, isSent: true },
  { domain: 'hidden-with-question.example', prepare: askInstead },
  { domain: 'slow.example', prepare: hide, options: { serverTakes: 10_000 }, isSent: true },
  { domain: 'slowly-failed.example', prepare: hideUntilFailed, options: { serverTakes: 10_000, failures: 1 } },
  { domain: 'failed.example', options: { failures: 1 } },
  { domain: 'taken-out.example', prepare: takeOut, options: { failures: 1 } },
  { domain: 'unanswered.example', subject: '', options: { askWithoutSubject: true } },
];

test('the history learns from composes that close, whether the page removes or hides them', async ({
  open,
  browserWithExtension,
}) => {
  for (const { domain, prepare, subject = 'Minutes', options } of CASES) {
    const page = await open('yahoo', options);
    await type(page, `olga@${domain}`, { commit: 'Enter' });
    await page.evaluate((text) => {
      const [compose] = window.mailbox.composes;
      compose.subject.value = text;
      compose.body.textContent = 'See below.';
    }, subject);
    await expect.poll(() => page.evaluate(() => window.mailbox.composes[0].fields.to.addresses())).toHaveLength(1);
    if (prepare !== undefined) await page.evaluate(prepare);
    await pressSend(page);
  }
  const worker = await workerOf(browserWithExtension);
  const known = async () => {
    const { history = {} } = await worker.evaluate(() => chrome.storage.local.get('history'));
    return CASES.map(({ domain }) => domain).filter((domain) => domain in history);
  };
  const wanted = CASES.filter(({ isSent = false }) => isSent).map(({ domain }) => domain);
  await expect.poll(known, { timeout: 30_000 }).toEqual(wanted);
  // Those that were sent last are watched a little longer.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect(await known()).toEqual(wanted);
});

/** The page hides its compose, and soon shows the same one, empty, for the next mail. */
const useAgain = () => {
  const { shell, fields } = window.mailbox.composes[0];
  shell.remove = () => {
    shell.style.setProperty('display', 'none', 'important');
    setTimeout(() => {
      for (const chip of [...fields.to.chips]) fields.to.drop(chip);
      shell.style.removeProperty('display');
    }, 700);
  };
};

test('a compose that the page uses for the next mail asks about a slip that the last one was sent to', async ({
  open,
}) => {
  const page = await open('yahoo');
  await page.evaluate(useAgain);
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await settle(page);
  await pressSend(page);
  await answer(page, 'send');
  await expectSentOnce(page, { to: ['ann@army.ml'] });
  await page.waitForTimeout(2000); // a person opens the next one
  await type(page, 'ann@army.ml', { commit: 'Enter' });
  await settle(page);
  await pressSend(page);
  await expect(dialog(page)).toBeVisible();
  await settle(page);
  expect(await sent(page)).toHaveLength(1);
});
