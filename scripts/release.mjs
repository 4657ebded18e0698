/**
 * A release: the extension's packages and the nearmiss command for every platform,
 * with one list of checksums.
 *
 *   npm run release -- [--out DIR] [--sign FILE] [options of npm run package]
 *
 * --out   default build/release
 * --sign  an Ed25519 key in PEM that signs SHA256SUMS ("nearmiss list keygen" makes one)
 *
 * The same commit, keys and options give the same bytes.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const rest = process.argv.slice(2);
const out = resolve(take('out') ?? join(root, 'build', 'release'));
const key = take('sign');
const version = optionOf('version') ?? JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

run(process.execPath, [join(root, 'scripts', 'package.mjs'), ...rest, '--out', out]);
run('go', [
  ...['run', './scripts/nearmiss', 'release', '--out', out, '--version', version],
  ...(key === undefined ? [] : ['--key', resolve(key)]),
]);

/** An option of this script, which package.mjs does not have or should not get. */
function take(name) {
  const value = optionOf(name);
  if (value !== undefined) rest.splice(rest.indexOf(`--${name}`), 2);
  return value;
}

function optionOf(name) {
  const at = rest.indexOf(`--${name}`);
  return at < 0 ? undefined : rest[at + 1];
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error === undefined && status === 0) return;
  console.error(`release: ${error?.message ?? `${command} ended with ${status}`}`);
  process.exit(1);
}
