// Measures the Worker in workerd against a trivial one in JavaScript, in the same
// run, so that the figures are ratios and not this machine's speed; and how many bytes
// the lists of this repository have.
//
//	npm run bench:worker [-- --seconds 60] [--json FILE]
//
// CPU is what the kernel counts for all threads of a workerd process, so it holds
// HTTP too, for both. The bucket is in memory: R2's own time is not ours. Nothing
// leaves the machine.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { keys, release, root, sha256 } from '../../../wasm/update/testdata/author.mjs';
import { startBare } from '../../../worker/dev/bare.mjs';
import { buildWorker } from '../../../worker/dev/build.mjs';
import { median } from './clock.mjs';

const { values: options } = parseArgs({ options: { seconds: { type: 'string' }, json: { type: 'string' } } });
const seconds = Number(options.seconds ?? 60);

// 16,500 names of the length of real ones: the size of the list of .gov names.
const list = `# nearmiss-list: 1\n\n${Array.from({ length: 16_500 }, (_, i) => `name${String(i).padStart(6, '0')}.gov`).join('\n')}\n`;
const target = `v1/targets/${sha256(list)}.us-gov.txt`;
const bundle = release(1, { 'us-gov.txt': list });
const store = {
  [target]: list,
  'v1/targets/none.slow.txt': list,
  'v1/metadata/1.root.json': root(1),
  'v1/metadata/1.targets.json': bundle.targets,
  'v1/metadata/1.snapshot.json': bundle.snapshot,
  'v1/metadata/timestamp.json': bundle.timestamp,
};

/** CPU time of a process so far, in milliseconds. */
function cpuOf(pid) {
  let nanoseconds = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanoseconds / 1e6;
}

