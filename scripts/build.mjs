/**
 * Builds the extension for both browsers from one source.
 *
 *   node scripts/build.mjs [--browser chromium|firefox] [--server URL] [--root FILE] [--lists DIR]
 *                          [--feedback-form URL] [--no-remote-descriptions] [--source URL] [--test] [--out DIR]
 *                          [--only scripts|programs|lists]
 *
 * --server  another list server than the public one (manifest and code)
 * --root    root metadata that the list server's channel is trusted by (default: extension/root.json,
 *           if there is one); without it lists come from this machine's own server at most
 * --feedback-form  where a report of a wrong warning is taken, "{text}" in it for the text; without one it can be copied
 * --no-remote-descriptions  only the descriptions of webmails in the package are used, never signed newer ones
 * --source  where the source code is, for a link in the settings (default: none is named)
 * --lists   lists that are built already (default: built from worker/lists)
 * --test    shadow roots open, so that tests can look inside; never for release
 * --out     default extension/dist, with --test extension/dist/test
 * --only    changes only this part of what OUT holds already: scripts, pages and texts; the
 *           WebAssembly programs; the bundled lists
 *
 * Writes OUT/chromium and OUT/firefox, each ready to be loaded.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { buildProgram } from '../wasm/build.mjs';
import { documentPage } from './documents.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'extension');

const { values: options } = parseArgs({
  options: {
    browser: { type: 'string' },
    server: { type: 'string' },
    root: { type: 'string' },
    lists: { type: 'string' },
    source: { type: 'string' },
    out: { type: 'string' },
    only: { type: 'string' },
    test: { type: 'boolean', default: false },
    'feedback-form': { type: 'string' },
    'no-remote-descriptions': { type: 'boolean', default: false },
  },
});
const { manifestOf } = await import('../extension/manifest.ts');
const { PUBLIC_LIST_SERVER } = await import('../extension/src/background/origin.ts');
const { webmailHosts, webmailOptionalHosts } = await import('../extension/src/webmail/hosts.ts');

const browsers = options.browser === undefined ? ['chromium', 'firefox'] : [options.browser];
for (const browser of browsers) {
  if (browser !== 'chromium' && browser !== 'firefox') fail(`no browser named ${browser}: chromium or firefox`);
}
const listServer = options.server === undefined ? PUBLIC_LIST_SERVER : originOf(options.server);
const listRoot = rootText();
const feedbackForm = formOf(
  options['feedback-form'] ?? (options.test ? 'https://form.nearmiss.example/new?text={text}' : ''),
);
const out = resolve(options.out ?? join(source, 'dist', options.test ? 'test' : ''));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const PARTS = ['scripts', 'programs', 'lists'];
if (options.only !== undefined && !PARTS.includes(options.only))
  fail(`no part named ${options.only}: ${PARTS.join(', ')}`);
const isWanted = (part) => options.only === undefined || options.only === part;

const common = mkdtempSync(join(tmpdir(), 'nearmiss-build-'));
try {
  const programs = {};
  if (isWanted('programs'))
    for (const name of ['check', 'update']) programs[name] = await buildProgram(name, join(common, `${name}.wasm`));
  if (isWanted('lists')) bundledLists(join(common, 'lists'));
  if (isWanted('scripts')) {
    await bundle(common);
    staticFiles(common);
    documents(common);
  }
  for (const browser of browsers) {
    const place = join(out, browser);
    if (options.only === undefined) rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    cpSync(common, place, { recursive: true });
    const manifest = manifestOf(browser, {
      version,
      hosts: webmailHosts(),
      optionalHosts: webmailOptionalHosts?.() ?? [],
      listServer,
      isTest: options.test,
    });
    writeFileSync(join(place, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    console.log(`built ${place}`);
  }
  for (const [name, { raw, gzip, sha256 }] of Object.entries(programs)) {
    console.log(`${name}.wasm ${raw} bytes, ${gzip} gzip, sha256 ${sha256}`);
  }
} finally {
  rmSync(common, { recursive: true, force: true });
}

/** The scripts and pages; one file each, because a service worker imports nothing. */
async function bundle(place) {
  const pages = ['popup', 'options', 'welcome'];
  await build({
    absWorkingDir: root,
    preserveSymlinks: true, // where node_modules is a link, its path must not get into the output
    entryPoints: [
      { in: 'extension/src/background/background.ts', out: 'background' },
      { in: 'extension/src/content.ts', out: 'content' },
      { in: 'extension/src/capture.ts', out: 'capture' },
      ...pages.map((name) => ({ in: `extension/src/pages/${name}/${name}.ts`, out: name })),
    ],
    outdir: place,
    bundle: true,
    format: 'iife',
    target: ['chrome120', 'firefox128'],
    charset: 'utf8',
    legalComments: 'none',
    loader: { '.css': 'text' },
    define: {
      __TEST__: String(options.test),
      __LIST_SERVER__: JSON.stringify(listServer),
      __LIST_ROOT__: JSON.stringify(listRoot),
      __FEEDBACK_FORM__: JSON.stringify(feedbackForm),
      __REMOTE_DESCRIPTIONS__: String(!options['no-remote-descriptions']),
      __SOURCE__: JSON.stringify(sourceURL()),
      __UNREAD_LOCALES__: JSON.stringify(unreadLocales()),
    },
    minifySyntax: true,
    logLevel: 'warning',
  });
  await build({
    absWorkingDir: root,
    entryPoints: [...pages.map((name) => `${name}/${name}`), 'document'].map((name) => ({
      in: `extension/src/pages/${name}.css`,
      out: basename(name),
    })),
    outdir: place,
    bundle: true,
    logLevel: 'warning',
  });
  const page = readFileSync(join(source, 'src', 'pages', 'page.html'), 'utf8');
  for (const name of pages) writeFileSync(join(place, `${name}.html`), page.replaceAll('PAGE', name));
}

