/** An address book is read on this device: domains only, checked first, gone as a whole. */
import { workerOf } from '../support/chromium.mjs';
import { expect, testAlone as test } from '../support/extension.mjs';
import { call, openOptions } from '../support/extensionpages.mjs';
import { openOwnInFirefox } from '../support/firefox.mjs';
import { testInFirefox } from '../support/firefoxtest.mjs';

const CSV = [
  'Name,E-mail 1 - Value,Notes',
  '"Smith, Ann",ann.private@kestrel-holdings.com,"mail me@note.example"',
  'Bob,bob@army.ml ::: bob@lindqvist-partner.net,',
  'Eve,eve@gmial.com,',
].join('\r\n');
const levelOf = async (page, recipient) =>
  (await call(page, 'check', { recipients: [recipient], sender: '' })).verdicts[0].level;
const read = (options, name, text) =>
  options
    .locator('.contacts input[type=file]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test('contacts are read here: domains alone, possible typing errors only where ticked', async ({ context }) => {
  const options = await openOptions(context);
  const near = 'zoe@kestrel-holdinsg.com';
  expect(await levelOf(options, near)).toBe('none');
  await read(options, 'contacts.csv', CSV);
  const review = options.locator('.contacts .review');
  await expect(review.locator('h3')).toHaveText('New domains in this file: 2');
  await expect(review.locator('li')).toHaveCount(2);
  await expect(review.locator('li').first()).toContainText(/army\.ml.*army\.mil/);
  if (process.env.NEARMISS_SHOTS)
    await options.locator('.contacts').screenshot({ path: `${process.env.NEARMISS_SHOTS}/contacts.png` });
  await review.getByRole('button', { name: 'Add these' }).click();
  await expect(options.locator('.contacts [role=status]')).toHaveText(/Domains from your contacts: 2, read on /);
  expect(await levelOf(options, near)).not.toBe('none');
  expect(await levelOf(options, 'ann@army.ml')).toBe('warn');
  // What is kept says nothing of anybody's address.
  const worker = await workerOf(context);
  const stored = await worker.evaluate(async () =>
    JSON.stringify(await chrome.storage.local.get(['contacts', 'history'])),
  );
  expect(stored).toContain('kestrel-holdings.com');
  expect(stored).not.toMatch(/@|private|note\.example|army\.ml/);

  await options.locator('.contacts').getByRole('button', { name: 'Remove all' }).click();
  await expect(options.locator('.contacts [role=status]')).toHaveText('No contacts have been read.');
  expect(await levelOf(options, near)).toBe('none');
});

test('a file that is no address book is reported, and changes nothing', async ({ context }) => {
  const options = await openOptions(context);
  await read(options, 'notes.csv', 'a,b\n1,2');
  await expect(options.locator('.contacts [role=alert]')).toContainText('No mail address was found');
  await expect(options.locator('.contacts [role=status]')).toHaveText('No contacts have been read.');
});

testInFirefox.use({ launch: { opensOwnPages: true } });

testInFirefox('in Firefox vCards are read', async ({ firefox }) => {
  const options = await openOwnInFirefox(firefox, 'options');
  await options.$$eval('details.rare', (parts) => {
    for (const part of parts) part.open = true;
  });
  const card = 'BEGIN:VCARD\r\nVERSION:4.0\r\nEMAIL:ann@kestrel-holdings.com\r\nEND:VCARD\r\n';
  await options.evaluate((text) => {
    const input = document.querySelector('.contacts input[type=file]');
    const chosen = new DataTransfer();
    chosen.items.add(new File([text], 'ann.vcf', { type: 'text/vcard' }));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change'));
  }, card);
  await options.waitForSelector('.contacts .review .button');
  await options.click('.contacts .review .button');
  await options.waitForFunction(() =>
    document.querySelector('.contacts [role=status]').textContent.includes('contacts: 1'),
  );
});
