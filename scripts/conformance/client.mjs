#!/usr/bin/env node
/**
 * The extension's side of publishing as the command that the TUF community's
 * conformance suite plays: its own ListStore, trust.ts and verifier
 * (build/update.wasm), with a folder in the place of the browser's database and
 * a core that takes every list. README.md beside this says how to run it.
 *
 *   client.mjs --metadata-dir DIR init ROOT
 *   client.mjs --metadata-dir DIR --metadata-url URL refresh
 *   client.mjs --metadata-dir DIR --metadata-url URL --target-name PATH …
 *              --target-base-url URL --target-dir DIR download
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { ListStore, PUBLIC } from '../../extension/src/background/liststore.ts';
import { checkSigned } from '../../extension/src/background/trust.ts';
import { Updater } from '../../extension/src/background/updater.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'metadata-dir': { type: 'string' },
    'metadata-url': { type: 'string' },
    'target-name': { type: 'string', multiple: true },
    'target-base-url': { type: 'string' },
    'target-dir': { type: 'string' },
  },
});
const [command, rootFile] = positionals;
const folder = values['metadata-dir'];
const first = join(folder, 'first-root');
const stored = join(folder, 'stored'); // no .json: the suite reads those as metadata

const list = '# nearmiss-list: 1\n# name: suite\n# role: protected\n# category: suite\n\nexample.mil\n';
/** What came with the extension. */
const bundled = {
  'lists/suite.txt': list,
  'lists/catalogue.json': JSON.stringify({
    version: 1,
    lists: [
      {
        name: 'suite',
        role: 'protected',
        length: list.length,
        sha256: createHash('sha256').update(list).digest('hex'),
      },
    ],
  }),
};

if (command === 'init') {
  writeFileSync(first, readFileSync(rootFile));
  writeFileSync(join(folder, 'root.json'), readFileSync(rootFile));
} else if (command === 'refresh' || command === 'download') {
  process.exitCode = (await checkForNews()) && (command === 'refresh' || download()) ? 0 : 1;
} else {
  console.error(`no command ${command}`);
  process.exitCode = 2;
}

/** One check for news, as the extension does it. @returns {Promise<boolean>} */
async function checkForNews() {
  const database = openDatabase();
  const store = new ListStore({
    channels: async () => [
      {
        name: PUBLIC,
        url: values['metadata-url'].replace(/metadata\/?$/, ''),
        scope: 'public',
        root: readFileSync(first, 'utf8'),
      },
    ],
    withVerifier: async (work) => {
      const program = await WebAssembly.compile(
        readFileSync(process.env.UPDATE_WASM ?? fileURLToPath(new URL('../../build/update.wasm', import.meta.url))),
      );
      return work(async (...check) => checkSigned(await Updater.start(program), ...check, Date.now()));
    },
    interval: async () => 0,
    database,
    bundled: async (path) => new TextEncoder().encode(bundled[path]),
    now: Date.now,
    random: Math.random,
  });
  let isGood = true;
  try {
    await store.update(async () => undefined);
  } catch (error) {
    console.error(String(error));
    isGood = false;
  }
  const { state } = (await database.verified(PUBLIC)) ?? {};
  for (const role of ['root', 'timestamp', 'snapshot', 'targets']) {
    const file = join(folder, `${role}.json`);
    if (state?.[role]) writeFileSync(file, state[role]);
    else if (role !== 'root') rmSync(file, { force: true });
  }
  return isGood;
}

/** listdatabase.ts, with one file in the place of IndexedDB. */
function openDatabase() {
  const content = existsSync(stored) ? deserialize(readFileSync(stored)) : {};
  const write = async (key, value) => {
    content[key] = value;
    writeFileSync(stored, serialize(content));
  };
  return {
    held: async () => content.held,
    hold: async (_, held) => {
      await write('held', held);
      await write('verified', { root: held.root, state: held.state });
    },
    verified: async () => content.verified,
    keep: (_, verified) => write('verified', verified),
    webmails: async () => content.held?.webmails ?? [],
    state: async () => content.state,
    remember: (state) => write('state', state),
  };
}

/** The suite's files stand in descriptions of webmails (repository.py). @returns {boolean} */
function download() {
  const { held } = deserialize(readFileSync(stored));
  return values['target-name'].every((name) => {
    const id = createHash('sha256').update(name).digest('hex').slice(0, 30);
    const description = held.webmails.find((one) => one.id === id);
    if (description === undefined) return false;
    const { content } = JSON.parse(new TextDecoder().decode(description.text));
    const file = join(values['target-dir'], id);
    const bytes = Buffer.from(content, 'base64');
    if (!existsSync(file) || !readFileSync(file).equals(bytes)) writeFileSync(file, bytes);
    return true;
  });
}
