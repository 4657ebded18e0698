/**
 * Webmails that no description knows, read by their shape alone, and pages that
 * are none. The head of each file says what must be read in it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, runShapeReader, test } from './reader.mjs';

const folder = fileURLToPath(new URL('foreign/', import.meta.url));
const ADDRESS = 'https://mail.elsewhere.example/';

for (const name of readdirSync(folder).filter((file) => file.endsWith('.html'))) {
  const text = readFileSync(folder + name, 'utf8');
  const { reads, asks } = JSON.parse(text.slice('<!--'.length, text.indexOf('-->')));
  test(`${name}: ${reads.length === 0 ? 'is no compose' : 'is read by its shape'}`, async ({ tab }) => {
    await tab.route('**', (route) =>
      route.request().url() === ADDRESS
        ? route.fulfill({ body: text, headers: { 'content-type': 'text/html; charset=utf-8' } })
        : route.abort(),
    );
    await tab.goto(ADDRESS);
    expect(await runShapeReader(tab)).toEqual({ reads, asks });
  });
}
