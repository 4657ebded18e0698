import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-clones-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();

/** Clones the last commit, as it was when the test began, and packs it there. */
function packIn(folder, env) {
  const clone = join(scratch, folder);
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone], { stdio: 'ignore' });
  execFileSync('git', ['checkout', '--quiet', '--detach', commit], { cwd: clone });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  execFileSync(
    process.execPath,
    ['scripts/package.mjs', '--key', join(scratch, 'key.pem'), '--base-url', 'https://works.example/packages/'],
    { cwd: clone, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } },
  );
  return join(clone, 'build', 'packages');
}

test('two clean clones give the same bytes', { timeout: 600_000 }, () => {
  const first = packIn('first', { TZ: 'Asia/Tokyo', LC_ALL: 'C' });
  const second = packIn('a place of another length', { TZ: 'America/Lima', LC_ALL: 'C.UTF-8' });
  const names = readdirSync(first).sort();
  assert.deepEqual(names, readdirSync(second).sort());
  assert.equal(names.length, 8, names.join(' '));
  for (const name of names) {
    assert.ok(readFileSync(join(first, name)).equals(readFileSync(join(second, name))), `${name} differs`);
  }
});
