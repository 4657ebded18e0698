/**
 * The front page stands above the extension's code and takes only what is the
 * same on both: words, letters, the core and the verifier. Nothing stands on it.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const src = join(here, '../../extension/src');
/** The host of WebAssembly programs. */
const REACTOR = join(here, '../../wasm/reactor.ts');

/** What each room may import besides itself; `.` is the ground, the files of worker/site itself. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  '.': [],
  page: ['.'],
  client: ['.'],
  frame: ['.'],
};
const OF_THE_EXTENSION = [
  'background/checker.ts',
  'background/trust.ts',
  'background/updater.ts',
  'browser/texts.ts',
  'elements.ts',
  'letters.ts',
  'messages/verdict.ts',
  'pages/chart.ts',
  'pages/trial.ts',
  'warning/pair.ts',
  'warning/words.ts',
];

const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
);
const codeOf = (file: string): string => readFileSync(join(here, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const roomOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '.');

test('each room imports only from below, and of the extension what is named', () => {
  assert.ok(files.length > 15, 'too few files found');
  for (const file of files) {
    const allowed = ROOMS[roomOf(file)];
    assert.ok(allowed, `${file} lies in no known room`);
    for (const [, to = ''] of codeOf(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)) {
      const target = join(here, dirname(file), to);
      if (target === REACTOR) continue;
      if (target.startsWith(src)) assert.ok(OF_THE_EXTENSION.includes(relative(src, target)), `${file} imports ${to}`);
      else {
        const room = roomOf(relative(here, target));
        assert.ok(room === roomOf(file) || allowed.includes(room), `${file} imports ${to}, which stands beside it`);
      }
    }
  }
});

test('only the page asks its server, and it is the page alone that starts frames', () => {
  const users = (use: RegExp): string[] => files.filter((file) => use.test(codeOf(file)));
  assert.deepEqual(users(/(?<![.#\w]|function )fetch\(|\bXMLHttpRequest\b|\bsendBeacon\b|\bWebSocket\b/), [
    'client/fetch.ts',
  ]);
  assert.deepEqual(users(/\bsrcdoc\b/), ['client/frames.ts', 'page/page.ts']);
});

test('nothing reaches another origin, stores anything or reads a cookie', () => {
  for (const file of files.filter((name) => /^(?:client|frame|messages|listtext|neighbours)/.test(name))) {
    assert.doesNotMatch(codeOf(file), /https?:\/\/|\blocalStorage\b|\bsessionStorage\b|\bindexedDB\b|\bcookie\b/, file);
  }
});
