import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-clones-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
const key = join(scratch, 'key.pem');
const packing = ['--key', key, '--base-url', 'https://works.example/packages/'];
const quietly = { stdio: ['ignore', 'ignore', 'pipe'] };

/** The last commit, as it was when the test began, packed in a clone of its own. */
function packClone() {
  const clone = join(scratch, 'a clone of some length');
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone], { stdio: 'ignore' });
  execFileSync('git', ['checkout', '--quiet', '--detach', commit], { cwd: clone });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  const env = { ...process.env, TZ: 'Asia/Tokyo', LC_ALL: 'C' };
  execFileSync(process.execPath, ['scripts/package.mjs', ...packing], { cwd: clone, ...quietly, env });
  return join(clone, 'build', 'packages');
}

/** What STORE.md tells a reviewer to do with the source archive, below a repository that is not ours. */
function packSource(archive) {
  const reviewer = join(scratch, 'reviewer');
  mkdirSync(reviewer);
  execFileSync('git', ['init', '--quiet'], { cwd: reviewer });
  unzip(readFileSync(archive), reviewer);
  const folder = join(reviewer, 'nearmiss');
  const env = { ...process.env, TZ: 'America/Lima', LC_ALL: 'C.UTF-8' };
  for (const name of Object.keys(env)) if (name.startsWith('npm_')) delete env[name];
  const path = env.PATH.split(':').filter((part) => !part.includes('node_modules'));
  const options = { cwd: folder, ...quietly, env: { ...env, PATH: path.join(':') } };
  execFileSync('npm', ['ci', '--ignore-scripts'], options);
  execFileSync('npm', ['run', 'package', '--', ...packing], options);
  return join(folder, 'build', 'packages');
}

/** What addons.mozilla.org looks at when a package is uploaded. */
function lintsClean(xpi) {
  const linter = join(root, 'node_modules', 'addons-linter', 'bin', 'addons-linter');
  const said = spawnSync(process.execPath, [linter, '--self-hosted', '--output', 'json', xpi], { encoding: 'utf8' });
  const { errors, warnings } = JSON.parse(said.stdout);
  assert.deepEqual([...errors, ...warnings], []);
}

/** Entries by their central directory (APPNOTE.TXT, sections 4.3.7 and 4.3.12), stored or deflated. */
function unzip(zip, into) {
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6])) + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const file = join(into, zip.toString('utf8', at + 46, at + 46 + name));
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(start, start + size);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, method === 0 ? content : inflateRawSync(content));
    at += 46 + name + extra + comment;
  }
}

test('a clone and the unzipped source archive give the same bytes, which stores take', { timeout: 1_200_000 }, () => {
  const first = packClone();
  const names = readdirSync(first).sort();
  assert.equal(names.length, 8, names.join(' '));
  lintsClean(
    join(
      first,
      names.find((name) => name.endsWith('.xpi')),
    ),
  );
  const second = packSource(
    join(
      first,
      names.find((name) => name.endsWith('-source.zip')),
    ),
  );
  assert.deepEqual(names, readdirSync(second).sort());
  for (const name of names) {
    assert.ok(readFileSync(join(first, name)).equals(readFileSync(join(second, name))), `${name} differs`);
  }
});
