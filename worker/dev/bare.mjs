// Runs a module of worker/testdata in workerd itself, without Wrangler around
// it: for measuring, and for faults that Wrangler would hide.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(createRequire(import.meta.url).resolve('wrangler'));

/**
 * Starts workerd on a free port of 127.0.0.1.
 *
 * @param {{entry: 'go.mjs' | 'js.mjs', program?: string, texts: Record<string, string>, minutes?: number}} options
 *   program: directory of a build of the Go program. texts: text modules by name.
 * @returns {Promise<{url: string, pid: number, log(): string, stop(): Promise<void>}>}
 */
export async function startBare({ entry, program = join(root, 'worker', 'build'), texts, minutes = 5 }) {
  const dir = await mkdtemp(join(tmpdir(), 'nearmiss-workerd-'));
  const port = await freePort();
  const modules = [
    ['testdata/entry.mjs', 'esModule', join(root, 'worker', 'testdata', entry)],
    ['testdata/bucket.mjs', 'esModule', join(root, 'worker', 'testdata', 'bucket.mjs')],
    ['worker.mjs', 'esModule', join(root, 'worker', 'worker.mjs')],
    ['build/wasm_exec.js', 'esModule', join(program, 'wasm_exec.js')],
    ['build/app.wasm', 'wasm', join(program, 'app.wasm')],
  ];
  for (const [name, text] of Object.entries(texts)) {
    await writeFile(join(dir, name), text);
    modules.push([`testdata/${name}`, 'text', join(dir, name)]);
  }
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    compatibilityDate = "2026-11-01",
    modules = [
${modules.map(([name, kind, path]) => `      (name = "${name}", ${kind} = embed "${relative(dir, path)}")`).join(',\n')}
    ],
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;
  await writeFile(join(dir, 'config.capnp'), config);
  const child = spawn(require('workerd').default, ['serve', join(dir, 'config.capnp')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (log = (log + chunk).slice(-100_000)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const bound = setTimeout(() => child.kill('SIGKILL'), minutes * 60_000);
  bound.unref();
  const stop = async () => {
    clearTimeout(bound);
    child.kill('SIGKILL');
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries > 200 || child.exitCode !== null) {
      await stop();
      throw new Error(`workerd did not start: ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, log: () => log, stop };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true) || socket.destroy());
    socket.once('error', () => resolve(false));
  });
}