function staticFiles(place) {
  cpSync(join(source, '_locales'), join(place, '_locales'), { recursive: true });
  cpSync(join(source, 'icons'), join(place, 'icons'), { recursive: true });
  cpSync(join(source, 'managed_schema.json'), join(place, 'managed_schema.json'));
  cpSync(join(root, 'LICENSE'), join(place, 'LICENSE'));
}

/** What one can read on in without a network, in English. */
function documents(place) {
  for (const [name, file] of Object.entries({
    help: 'extension/HELP.md',
    privacy: 'extension/PRIVACY.md',
    news: '.github/CHANGELOG.md',
  })) {
    const text = readFileSync(join(root, file), 'utf8');
    writeFileSync(
      join(place, `${name}.html`),
      documentPage(text, { style: 'document.css', beside: { 'PRIVACY.md': 'privacy.html' } }),
    );
  }
}

/** Languages, "it" or "pt-BR", that no native speaker has read. */
function unreadLocales() {
  const folder = join(source, '_locales');
  return readdirSync(folder)
    .filter((locale) => {
      const messages = JSON.parse(readFileSync(join(folder, locale, 'messages.json'), 'utf8'));
      return messages.locale_read_by_a_native_speaker.message === 'no';
    })
    .map((locale) => locale.replace('_', '-'))
    .sort();
}

function sourceURL() {
  if (options.source === undefined) return '';
  if (URL.parse(options.source)?.protocol !== 'https:') fail(`--source ${options.source}: not an https address`);
  return options.source;
}

function formOf(text) {
  if (text !== '' && (!URL.canParse(text) || new URL(text).protocol !== 'https:')) {
    fail(`--feedback-form ${text}: not an https address`);
  }
  return text;
}

/** The ground state: what protects from the first second, without any server. */
function bundledLists(place) {
  if (options.lists !== undefined) {
    cpSync(resolve(options.lists), place, { recursive: true });
  } else {
    const { status, stderr } = spawnSync('go', ['run', './scripts/nearmiss', 'list', 'build', '--out', place], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) fail(`the lists could not be built:\n${stderr}`);
  }
  if (!existsSync(join(place, 'catalogue.json'))) fail('the built lists have no catalogue.json');
}

function rootText() {
  const file = options.root === undefined ? join(source, 'root.json') : resolve(options.root);
  if (options.root === undefined && !existsSync(file)) return '';
  const text = readFileSync(file, 'utf8');
  if (JSON.parse(text)?.signed?._type !== 'root') fail(`${file} is no root metadata`);
  return text;
}

function originOf(text) {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) fail(`--server ${text}: not an http or https address`);
  if (url.protocol === 'http:' && !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) {
    fail(`--server ${text}: plain http is for this machine only`);
  }
  return url.origin;
}

function fail(text) {
  console.error(`build: ${text}`);
  process.exit(1);
}
