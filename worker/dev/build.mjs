// Builds the Worker's Go program into worker/build: app.wasm, and the loader
// that belongs to the Go toolchain that made it. worker/dev/local.mjs and
// worker/dev/deploy.mjs run this first.
//
//	node worker/dev/build.mjs [--tags TAGS] [--out DIR]

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

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
  const modfile = await patchedModules();
  await run(
    'go',
    [
      ...['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-tags', tags],
      ...['-modfile', modfile, '-o', wasm + mine, './worker/cloudflare'],
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

/**
 * syumai/workers v0.33.0 keeps one of the two callbacks of every promise it waited
 * for: some 500 bytes for each reading of the bucket, for ever. Both are released
 * in a copy of the packages the Worker uses, which the build takes in the place of
 * the module.
 *
 * @returns {Promise<string>} the go.mod that names the copy
 */
async function patchedModules() {
  const path = 'github.com/syumai/workers';
  const dir = 'worker/build/mended'; // relative, or every place would build another program
  await run('go', ['mod', 'download', path], { cwd: root });
  const module = (await run('go', ['list', '-m', '-f', '{{.Dir}}', path], { cwd: root })).stdout.trim();
  for (const folder of ['.', 'cloudflare/r2', 'cloudflare/internal/cfruntimecontext', 'internal/jsutil']) {
    await mkdir(join(root, dir, 'workers', folder), { recursive: true });
    for (const file of await readdir(join(module, folder))) {
      if (folder === '.' ? file !== 'go.mod' : !file.endsWith('.go')) continue;
      const text = await readFile(join(module, folder, file), 'utf8');
      const patched = file === 'jsutil.go' ? releasingBoth(text, path) : text;
      await writeWhole(join(root, dir, 'workers', folder, file), patched);
    }
  }
  const modfile = join(root, dir, 'go.mod');
  const settings = await readFile(join(root, 'go.mod'), 'utf8');
  await writeWhole(modfile, `${settings}\nreplace ${path} => ./${dir}/workers\n`);
  await writeWhole(join(root, dir, 'go.sum'), await readFile(join(root, 'go.sum'), 'utf8'));
  return modfile;
}

/** Writes a file so that another build never sees a part of it. */
async function writeWhole(file, text) {
  const part = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  await writeFile(part, text);
  await rename(part, file);
}

/** The source of AwaitPromise with both callbacks released by whichever is called. */
function releasingBoth(source, path) {
  for (const [one, other] of [
    ['then', 'catch'],
    ['catch', 'then'],
  ]) {
    const release = `\t\tdefer ${one}.Release()\n\t\tresult := `;
    if (source.split(release).length !== 2) {
      throw new Error(`${path} is another version than the one patched here: see whether it still needs to be`);
    }
    source = source.replace(release, `\t\tdefer ${other}.Release()\n${release}`);
  }
  return source;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { tags: { type: 'string' }, out: { type: 'string' } } });
  const { wasm, bytes, sha256 } = await buildWorker(values);
  console.log(`${wasm}: ${bytes} bytes, sha256 ${sha256}`);
}
