// That each environment can be deployed, without doing it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { objection } from './dev/deploy.mjs';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./dev/deploy.mjs', import.meta.url));
const config = await readFile(new URL('wrangler.jsonc', import.meta.url), 'utf8');

for (const [env, bucket] of [
  ['staging', 'nearmiss-lists-staging'],
  ['production', 'nearmiss-lists'],
]) {
  test(`${env} can be deployed`, { timeout: 180_000 }, async () => {
    const out = await mkdtemp(join(tmpdir(), 'nearmiss-deploy-'));
    try {
      const { stdout, stderr } = await run(process.execPath, [script, '--env', env, '--dry-run', '--outdir', out], {
        env: { ...process.env, CI: '1', WRANGLER_WRITE_LOGS: 'false', CLOUDFLARE_API_TOKEN: '' },
      });
      const said = stdout + stderr;
      assert.match(said, /env\.LISTS/, said);
      assert.ok(said.includes(bucket), said);
      assert.match(said, /env\.PUBLISH_LIMIT/, said);
      assert.match(said, /dry-run: exiting now/, said);
      assert.doesNotMatch(said, /WARNING/, said);
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  });
}

test('a deployment that is not meant is refused', () => {
  assert.match(objection([], config), /say which environment/);
  assert.match(objection(['--env', 'prod'], config), /no environment prod/);
  assert.match(objection(['--env=production'], config), /belongs to nobody/);
  assert.equal(objection(['--env', 'staging'], config), undefined);
});

test('nothing that tells who asked is logged', () => {
  const settings = JSON.parse(config.replace(/^\s*\/\/.*$/gm, ''));
  assert.equal(settings.observability.logs.invocation_logs, false);
  assert.equal(settings.observability.traces.enabled, false);
  for (const env of Object.values(settings.env)) {
    assert.equal(env.observability, undefined, 'an environment has rules of its own');
    assert.equal(env.tail_consumers, undefined);
  }
});
