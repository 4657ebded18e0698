/** Fixtures: markup of webmails, each headed by a comment in JSON that says where it comes from. */
import { readFileSync } from 'node:fs';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

/**
 * Reads a fixture, and makes a page of its markup.
 * @param {string | URL} file
 * @param {string} style for parts that have no size without the webmail's own styles
 * @returns {{head: object, body: string}}
 */
export function readFixture(file, style = '') {
  const text = readFileSync(file, 'utf8');
  const end = text.indexOf('-->');
  const body = `<!doctype html>
<meta charset="utf-8">
<title>Mail</title>
<style>${style}</style>
${text.slice(end + '-->'.length)}`;
  return { head: JSON.parse(text.slice('<!--'.length, end)), body };
}

/** Reads one of the webmails that no description knows, or one of the pages that are no webmail. */
export function readUnknown(name) {
  return readFixture(
    new URL(`../reading/unknown/${name}`, import.meta.url),
    'textarea, [contenteditable].body, iframe { display: block; width: 600px; height: 200px; }',
  );
}

/** Opens a page at its address, and refuses everything else that the tab asks for. */
export async function openPage(tab, { url, body, headers = HTML }) {
  await tab.route('**', (route) => (route.request().url() === url ? route.fulfill({ body, headers }) : route.abort()));
  await tab.goto(url, { waitUntil: 'domcontentloaded' });
}
