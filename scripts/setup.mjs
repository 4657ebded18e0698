/**
 * Installs what a fresh machine lacks, so that `npm start` and `npm test` are
 * all a newcomer has to type. Runs before both, on whatever Node starts it, so
 * it uses nothing but Node's own modules.
 *
 *   node scripts/setup.mjs [--browser] [--mail] [--yes]
 *
 * --browser  also Chromium and Firefox (by apt as root; else it says what to do)
 * --mail     also the mail systems that tests run: on Debian as root; elsewhere those tests do not run
 * --yes      install them without asking; so does CI, and so does a run without a terminal
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { chromiumPath, firefoxPath } from './browsers.mjs';
import { missingMailPackages, PRESEED, UNPACKED } from './mailservers.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const GO_NEEDED = [1, 26];
const NODE_NEEDED = 24;

npmPackages();
nodeForScripts();
goToolchain();
if (process.argv.includes('--browser')) browsers();
if (process.argv.includes('--mail')) await mailServers();

/** `npm ci`, when node_modules is not what the lock file says. */
function npmPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.nearmiss-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing npm packages');
  // Nobody else's code runs during an installation, and none has to: esbuild and workerd come as packages
  // for each platform, and so does the Node that builds and signs, each with its hash in the lock file.
  // (As ignore-scripts in .npmrc npm would skip our own prestart and pretest, too.)
  const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  run('npm', install, 'npm could not install the packages; see its message above');
  writeFileSync(stamp, lock);
}

/** The Node of every npm script: the locked one, or on a platform that it is not made for the machine's own. */
function nodeForScripts() {
  const locked = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(locked) || Number(process.versions.node.split('.')[0]) >= NODE_NEEDED) return;
  fail(
    `Node.js ${NODE_NEEDED} or newer is needed on this platform, found ${process.versions.node}. Get it from https://nodejs.org/.`,
  );
}

function goToolchain() {
  const out = spawnSync('go', ['env', 'GOVERSION'], { cwd: root, encoding: 'utf8' });
  const version = /^go(\d+)\.(\d+)/.exec(out.stdout ?? '');
  const [major, minor] = version ? [Number(version[1]), Number(version[2])] : [0, 0];
  if (major < GO_NEEDED[0] || (major === GO_NEEDED[0] && minor < GO_NEEDED[1])) {
    const found = version ? `found go${major}.${minor}` : 'none was found';
    fail(`Go ${GO_NEEDED.join('.')} or newer is needed, ${found}. Get it from https://go.dev/dl/ and try again.`);
  }
  run('go', ['mod', 'download'], 'Go could not download its modules; see its message above');
}

function browsers() {
  const missing = [];
  if (!chromiumPath()) missing.push('chromium', 'fonts-liberation', 'fonts-dejavu-core');
  if (!firefoxPath()) missing.push('firefox-esr');
  if (missing.length === 0) return;
  if (!canInstall()) {
    const names = missing.filter((name) => !name.startsWith('fonts-')).join(' and ');
    fail(
      `${names} not found. Install with your package manager (Debian: sudo apt-get install ${missing.join(' ')}), ` +
        'or set NEARMISS_CHROMIUM and NEARMISS_FIREFOX to the programs.',
    );
  }
  say(`installing ${missing.join(', ')}`);
  install(missing);
}

/**
 * Mail servers and webmails for the tests. Their packages would start daemons as
 * they are installed; Debian's own switch for that (policy-rc.d) keeps them off.
 */
async function mailServers() {
  unpackSendmail();
  const missing = missingMailPackages();
  if (missing.length === 0) return;
  if (!canInstall()) {
    say(`real mail servers need Debian and root: their tests will not run. Missing packages: ${missing.join(' ')}`);
    return;
  }
  say(`the tests with real mail servers need these packages: ${missing.join(', ')}`);
  say('their daemons are not started, and what runs already is not touched');
  if (!(await isAgreed('install them?'))) {
    say('not installed: the tests with real mail servers will not run');
    return;
  }
  const policy = '/usr/sbin/policy-rc.d';
  if (!existsSync(policy)) {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    process.once('exit', () => rmSync(policy));
  }
  spawnSync('debconf-set-selections', { input: PRESEED });
  install(missing);
}

/** Sendmail's package and Postfix's exclude each other; the test needs only its files. */
function unpackSendmail() {
  const folder = join(root, 'build', 'sendmail');
  if (existsSync(join(folder, 'usr', 'libexec', 'sendmail', 'sendmail')) || !canInstall()) return;
  say(`unpacking ${UNPACKED.join(', ')} into build/sendmail`);
  mkdirSync(folder, { recursive: true });
  const packages = mkdtempSync(join(tmpdir(), 'nearmiss-setup-'));
  run('apt-get', ['update', '-qq'], 'apt-get update failed');
  const script = `cd ${packages} && apt-get download -qq ${UNPACKED.join(' ')} && for p in *.deb; do dpkg -x "$p" '${folder}'; done`;
  run('sh', ['-c', script], 'Sendmail could not be unpacked');
  rmSync(packages, { recursive: true });
}

async function isAgreed(question) {
  if (process.argv.includes('--yes') || process.env.CI || !process.stdin.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`setup: ${question} [Y/n] `);
  terminal.close();
  return !/^n/iu.test(answer.trim());
}

function canInstall() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  run('apt-get', ['update', '-qq'], 'apt-get update failed', env);
  run(
    'apt-get',
    [...wait, 'install', '-y', '-qq', '--no-install-recommends', ...packages],
    'apt-get install failed',
    env,
  );
}

function run(command, args, message, env = process.env) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env });
  if (error || status !== 0) fail(error ? `${message} (${error.message})` : message);
}

function say(text) {
  console.log(`setup: ${text}`);
}

function fail(text) {
  console.error(`setup: ${text}`);
  process.exit(1);
}
