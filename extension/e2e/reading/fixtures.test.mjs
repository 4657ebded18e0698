/**
 * Markup that a webmail has, had or may have, in the folder of its description: the
 * head of each file says what must be read in it and where it comes from.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledDescriptors } from '../../src/webmail/descriptors.ts';
import { expect, runReader, test } from './reader.mjs';

const folder = fileURLToPath(new URL('../../src/webmail/descriptors/', import.meta.url));
const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'));

for (const name of files) {
  const text = readFileSync(folder + name, 'utf8');
  const webmail = dirname(name);
  const { url, source, date, reads, send, health } = JSON.parse(text.slice('<!--'.length, text.indexOf('-->')));
  test(`${name}: is read as its head says`, async ({ tab }) => {
    await tab.route('**', (route) =>
      route.request().url() === url
        ? route.fulfill({ body: text, headers: { 'content-type': 'text/html; charset=utf-8' } })
        : route.abort(),
    );
    await tab.goto(url, { waitUntil: 'domcontentloaded' });
    const seen = await runReader(tab, webmail);
    expect(seen).toEqual({ isRecognised: true, reads, send, health });
    expect(source).toMatch(/\p{L}+/u);
    expect(date).toMatch(/^\d{4}-\d\d-\d\d$/u);
  });
}

test('every webmail that is recognised by its pages has a fixture of its own', () => {
  const known = files.map((name) => dirname(name));
  for (const { id, hosts } of bundledDescriptors) if (hosts.length === 0) expect(known).toContain(id);
});
