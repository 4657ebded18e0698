// Runs the list server on this machine: the real Worker in workerd, with a
// local R2 bucket that is empty at the start and forgotten at the end.
//
//	node worker/dev/local.mjs [--lists DIR] [--port 8787] [--minutes 60]
//
// DIR is what `go run ./scripts/nearmiss list build --out DIR` wrote; without it
// the lists of worker/lists are built first. Loopback only, no telemetry, no
// account, and it ends by itself.

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { buildSite } from '../site/build.mjs';
import { buildWorker } from './build.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Starts the Worker.
 *
 * @param {{listsDir?: string, site?: string, port?: number, minutes?: number, freshSeconds?: number}} options
 *   listsDir: lists to publish at the start, as `list build` wrote them; none if absent.
 *   site: the front page, as worker/site/build.mjs wrote it; the list server alone if absent.
 *   port: where to listen on 127.0.0.1; any free one if absent.
 *   minutes: after how long the server stops by itself (default 15).
 *   freshSeconds: how long the Worker may answer from memory for a file that can change;
 *   0, the default here, shows a change at once; deployed Workers use 15.
 * @returns {Promise<LocalWorker>}
 *
 * @typedef {{
 *   url: string,
 *   put(key: string, content: string | Uint8Array): Promise<void>,
 *   get(key: string): Promise<string | undefined>,
 *   remove(key: string): Promise<void>,
 *   publish(listsDir: string): Promise<void>,
 *   down(): Promise<void>,
 *   up(): Promise<void>,
 *   timer(): Promise<boolean>,
 *   logs(): string[],
 *   stop(): Promise<void>,
 * }} LocalWorker
 *   url: without a final slash. put, get, remove: the bucket, past the Worker; a key is the
 *   URL's path without its first slash. publish: puts a directory of built lists, the
 *   catalogue last. down and up: connections are refused in between, state is kept.
 *   timer: runs the daily look for what expires; true if all is well.
 *   logs: what the Worker wrote to its log.
 */
export async function startWorker({ listsDir, site, port = 0, minutes = 15, freshSeconds = 0 } = {}) {
  await buildWorker();
  // Read by Wrangler when it is loaded: no telemetry, no look-up of the
  // machine's place, no log files in the home directory.
  process.env.WRANGLER_SEND_METRICS = 'false';
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false';
  process.env.WRANGLER_WRITE_LOGS = 'false';
  const { createTestHarness } = await import('wrangler');
  const config = await localConfig(site);
  const harness = createTestHarness({
    root,
    workers: [{ configPath: config, vars: { FRESH_SECONDS: freshSeconds } }],
  });
  let proxy;
  try {
    const { url } = await harness.listen();
    await rm(config);
    const { LISTS } = await harness.getWorker().getEnv();
    proxy = await openProxy(port, Number(url.port));
    const worker = localWorker(harness, LISTS, proxy, minutes);
    if (listsDir) await worker.publish(listsDir);
    return worker;
  } catch (fault) {
    await proxy?.close();
    await harness.close();
    throw fault;
  }
}

/** A copy of worker/wrangler.jsonc that hands out this front page, or none: several tests run at once. */
async function localConfig(site) {
  const text = await readFile(join(root, 'worker', 'wrangler.jsonc'), 'utf8');
  const { assets, ...config } = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''));
  config.main = '../worker.mjs';
  if (site !== undefined) config.assets = { ...assets, directory: site };
  const name = `wrangler.${process.pid}-${Math.random().toString(36).slice(2)}.json`;
  const path = join(root, 'worker', 'build', name);
  await writeFile(path, JSON.stringify(config));
  return path;
}

/** What is handed out of a Worker that runs, and its end. */
function localWorker(harness, LISTS, proxy, minutes) {
  let stopped;
  const worker = {
    url: `http://127.0.0.1:${proxy.port}`,
    put: async (key, content) => void (await LISTS.put(key, content)),
    get: async (key) => (await LISTS.get(key))?.text(),
    remove: (key) => LISTS.delete(key),
    async publish(dir) {
      const { lists } = JSON.parse(await readFile(join(dir, 'catalogue.json'), 'utf8'));
      for (const { name, sha256 } of lists) {
        await LISTS.put(`v1/targets/${sha256}.${name}.txt`, await readFile(join(dir, `${name}.txt`)));
      }
      await LISTS.put('v1/catalogue.json', await readFile(join(dir, 'catalogue.json')));
    },
    down: () => proxy.close(),
    up: () => proxy.open(),
    timer: async () => (await harness.getWorker().scheduled({ cron: '17 6 * * *' })).outcome === 'ok',
    logs: () => harness.getLogs().map((line) => line.message),
    stop() {
      clearTimeout(bound);
      stopped ??= proxy.close().then(() => harness.close());
      return stopped;
    },
  };
  const bound = setTimeout(() => void worker.stop(), minutes * 60_000);
  bound.unref();
  return worker;
}

/** A port of our own before the Worker's, which has no fixed one and cannot be closed and opened again. */
async function openProxy(wanted, behind) {
  const sockets = new Set();
  const server = createServer((socket) => {
    const inner = connect(behind, '127.0.0.1');
    for (const one of [socket, inner]) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('close', () => {
        sockets.delete(one);
        (one === socket ? inner : socket).destroy();
      });
      one.on('error', () => one.destroy());
    }
    socket.pipe(inner).pipe(socket);
  });
  const proxy = {
    port: wanted,
    open: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(proxy.port, '127.0.0.1', () => {
          server.off('error', reject);
          proxy.port = server.address().port;
          resolve();
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  await proxy.open();
  return proxy;
}

/** Builds the lists of worker/lists and hands their directory to a function. */
export async function withBuiltLists(use) {
  const dir = await mkdtemp(join(tmpdir(), 'nearmiss-lists-'));
  try {
    await run('go', ['run', './scripts/nearmiss', 'list', 'build', '--out', dir], { cwd: root });
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { lists: { type: 'string' }, port: { type: 'string' }, minutes: { type: 'string' } },
  });
  const start = async (listsDir) =>
    startWorker({
      listsDir,
      site: await buildSite({ listsDir }),
      port: Number(values.port ?? 8787),
      minutes: Number(values.minutes ?? 60),
    });
  const worker = values.lists ? await start(values.lists) : await withBuiltLists(start);
  const files = values.lists ? (await readdir(values.lists)).length : undefined;
  console.log(`list server: ${worker.url}${files ? ` (${files} files of ${values.lists})` : ''}; Ctrl+C ends it`);
  const end = async () => {
    await worker.stop();
    process.exit(0);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  setTimeout(end, Number(values.minutes ?? 60) * 60_000);
}
