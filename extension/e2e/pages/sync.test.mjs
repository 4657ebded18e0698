/**
 * Sync, as far as one device shows it: what goes into the browser's storage, and
 * what comes of what another device would have written there. What two real
 * devices do is not shown here.
 */
import { workerOf } from '../support/chromium.mjs';
import { expect, testAlone as test } from '../support/extension.mjs';
import { call, openOptions, unfold } from '../support/extensionpages.mjs';
import { openOwnInFirefox } from '../support/firefox.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';

const inAccount = async (context) => {
  const worker = await workerOf(context);
  return worker.evaluate(async () => JSON.stringify(await chrome.storage.sync.get(null)));
};

test('off it writes nothing; on it writes domains, and never an address', async ({ context }) => {
  const options = await openOptions(context);
  const change = { protected: ['works.example'], allowed: ['right.example'], addresses: ['ann@secret.example'] };
  await call(options, 'personal', { change, isImport: false });
  expect(await inAccount(context)).toBe('{}');
  await options.reload();
  await unfold(options);
  await options.locator('#sync').check();
  await expect.poll(() => inAccount(context)).toMatch(/p works\.example .*|a right\.example/);
  await call(options, 'personal', { change: { allowed: ['right.example', 'second.example'] }, isImport: false });
  await expect.poll(() => inAccount(context)).toContain('second.example');
  expect(await inAccount(context)).not.toMatch(/secret|@/);
  await options.locator('.sync .button').click();
  await expect.poll(() => inAccount(context)).toBe('{}');
  await expect(options.locator('#sync')).not.toBeChecked();
});

test('what another device wrote is shown, and exempts no near miss', async ({ context }) => {
  const options = await openOptions(context);
  await call(options, 'personal', { change: { allowed: ['old.example'] }, isImport: false });
  await call(options, 'sync', { isOn: true });
  const worker = await workerOf(context);
  await worker.evaluate(async () => {
    const time = (Math.floor(Date.now() / 1000) + 60).toString(36);
    const lines = [`a army.ml ${time}`, `a fine.example ${time}`, `-a old.example ${time}`];
    await chrome.storage.sync.set({ 'domains-5': lines });
  });
  await expect.poll(async () => (await call(options, 'overview', {})).personal.allowed).toEqual(['fine.example']);
  const { verdicts } = await call(options, 'check', { recipients: ['ann@army.ml'], sender: '' });
  expect(verdicts[0].level).toBe('warn');
  await options.reload();
  await unfold(options);
  const lines = options.locator('.sync .entries li');
  await expect(lines).toHaveCount(3);
  await expect(lines.filter({ hasText: 'army.ml' })).toContainText(/Not taken: near miss of \W*army\.mil/);
  await expect(lines.filter({ hasText: 'old.example' })).toContainText('Removed');
  if (process.env.NEARMISS_SHOTS)
    await options.locator('.sync').screenshot({ path: `${process.env.NEARMISS_SHOTS}/sync.png` });
  // The browser's own limit for an item is kept, and the entry that was refused stays for the other devices.
  expect(await inAccount(context)).toContain('army.ml');
});

testInFirefox.use({ launch: { opensOwnPages: true } });

testInFirefox('in Firefox the switch writes domains into its storage', async ({ firefox }) => {
  const options = await openOwnInFirefox(firefox, 'options');
  await options.$$eval('details.rare', (parts) => {
    for (const part of parts) part.open = true;
  });
  await options.evaluate(() =>
    chrome.runtime.sendMessage({
      call: 'personal',
      request: { change: { allowed: ['right.example'] }, isImport: false },
    }),
  );
  await options.click('#sync');
  const written = () => options.evaluate(async () => JSON.stringify(await chrome.storage.sync.get(null)));
  await expect.poll(written).toContain('right.example');
});
