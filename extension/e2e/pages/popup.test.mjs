/**
 * What the popup says of the page in front, and that it answers a page's questions
 * where the page's own styles reach nothing.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { openMailbox } from '../support/chromium.mjs';
import { inContent } from '../support/contentworld.mjs';
import { expect, testAlone as test } from '../support/extension.mjs';
import { call, openPopup } from '../support/extensionpages.mjs';

/** A frame that asks about ann@army.ml, with everything but a page that shows it. */
async function startAsking(page, { needsReason = false } = {}) {
  await inContent(
    page,
    async (isReasonNeeded) => {
      const asked = { call: 'check', request: { recipients: ['ann@army.ml'], sender: '' } };
      const { verdicts } = (await chrome.runtime.sendMessage(asked)).reply;
      globalThis.answers = [];
      chrome.runtime.onMessage.addListener((message, _sender, respond) => {
        if (message.question === 'pending') {
          const choices = ['fix', 'back', 'send', 'trust'];
          respond([{ id: 'q1', isHeld: true, verdicts, choices, needsReason: isReasonNeeded }]);
        } else if (message.question === 'answer') {
          globalThis.answers.push(message);
          respond(globalThis.answers.length === 1);
        }
      });
      const report = { webmail: 'gmail', state: 'protecting', problems: [], questions: 1 };
      await chrome.runtime.sendMessage({ call: 'page', request: { report } });
    },
    needsReason,
  );
}
const answers = (page) => inContent(page, () => globalThis.answers);
const badge = (popup) =>
  popup.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true });
    return chrome.action.getBadgeText({ tabId: tab.id });
  });

test('a question of the page can be answered in the popup', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  await startAsking(page);
  const popup = await openPopup(context, page);
  expect(await badge(popup)).toBe('?');
  const question = popup.locator('.question');
  await expect(question.locator('h3')).toHaveText(/Did you mean \W*army\.mil\W*\?/);
  await expect(question).toContainText('Your mail has not been sent yet.');
  await expect(question).toContainText('Mali');
  await expect(question.getByRole('button')).toHaveText([
    /Change to \W*ann@army\.mil\W* and send/,
    'Go back',
    'Send anyway',
    'This address is right',
  ]);
  if (process.env.NEARMISS_SHOTS) await popup.screenshot({ path: `${process.env.NEARMISS_SHOTS}/asking.png` });
  const { violations } = await new AxeBuilder({ page: popup }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`)).toEqual([]);

  const late = await openPopup(context, page);
  await question.locator('[data-choice=fix]').click();
  await expect(question).toContainText('Your answer was passed on to the page.');
  await expect(question.getByRole('button')).toHaveCount(0);
  await late.locator('.question [data-choice=back]').click();
  await expect(late.locator('.question')).toContainText('no longer open');
  expect(await answers(page)).toEqual([
    { question: 'answer', id: 'q1', choice: 'fix' },
    { question: 'answer', id: 'q1', choice: 'back' },
  ]);
});

test('where policy wants a reason, the popup asks for it before it sends', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  await startAsking(page, { needsReason: true });
  const popup = await openPopup(context, page);
  const question = popup.locator('.question');
  await question.locator('[data-choice=send]').click();
  await expect(question).toContainText('Please write a reason first.');
  expect(await answers(page)).toEqual([]);
  await question.getByLabel('Why is this address right?').fill(' He moved to Mali. ');
  await question.locator('[data-choice=send]').click();
  await expect(question).toContainText('Your answer was passed on to the page.');
  expect(await answers(page)).toEqual([{ question: 'answer', id: 'q1', choice: 'send', reason: 'He moved to Mali.' }]);
});

test('a question that went with its frame is not asked', async ({ context }) => {
  const page = await openMailbox(context, 'gmail');
  await startAsking(page);
  await page.reload();
  const popup = await openPopup(context, page);
  await expect(popup.locator('.question')).toHaveCount(0);
});

test('a site that has learnt enough learns no more, across tabs and reloads, and the popup says so', async ({
  context,
}) => {
  const page = await openMailbox(context, 'gmail');
  const popup = await openPopup(context, page);
  await expect(popup.locator('.withheld')).toHaveCount(0);
  const names = ['kestrel', 'lindqvist', 'vandelay', 'pemberley', 'wotherspoon', 'brackenridge', 'thistlethwaite'];
  const domains = names.map((name) => `${name}-holdings.com`);
  await call(popup, 'personal', { change: { protected: domains }, isImport: false });
  const guess = (where, name, isTouched = true) =>
    inContent(
      where,
      async (request) => {
        const { verdicts } = (await chrome.runtime.sendMessage({ call: 'check', request })).reply;
        return verdicts[0].level;
      },
      { recipients: [`ann@${name}-holdinsg.com`], sender: '', isTouched },
    );
  for (const name of names) expect(await guess(page, name, false), name).toBe('none');
  const other = await openMailbox(context, 'gmail');
  for (const [at, name] of names.slice(0, 5).entries()) {
    expect(await guess(at % 2 === 0 ? page : other, name), name).toBe('warn');
  }
  expect(await guess(page, names[5])).toBe('none');
  await page.reload();
  expect(await guess(page, names[6])).toBe('none');
  expect(await guess(page, names[0]), 'what it knows already').toBe('warn');
  expect(await guess(await openMailbox(context, 'proton'), names[6]), 'another site').toBe('warn');
  await popup.reload();
  await expect(popup.locator('.withheld')).toContainText('This site has asked a lot');
  if (process.env.NEARMISS_SHOTS) await popup.screenshot({ path: `${process.env.NEARMISS_SHOTS}/withheld.png` });
});

for (const [problem, words, label] of [
  ['script-held', 'A mail that a script sent', '!'],
  ['reload-needed', 'Reload it to be sure', ''],
]) {
  test(`the popup says what ${problem} means on a page that is protected`, async ({ context }) => {
    const page = await openMailbox(context, 'gmail');
    await inContent(
      page,
      async (it) => {
        const report = { webmail: 'gmail', state: 'protecting', problems: [it] };
        await chrome.runtime.sendMessage({ call: 'page', request: { report } });
      },
      problem,
    );
    const popup = await openPopup(context, page);
    await expect(popup.locator('.state')).toContainText(words);
    expect(await badge(popup)).toBe(label);
  });
}
