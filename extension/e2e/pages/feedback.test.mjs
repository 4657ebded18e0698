/** A wrong or missed warning: the first press shows and copies the text, the second opens the form. */
import { expect, testAlone as test } from '../support/extension.mjs';
import { call, openOptions } from '../support/extensionpages.mjs';
import { openOwnInFirefox } from '../support/firefox.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';

const tryOut = async (page, recipient) => {
  await page.locator('#trial').fill(recipient);
  await expect(page.locator('[data-feedback]').first()).toBeVisible();
};

test('a wrong warning is shown, copied, and taken to the form by a second press alone', async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const options = await openOptions(context);
  // What would be opened: nobody answers at that address.
  await options.evaluate(() => {
    globalThis.opened = [];
    chrome.tabs.create = async ({ url }) => void globalThis.opened.push(url);
  });
  const opened = () => options.evaluate(() => globalThis.opened);
  await tryOut(options, 'ann.private@amry.mil');
  await expect(options.locator('[data-feedback]')).toHaveText('This warning is wrong');
  await options.locator('[data-feedback=wrong]').click();
  const text = options.locator('.feedback pre');
  await expect(text).toHaveText(
    /^A warning was wrong\nKind: \S+\nTarget: army\.mil\nTyped domain: amry\.mil\nNearmiss /,
  );
  await expect(text).not.toContainText('ann');
  await expect(options.locator('.feedback [role=status]')).toHaveText(/on the clipboard/);
  expect(await options.evaluate(() => navigator.clipboard.readText())).toBe(await text.textContent());
  await expect(options.locator('.feedback')).toContainText(
    /form\.nearmiss\.example\W*. With it the domain \W*amry\.mil\W* goes/,
  );
  expect(await opened()).toEqual([]);
  if (process.env.NEARMISS_SHOTS) await options.screenshot({ path: `${process.env.NEARMISS_SHOTS}/feedback.png` });
  await options.locator('[data-feedback=open]').click();
  const [form] = await opened();
  expect(new URL(form).hostname).toBe('form.nearmiss.example');
  expect(new URL(form).searchParams.get('text')).toBe(await text.textContent());
});

test('what only this person knows is left out', async ({ context }) => {
  const options = await openOptions(context);
  await call(options, 'personal', { change: { protected: ['kestrel-holdings.com'] }, isImport: false });
  await tryOut(options, 'ann@kestrel-holdinsg.com');
  await options.locator('[data-feedback=wrong]').click();
  await expect(options.locator('.feedback pre')).toContainText('Target: left out, private');
  await expect(options.locator('.feedback pre')).not.toContainText('kestrel');
  await expect(options.locator('.feedback')).toContainText('No domain goes there.');
});

test('a build without a form offers copying alone', async ({ context }) => {
  const options = await openOptions(context);
  await options.evaluate(() => {
    const real = chrome.runtime.sendMessage.bind(chrome.runtime);
    chrome.runtime.sendMessage = async (message) => {
      const answer = await real(message);
      return message.call === 'feedback' ? { reply: { ...answer.reply, form: '' } } : answer;
    };
  });
  await tryOut(options, 'ann@stranger-domain.org');
  await expect(options.locator('[data-feedback]')).toHaveText('There should be a warning');
  await options.locator('[data-feedback=missed]').click();
  await expect(options.locator('.feedback pre')).toContainText('A near miss was missed');
  await expect(options.locator('[data-feedback=open]')).toHaveCount(0);
  await expect(options.locator('[data-feedback=copy]')).toBeVisible();
});

testInFirefox.use({ launch: { opensOwnPages: true } });

testInFirefox('in Firefox the text is shown before anything is opened', async ({ firefox }) => {
  const options = await openOwnInFirefox(firefox, 'options');
  await options.$$eval('details.rare', (parts) => {
    for (const part of parts) part.open = true;
  });
  await options.type('#trial', 'ann@amry.mil');
  await options.waitForSelector('[data-feedback=wrong]');
  await options.click('[data-feedback=wrong]');
  await options.waitForSelector('.feedback pre');
  expect(await options.$eval('.feedback pre', (pre) => pre.textContent)).toContain('Typed domain: amry.mil');
});
