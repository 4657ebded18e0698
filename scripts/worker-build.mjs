// Builds the Worker's Go program into worker/build: app.wasm, and the loader
// that belongs to the Go toolchain that made it. scripts/worker-local.mjs and
// scripts/worker-deploy.mjs run this first.
//
//	node scripts/worker-build.mjs [--tags TAGS] [--out DIR]

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds the program. Several builds at once are safe: files appear whole.
 *
 * @param {{tags?: string, out?: string}} options
 * @returns {Promise<{wasm: string, bytes: number, sha256: string}>}
 */
export async function buildWorker({ tags = '', out = join(root, 'worker', 'build') } = {}) {
  await mkdir(out, { recursive: true });
  const mine = `.${process.pid}-${Math.random().toString(36).slice(2)}`;
  const wasm = join(out, 'app.wasm');
  await run(
    'go',
    [
      'build',
      '-trimpath',
      '-buildvcs=false',
      '-ldflags=-s -w',
      '-tags',
      tags,
      '-o',
      wasm + mine,
      './worker/cloudflare',
    ],
    { cwd: root, env: { ...process.env, GOOS: 'js', GOARCH: 'wasm', GOFLAGS: '' } },
  );
  const goroot = (await run('go', ['env', 'GOROOT'], { cwd: root })).stdout.trim();
  const loader = join(out, 'wasm_exec.js');
  await copyFile(join(goroot, 'lib', 'wasm', 'wasm_exec.js'), loader + mine);
  await rename(wasm + mine, wasm);
  await rename(loader + mine, loader);
  const sha256 = createHash('sha256')
    .update(await readFile(wasm))
    .digest('hex');
  return { wasm, bytes: (await stat(wasm)).size, sha256 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { tags: { type: 'string' }, out: { type: 'string' } } });
  const { wasm, bytes, sha256 } = await buildWorker(values);
  console.log(`${wasm}: ${bytes} bytes, sha256 ${sha256}`);
}
