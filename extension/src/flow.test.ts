/**
 * Data flows one way: no room imports one that stands above or beside it, no
 * file imports itself over others, and each outside thing has one door.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('.', import.meta.url));

/** What each room may import besides itself; `.` is the ground: the files of src/ itself, and its two folders. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  '.': [],
  webmail: ['.'],
  warning: ['.'],
  guard: ['.', 'webmail', 'warning'],
  background: ['.'],
  pages: ['.', 'warning'],
  capture: ['.', 'webmail'],
};
/** `messages`: what crosses between contexts; `browser`: the door to `chrome.*`. */
const GROUND: readonly string[] = ['messages', 'browser'];
/** Entry points only wire; they stand above all rooms, and nobody imports them. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  'content.ts': ['.', 'webmail', 'warning', 'guard', 'capture'],
  'capture.ts': ['.', 'webmail', 'capture'],
};
/** The host of our WebAssembly programs, which lies with them. */
const REACTOR = '../../wasm/reactor.ts';
/** One door per outside thing. */
const DOORS: readonly (readonly [name: string, use: RegExp, files: readonly string[]])[] = [
  ['chrome.*', /\bchrome\.\w/, ['browser/']],
  [
    'the network',
    /(?<![.#\w]|async )fetch\(|\bXMLHttpRequest\b|\bsendBeacon\b|\bWebSocket\b/,
    ['background/listfetch.ts', 'background/nearmissreport.ts', 'browser/extension.ts'],
  ],
  ['WebAssembly', /\bWebAssembly\.(?!Module\b)/, [REACTOR]],
];

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts'))
  .sort();

function textOf(file: string): string {
  return readFileSync(join(src, file), 'utf8');
}

/** Code without comments: a comment may name what code may not use. */
function codeOf(file: string): string {
  return textOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1');
}

function importsOf(file: string): string[] {
  const found = [...codeOf(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+\.ts)'/g)];
  return found.map((match) => normalize(join(dirname(file), match[1] ?? '')));
}

function roomOf(file: string): string {
  const [first = '', second] = file.split('/');
  return second === undefined || GROUND.includes(first) ? '.' : first;
}

test('every room is known and imports only rooms below it', () => {
  for (const file of files) {
    const allowed = ENTRIES[file] ?? ROOMS[roomOf(file)];
    assert.ok(allowed, `${file} lies in no known room`);
    for (const imported of importsOf(file)) {
      assert.ok(!(imported in ENTRIES), `${file} imports the entry point ${imported}`);
      if (imported === REACTOR && roomOf(file) === 'background') continue;
      const room = roomOf(imported);
      const beside = room === roomOf(file) && !(file in ENTRIES);
      assert.ok(beside || allowed.includes(room), `${file} imports ${imported}, which stands above or beside it`);
    }
  }
});

test('no file imports itself over others', () => {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.notEqual(state.get(file), 'open', `circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    if (state.has(file)) return;
    state.set(file, 'open');
    for (const imported of importsOf(file)) visit(imported, [...path, file]);
    state.set(file, 'done');
  };
  assert.ok(files.length > 20, 'too few files found');
  for (const file of files) visit(file, []);
});

test('each outside thing has one door', () => {
  for (const [name, use, doors] of DOORS) {
    const users = [...files, REACTOR].filter((file) => use.test(codeOf(file)));
    assert.ok(users.length > 0, `nobody uses ${name}: is the pattern still right?`);
    for (const file of users) {
      assert.ok(
        doors.some((door) => file === door || (door.endsWith('/') && file.startsWith(door))),
        `${relative('.', file)} uses ${name}; only ${doors.join(', ')} may`,
      );
    }
  }
});

/** Members of a page's elements that a form's controls can shadow: `<input name="contains">` (dom.ts). */
const SHADOWED =
  /(?<!\brule|\(\))\.(?:querySelector(?:All)?|closest|matches|contains|(?:get|has)Attribute|parent(?:Element|Node)|first(?:Element)?Child|next(?:Element)?Sibling|childNodes|isConnected|ownerDocument|localName|textContent|nodeType|nodeValue|checkVisibility|getBoundingClientRect|shadowRoot|attributes)\b/;

test('what a page may shadow is called from its prototype', () => {
  const rooms = files.filter((file) => ['guard', 'webmail'].includes(roomOf(file)));
  assert.ok(rooms.length > 20, 'too few files found');
  for (const file of rooms) assert.doesNotMatch(codeOf(file), SHADOWED, file);
});

/** What came after the oldest browsers that manifest.ts names, Chromium 120 and Firefox 128: no build step adds it. */
const TOO_NEW: readonly (readonly [name: string, use: RegExp])[] = [
  ['URL.parse (Chromium 126)', /\bURL\.parse\(/],
  ['Array.fromAsync (Chromium 121)', /\bArray\.fromAsync\(/],
  ['Promise.try (Chromium 128)', /\bPromise\.try\(/],
  ['Set methods (Chromium 122)', /\.(?:union|intersection|difference|isSubsetOf|isSupersetOf|isDisjointFrom)\(/],
  [
    'iterator helpers (Chromium 122)',
    /\.(?:values|keys|entries)\(\)\s*\.(?:map|filter|some|every|find|toArray|take|drop)\(/,
  ],
  ['RegExp.escape (Chromium 136)', /\bRegExp\.escape\(/],
  ['Uint8Array in base 64 (Chromium 140)', /\bUint8Array\.from(?:Base64|Hex)\(|\.to(?:Base64|Hex)\(/],
];

test('nothing is used that the oldest browsers lack', () => {
  for (const [name, use] of TOO_NEW) {
    assert.deepEqual(
      files.filter((file) => use.test(codeOf(file))),
      [],
      name,
    );
  }
});
