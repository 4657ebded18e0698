/** What is said, and what is not, while a person is still typing an address. */
import { expect, GUARDED, test } from '../support/extension.mjs';
import { dialog, expectNothingSent, field, notice, settle } from '../support/page.mjs';

/** Slower than a verdict takes, in ms: each key has its own. */
const BETWEEN_KEYS = 120;

/** A first key after so long has a look, and those after it none that is not asked for, in ms. */
const LOOKS_EVERY = 2200;

/** Every one of these has a verdict at some key before its last. */
const RIGHT = ['jim@vodafone.co.nz', 'ann@und.edu'];

/** From now on what stands in the field is noted whenever a notice is drawn. */
const watchNotices = (page) =>
  page.evaluate(() => {
    window.noticed = [];
    const { input } = window.mailbox.composes[0].fields.to;
    new MutationObserver(() => {
      if (document.querySelector('nearmiss-notice') !== null) window.noticed.push(input.value ?? input.textContent);
    }).observe(document, { childList: true, subtree: true });
  });
const noticed = (page) => page.evaluate(() => window.noticed);

for (const webmail of GUARDED) {
  test(`${webmail}: nothing is said on the way to a right address, and a slip with its last key`, async ({ open }) => {
    const page = await open(webmail);
    await (await field(page)).focus();
    await watchNotices(page);
    for (const address of RIGHT) {
      await page.keyboard.type(address, { delay: BETWEEN_KEYS });
      await page.keyboard.press('Enter');
      await settle(page); // some pages put the chip and the caret right a moment later
    }
    expect(await noticed(page)).toEqual([]);
    await page.keyboard.type('olga@army.ml', { delay: BETWEEN_KEYS });
    await expect(notice(page)).toContainText('army.mil');
    expect((await noticed(page))[0]).toContain('@army.ml');
  });
}

test('a suffix that does not exist is shown after a pause', async ({ open }) => {
  const page = await open('gmail');
  await (await field(page)).focus();
  await watchNotices(page);
  await page.keyboard.type('ann@gmail.con', { delay: BETWEEN_KEYS });
  expect(await noticed(page)).toEqual([]);
  await expect(notice(page)).toContainText('gmail.com');
});

test('so is one that is over, at once', async ({ open }) => {
  const page = await open('proton');
  await (await field(page)).focus();
  await page.waitForTimeout(LOOKS_EVERY);
  await page.keyboard.type('Ann <ann@gmail.con', { delay: 20 });
  await page.waitForTimeout(BETWEEN_KEYS);
  await page.keyboard.press('>');
  // Sooner than by the pause, which is 1.5 s, or by the look that comes next.
  await expect(notice(page)).toContainText('gmail.com', { timeout: 800 });
});

test('what is typed and left is shown while the message is written', async ({ open }) => {
  const page = await open('proton');
  await (await field(page)).focus();
  await page.keyboard.type('ann@gmail.con');
  await page.keyboard.press('Tab');
  const body = await page.evaluateHandle(() => window.mailbox.composes[0].body);
  await body.focus();
  const writing = page.keyboard.type('Dear Ann, the minutes are attached. '.repeat(3), { delay: 60 });
  await expect(notice(page)).toContainText('gmail.com');
  await writing;
  await expectNothingSent(page);
});

test('an address whose dot is missing is held when it is sent with its last key', async ({ open }) => {
  const page = await open('gmail');
  await (await field(page)).focus();
  await page.keyboard.type('ann@gmailcom');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toContainText('gmail.com');
  await expectNothingSent(page);
});

for (const webmail of GUARDED) {
  test(`${webmail}: an address that is being typed is judged without a look, once it may be`, async ({ open }) => {
    const page = await open(webmail);
    await (await field(page)).focus();
    await page.keyboard.type('ann@example.org,');
    await page.waitForTimeout(1200);
    const during = async (text) => {
      await page.evaluate(() => performance.clearMeasures());
      await page.keyboard.type(text, { delay: 40 });
      const count = (what) => performance.getEntriesByName(`nearmiss ${what}`).length;
      return page.evaluate(`({ looks: (${count})('look'), answers: (${count})('answer') })`);
    };
    expect((await during('olga.anna.sample@lakeside')).looks).toBeLessThan(6);
    const { looks, answers } = await during('.example');
    expect(looks).toBeLessThan(4);
    expect(answers).toBeGreaterThan(2);
    await page.keyboard.type(',bob@army.ml');
    await expect(notice(page)).toContainText('army.mil');
  });

  test(`${webmail}: a notice goes with its address, however little is typed instead`, async ({ open }) => {
    const page = await open(webmail);
    const to = await field(page);
    await to.focus();
    await page.keyboard.type('ann@army.ml');
    await expect(notice(page)).toContainText('army.mil');
    await to.evaluate((input) => ('select' in input ? input.select() : getSelection().selectAllChildren(input)));
    await page.keyboard.type('b');
    await expect(notice(page)).toBeHidden({ timeout: 1200 });
  });
}

test('so does the notice of an address that was put in place of what was begun', async ({ open }) => {
  const page = await open('gmail');
  const to = await field(page);
  await to.focus();
  await page.keyboard.type('a');
  await to.evaluate((input) => input.select());
  await page.keyboard.insertText('Ann <ann@army.ml>');
  await expect(notice(page)).toContainText('army.mil');
  await to.evaluate((input) => input.select());
  await page.keyboard.press('Delete');
  await expect(notice(page)).toBeHidden({ timeout: 1200 });
});

test('what has no dot is shown after a pause, typed or pasted', async ({ open }) => {
  const page = await open('gmail');
  await (await field(page)).focus();
  await page.keyboard.type('ann@gmailcom', { delay: 40 });
  await expect(notice(page)).toContainText('gmail.com');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await expect(notice(page)).toBeHidden();
  await page.keyboard.insertText('bob@gmailcom');
  await expect(notice(page)).toContainText('gmail.com');
});
