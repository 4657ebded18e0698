import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-release-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const { privateKey } = generateKeyPairSync('ed25519');
const key = join(scratch, 'key.pem');
writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });

/** One platform is enough here: the others differ in two variables. */
function release(folder) {
  const out = join(scratch, folder);
  mkdirSync(out);
  writeFileSync(join(out, 'beside.txt'), 'packed before');
  const args = ['release', '--out', out, '--version', '9.8.7', '--key', key, '--only', 'linux/amd64'];
  execFileSync('go', ['run', './scripts/nearmiss', ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return out;
}

test('the command is built to the same bytes, with signed checksums', { timeout: 600_000 }, () => {
  const [first, second] = [release('first'), release('a folder of another length')];
  const names = readdirSync(first).sort();
  const command = 'nearmiss-9.8.7-linux-amd64';
  const bill = 'nearmiss-9.8.7-command.cdx.json';
  assert.deepEqual(names, ['SHA256SUMS', 'SHA256SUMS.sig', 'beside.txt', bill, command]);
  for (const name of names) {
    assert.ok(readFileSync(join(first, name)).equals(readFileSync(join(second, name))), `${name} differs`);
  }
  const sums = readFileSync(join(first, 'SHA256SUMS'));
  assert.ok(verify(null, sums, createPublicKey(privateKey), readFileSync(join(first, 'SHA256SUMS.sig'))));
  const sha256 = (name) =>
    createHash('sha256')
      .update(readFileSync(join(first, name)))
      .digest('hex');
  assert.equal(sums.toString(), ['beside.txt', bill, command].map((name) => `${sha256(name)}  ${name}\n`).join(''));
  const { components } = JSON.parse(readFileSync(join(first, bill), 'utf8'));
  for (const name of ['std', 'howett.net/plist', 'list us-military']) {
    assert.ok(
      components.some((one) => one.name === name),
      name,
    );
  }
});

test('it works where there is nothing else: no Go, no lists, an empty folder', { timeout: 60_000 }, (t) => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return t.skip('built for linux/amd64');
  const bare = join(scratch, 'bare');
  mkdirSync(bare);
  copyFileSync(join(scratch, 'first', 'nearmiss-9.8.7-linux-amd64'), join(bare, 'nearmiss'));
  writeFileSync(join(bare, 'policy.json'), '{"ownDomains":["works.example"],"blockedDomains":["*.ml"]}');
  const isRoot = process.getuid() === 0; // then it gets a root of its own
  const run = (...args) =>
    isRoot
      ? spawnSync('/usr/sbin/chroot', [bare, '/nearmiss', ...args], { encoding: 'utf8', env: {} })
      : spawnSync(join(bare, 'nearmiss'), args, { encoding: 'utf8', env: {}, cwd: bare });
  assert.match(run('--version').stdout, /^nearmiss 9\.8\.7\n$/);
  const policy = isRoot ? '/policy.json' : 'policy.json';
  assert.match(run('policy', 'check', policy).stdout, /good, 2 of \d+ keys/);
  assert.match(run('check', '--policy', policy, 'ann@army.ml').stdout, /blocked at Send, by blockedDomains/);
  assert.match(run('check', 'ann@army.mil').stdout, /^ok/);
});
