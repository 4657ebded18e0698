/**
 * Markup that a webmail has, had or may have, in the folder of its description: the
 * head of each file says what must be read in it and where it comes from.
 */
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledDescriptors } from '../../src/webmail/descriptors.ts';
import { openPage, readFixture } from '../support/fixtures.mjs';
import { MAILBOXES, mailboxPage } from '../support/mailboxes.mjs';
import { expect, pressesIn, runReader, saidToBe, test } from './reader.mjs';

const folder = fileURLToPath(new URL('../../src/webmail/descriptors/', import.meta.url));
const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'));

for (const name of files) {
  const webmail = dirname(name);
  const { head, body } = readFixture(folder + name);
  const { url, source, date, reads, send = true, health = [], presses = {} } = head;
  test(`${name}: is read as its head says`, async ({ tab }) => {
    await openPage(tab, { url, body });
    const seen = await runReader(tab, webmail);
    expect(seen).toEqual({ isRecognised: true, reads, send, health });
    expect((await saidToBe(tab)).filter((id) => id !== webmail)).toEqual([]);
    expect(await pressesIn(tab, webmail, Object.keys(presses))).toEqual(presses);
    expect(source).toMatch(/\p{L}+/u);
    expect(date).toMatch(/^\d{4}-\d\d-\d\d$/u);
  });
}

test('every webmail that is recognised by its pages has a fixture of its own', () => {
  const known = files.map((name) => dirname(name));
  for (const { id, hosts } of bundledDescriptors) if (hosts.length === 0) expect(known).toContain(id);
});

for (const webmail of Object.keys(MAILBOXES)) {
  test(`${webmail}: its page is taken for no webmail on somebody's own server`, async ({ tab }) => {
    await openPage(tab, mailboxPage(webmail));
    await runReader(tab, webmail);
    expect((await saidToBe(tab)).filter((id) => id !== webmail)).toEqual([]);
  });
}
