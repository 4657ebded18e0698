/**
 * Everything that is handed out: `npm run package`. Builds the extension for
 * release and packs it; the same commit, key and options give the same bytes.
 *
 *   npm run package -- [--out DIR] [--key FILE] [--base-url URL] [--version V] [--firefox-id ID] [--server URL]
 *                      [--root FILE] [--webmail-host HOST]… [--policy FILE] [--no-remote-descriptions] [--source URL]
 *                      [--feedback-form URL]
 *                      [--store --homepage URL --contact ADDRESS --support ADDRESS]
 *
 * --out       default build/packages
 * --key       your signing key (RSA, PEM); default NEARMISS_PACKAGE_KEY, else one of your own is made once and kept
 * --base-url  where you will serve the files, by https: updates.xml and updates.json name it
 * --version   another version than package.json's, to roll back to older code
 * --firefox-id  an id of your own for the xpi: addons.mozilla.org signs an id for one uploader only
 * --server    another list server than the public one
 * --root      the root metadata that its lists are trusted by; see worker/release/README.md
 * --webmail-host  a host of your own webmail that the CRX and xpi may read and guard
 * --no-remote-descriptions  only the descriptions of webmails in the package are used
 * --source    where the source code is, for a link in the settings
 * --feedback-form  where reports of wrong warnings are taken; without one they can only be copied
 * --store     for the stores: needs the three below, and writes OUT/privacy.html, the page that they ask for
 * --homepage  of the extension, an https URL that stands in the manifest
 * --contact   who answers for the privacy policy, a mail address or https URL
 * --support   where people get help, the same
 * --policy    also writes OUT/policy: your policy in a file for every platform
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { documentPage } from './documents.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'build', 'packages') },
    key: { type: 'string' },
    'base-url': { type: 'string' },
    version: { type: 'string' },
    'firefox-id': { type: 'string' },
    server: { type: 'string' },
    root: { type: 'string' },
    'webmail-host': { type: 'string', multiple: true, default: [] },
    policy: { type: 'string' },
    'feedback-form': { type: 'string' },
    'no-remote-descriptions': { type: 'boolean', default: false },
    source: { type: 'string' },
    store: { type: 'boolean', default: false },
    homepage: { type: 'string' },
    contact: { type: 'string' },
    support: { type: 'string' },
  },
});
const out = resolve(options.out);
checkAddresses();
const built = mkdtempSync(join(tmpdir(), 'nearmiss-package-'));
process.on('exit', () => rmSync(built, { recursive: true, force: true }));
run(process.execPath, [
  join(root, 'scripts', 'build.mjs'),
  '--out',
  built,
  ...given('server'),
  ...file('root'),
  ...given('feedback-form'),
  ...flag('no-remote-descriptions'),
  ...given('source'),
]);
rmSync(out, { recursive: true, force: true });
const packing = run('go', [
  ...['run', './scripts/nearmiss', 'package', '--built', built, '--out', out],
  ...file('key'),
  ...given('base-url'),
  ...given('version'),
  ...given('firefox-id'),
  ...given('homepage'),
  ...options['webmail-host'].flatMap((host) => ['--webmail-host', host]),
]);
const id = /^id in Chrome and Edge: ([a-p]{32})$/m.exec(packing)?.[1];
if (options.policy !== undefined) templates(id);
if (options.store) writeFileSync(join(out, 'privacy.html'), privacyPage());
console.log(`packages are in ${out}`);

function templates(id) {
  const base = options['base-url'];
  if (id === undefined || base === undefined) fail('--policy needs --base-url');
  const folder = base.endsWith('/') ? base : `${base}/`;
  const version = options.version ?? JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  run('go', [
    ...['run', './scripts/nearmiss', 'policy', 'templates', '--out', join(out, 'policy')],
    ...file('policy'),
    ...['--id', id, '--update-url', `${folder}updates.xml`],
    ...['--firefox-url', `${folder}nearmiss-${version}-firefox.xpi`],
    ...given('firefox-id'),
  ]);
}

/** A listing in a store needs somebody to turn to; what is served by an organisation to itself does not. */
function checkAddresses() {
  const isURL = (text) => /^https:\/\/[^\s/]+\.[^\s/]+/.test(text);
  const isMail = (text) => /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(text);
  for (const name of ['homepage', 'contact', 'support']) {
    const value = options[name];
    if (value === undefined && options.store) fail(`--store needs --${name}`);
    if (value !== undefined && !isURL(value) && (name === 'homepage' || !isMail(value))) {
      fail(`--${name} ${value}: wanted ${name === 'homepage' ? '' : 'a mail address or '}an https URL`);
    }
  }
}

/** PRIVACY.md as the page that a listing names. */
function privacyPage() {
  const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const link = (address) =>
    `<a href="${escaped(address.includes('://') ? address : `mailto:${address}`)}">${escaped(address)}</a>`;
  const text = readFileSync(join(root, 'extension', 'PRIVACY.md'), 'utf8');
  return documentPage(text, {
    after: `<h2>Whom to ask</h2>
<p>This policy: ${link(options.contact)}. Help: ${link(options.support)}. The extension: ${link(options.homepage)}.</p>
`,
  });
}

function flag(name) {
  return options[name] ? [`--${name}`] : [];
}

function given(name) {
  return options[name] === undefined ? [] : [`--${name}`, options[name]];
}

/** As from where the person is, not from the repository. */
function file(name) {
  return options[name] === undefined ? [] : [`--${name}`, resolve(options[name])];
}

function run(command, args) {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.stdout.write(stdout ?? '');
  if (error !== undefined || status !== 0) fail(error?.message ?? `${command} ended with ${status}`);
  return stdout;
}

function fail(text) {
  console.error(`package: ${text}`);
  process.exit(1);
}