/** Resident memory of a process, in MB. */
function memoryOf(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

const agent = new Agent({ keepAlive: true });

function ask(worker, path, { headers = {}, method = 'GET', body } = {}) {
  return new Promise((resolve, reject) => {
    const asked = request(`${worker.url}/${path}`, { agent, headers, method }, (response) => {
      let bytes = 0;
      response.on('data', (part) => {
        bytes += part.length;
      });
      response.on('end', () => resolve({ status: response.statusCode, bytes }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Runs a function `count` times, `width` at once. */
async function repeat(count, width, one) {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(width, count) }, async () => {
      while (next < count) await one(next++);
    }),
  );
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];

const tags = { headers: { 'If-None-Match': `"${sha256(list)}"` } };
const kinds = {
  200: { path: target, status: 200, count: 250 },
  304: { path: target, status: 304, count: 1200, options: tags },
  404: { path: 'v1/metadata/2.root.json', status: 404, count: 1200 },
  // Each one another version that is not there, so that the bucket is asked. (Of targets
  // that are not there only some a minute are looked for.)
  'bucket asked': { path: () => `v1/metadata/${1000 + asked++}.snapshot.json`, status: 404, count: 600 },
};
let asked = 0;

async function cpuPerRequest(js, go, rounds) {
  const cost = Object.fromEntries(Object.keys(kinds).map((name) => [name, { js: [], go: [] }]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { path, status, count, options }] of Object.entries(kinds)) {
      for (const [who, worker] of round % 2 ? Object.entries({ go, js }) : Object.entries({ js, go })) {
        const before = cpuOf(worker.pid);
        await repeat(count, 4, async () => {
          const got = await ask(worker, typeof path === 'function' ? path() : path, options);
          if (got.status !== status) throw new Error(`${who} ${name}: ${got.status}`);
        });
        // The first round lets both programs be compiled.
        if (round) cost[name][who].push((cpuOf(worker.pid) - before) / count);
      }
    }
  }
  return cost;
}

/** p50 and p99 of an unchanged poll in milliseconds, the medians of five turns each. */
async function latency(workers, width) {
  const turns = Object.fromEntries(Object.keys(workers).map((who) => [who, []]));
  for (let turn = 0; turn < 5; turn++) {
    for (const [who, worker] of Object.entries(workers)) {
      const times = [];
      await repeat(Math.min(500, 100 + 10 * width), width, async () => {
        const start = performance.now();
        await ask(worker, target, tags);
        times.push(performance.now() - start);
      });
      times.sort((a, b) => a - b);
      turns[who].push(times);
    }
  }
  const at = (q) => (times) => median(times.map((sorted) => quantile(sorted, q)));
  return Object.fromEntries(
    Object.entries(turns).map(([who, times]) => [who, { p50: round(at(0.5)(times)), p99: round(at(0.99)(times)) }]),
  );
}

async function mixed(worker, count, width) {
  const all = [
    [target, 200],
    [target, 304, tags],
    ['v1/metadata/timestamp.json', 200],
    ['v1/metadata/2.root.json', 404],
    ['v1/status', 200],
    ['v1/nothing', 404],
    ['v1/catalogue.json?x', 400],
    ['v1/metadata/timestamp.json', 405, { method: 'DELETE' }],
    ['v1/targets/none.reject.txt', 404],
    (i) => [`v1/metadata/${1_000_000 + i}.snapshot.json`, 404],
    // Invented targets: after some of them the bucket is not asked any more in that minute.
    (i) => [`v1/targets/${String(i).padStart(64, '0')}.none.txt`, 404, {}, 429],
    (i) => [`v1/targets/${String(i).padStart(64, '0')}.reject.txt`, 503, {}, 429],
  ];
  const memory = [memoryOf(worker.pid)];
  let wrong = 0;
  for (let tenth = 0; tenth < 10; tenth++) {
    await repeat(count / 10, width, async (n) => {
      const i = tenth * (count / 10) + n;
      const kind = all[i % all.length];
      const [path, status, options, or] = typeof kind === 'function' ? kind(i) : kind;
      const got = await ask(worker, path, options);
      if (
        (got.status !== status && got.status !== or) ||
        (path === target && status === 200 && got.bytes !== list.length)
      )
        wrong++;
    });
    memory.push(memoryOf(worker.pid));
  }
  return { wrong, memory };
}

/** The bytes of the lists as they are served: plain, and as brotli 4 and 11 make them. */
function sizesOfLists() {
  const dir = mkdtempSync(join(tmpdir(), 'nearmiss-bench-'));
  try {
    const cwd = fileURLToPath(new URL('../../..', import.meta.url));
    execFileSync('go', ['run', './scripts/nearmiss', 'list', 'build', '--out', dir], { cwd });
    const sizes = readdirSync(dir)
      .filter((name) => name.endsWith('.txt'))
      .map((name) => {
        const text = readFileSync(join(dir, name));
        const brotli = (quality) =>
          brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;
        return { name, plain: text.length, brotli4: brotli(4), brotli11: brotli(11) };
      });
    const sum = (key) => sizes.reduce((total, size) => total + size[key], 0);
    const largest = sizes.reduce((most, size) => (size.brotli4 > most.brotli4 ? size : most));
    return { count: sizes.length, plain: sum('plain'), brotli4: sum('brotli4'), brotli11: sum('brotli11'), largest };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const round = (number, digits = 3) => Number(number.toFixed(digits));

async function main() {
  const began = performance.now();
  const { bytes } = await buildWorker();
  const texts = { 'store.json': JSON.stringify(store) };
  const [js, go] = [await startBare({ entry: 'js.mjs', texts }), await startBare({ entry: 'go.mjs', texts })];
  const result = { program: bytes, keys: keys.length, lists: sizesOfLists() };
  try {
    const first = performance.now();
    await ask(go, target);
    result.firstRequest = round(performance.now() - first, 1);
    const again = performance.now();
    await ask(go, target);
    result.secondRequest = round(performance.now() - again, 1);

    const rounds = Math.max(3, Math.min(9, Math.round(seconds / 8)));
    const cost = await cpuPerRequest(js, go, rounds);
    result.cpu = Object.fromEntries(
      Object.entries(cost).map(([name, { js, go }]) => {
        const ratios = js.map((ms, i) => go[i] / ms);
        return [
          name,
          {
            jsMs: round(median(js)),
            goMs: round(median(go)),
            ratio: round(median(ratios), 2),
            worst: round(Math.max(...ratios), 2),
          },
        ];
      }),
    );

    const publication = JSON.stringify(bundle);
    const post = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': publication.length },
    };
    const verify = async () => (await ask(go, 'v1/publish', { ...post, body: publication })).status;
    for (let i = 0; i < 20; i++) if ((await verify()) !== 200) throw new Error(`publish: ${await verify()}`);
    const before = cpuOf(go.pid);
    for (let i = 0; i < 30; i++) await verify();
    result.publishMs = round((cpuOf(go.pid) - before) / 30, 2);

    result.latency = {};
    for (const width of [1, 32, 128]) {
      result.latency[width] = await latency({ js, go }, width);
    }
    result.mixed = await mixed(go, 20_000, 32);
    result.jsMemory = memoryOf(js.pid);
  } finally {
    agent.destroy();
    await Promise.all([js.stop(), go.stop()]);
  }
  result.seconds = round((performance.now() - began) / 1000, 0);
  return result;
}

function print(result) {
  console.log(
    `Go program ${(result.program / 1e6).toFixed(2)} MB; first request ${result.firstRequest} ms, second ${result.secondRequest} ms`,
  );
  console.log('\nCPU per request (ms)     JS      Go   Go/JS  worst round');
  for (const [name, { jsMs, goMs, ratio, worst }] of Object.entries(result.cpu)) {
    console.log(
      `  ${name.padEnd(18)} ${jsMs.toFixed(3)}   ${goMs.toFixed(3)}   ${ratio.toFixed(2)}   ${worst.toFixed(2)}`,
    );
  }
  console.log(`  publish (verify)           ${result.publishMs.toFixed(2)}`);
  console.log('\nLatency of 304 (ms)      JS p50   p99     Go p50   p99');
  for (const [width, { js, go }] of Object.entries(result.latency)) {
    const cells = [js.p50, js.p99, go.p50, go.p99].map((ms) => ms.toFixed(2).padStart(7));
    console.log(`  ${width.padStart(3)} at once        ${cells.join(' ')}`);
  }
  const { wrong, memory } = result.mixed;
  console.log(`\n20,000 mixed requests, 32 at once: ${wrong} wrong answers`);
  console.log(
    `  resident MB, every 2,000: ${memory.map((mb) => mb.toFixed(0)).join(' ')} (JS, idle: ${result.jsMemory.toFixed(0)})`,
  );
  const { count, largest, ...sizes } = result.lists;
  const shown = ({ plain, brotli4, brotli11 }) =>
    `${[plain, brotli4, brotli11].map((bytes) => (bytes / 1000).toFixed(0)).join(', ')} KB plain, brotli 4, brotli 11`;
  console.log(`\n${count} lists: ${shown(sizes)}`);
  console.log(`  largest ${largest.name}: ${shown(largest)}`);
  console.log(`\n${result.seconds} s`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await main();
  print(result);
  if (options.json) await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
  if (result.mixed.wrong) process.exit(1);
}
