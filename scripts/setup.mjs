/**
 * Installs what a fresh machine lacks, so that `npm start` and `npm test` are
 * all a newcomer has to type. Runs before both, on whatever Node starts it, so
 * it uses nothing but Node's own modules.
 *
 *   node scripts/setup.mjs [--browser]
 *
 * --browser  also Chromium and Firefox (by apt as root; else it says what to do)
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumPath, firefoxPath } from './browsers.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const GO_NEEDED = [1, 26];
const NODE_NEEDED = 24;

npmPackages();
nodeForScripts();
goToolchain();
if (process.argv.includes('--browser')) browsers();

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
  const canInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (!canInstall) {
    const names = missing.filter((name) => !name.startsWith('fonts-')).join(' and ');
    fail(
      `${names} not found. Install with your package manager (Debian: sudo apt-get install ${missing.join(' ')}), ` +
        'or set NEARMISS_CHROMIUM and NEARMISS_FIREFOX to the programs.',
    );
  }
  say(`installing ${missing.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], 'apt-get update failed', env);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], 'apt-get install failed', env);
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
