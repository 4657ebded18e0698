/**
 * How fast the core is, how much memory it takes, and against what:
 *
 *   npm run bench                    all sizes, writes core/BENCHMARKS.md
 *   npm run bench -- --quick         two small sizes, printed only
 *   npm run bench -- --data DIR      names of DIR's .txt and .csv files, printed only
 *   npm run bench -- --sizes 15000,100000 --out FILE
 *
 * Every figure of a size comes from one run on the same names. Read ratios: the
 * machine decides about nanoseconds.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildProgram } from '../../../wasm/build.mjs';
import { measureInChromium } from './chromium.mjs';
import { makeNames, makeQueries, namesIn } from './names.mjs';
import { measureNative } from './native.mjs';
import { report } from './report.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    data: { type: 'string' },
    sizes: { type: 'string' },
    out: { type: 'string' },
    'no-browser': { type: 'boolean', default: false },
  },
});
const sizes = (options.sizes ?? (options.quick ? '1000,15000' : '1000,15000,100000,1000000')).split(',').map(Number);
const effort = options.quick ? { runs: 3, milliseconds: 30 } : { runs: 5, milliseconds: 50 };
const committed = !options.quick && options.data === undefined && options.sizes === undefined;
const outFile = options.out ?? (committed ? join(root, 'core', 'BENCHMARKS.md') : undefined);

const benchFile = join(root, 'build', 'bench.wasm');
const checkFile = join(root, 'build', 'check.wasm');
await buildProgram('bench', benchFile);
const program = await buildProgram('check', checkFile);

const real = namesIn(options.data ?? join(root, 'worker', 'lists'));
const measured = [];
const inBrowser = [];
for (const size of sizes) {
  const set = makeNames(real, size);
  const queries = makeQueries(set, options.quick ? 200 : 1000);
  const given = { names: set.names, queries, effort };
  console.error(`${size} names: Node`);
  const node = await runSize({ ...given, benchFile, checkFile, withPeers: true });
  console.error(`${size} names: native`);
  measured.push({ size, node, native: measureNative(root, given, options.quick) });
  writeFileSync(join(root, 'build', 'bench', 'measured.json'), JSON.stringify(measured));
  if (!options['no-browser'] && (size <= 100_000 || !options.quick)) inBrowser.push(given);
}
let browser;
if (inBrowser.length > 0) {
  console.error('Chromium');
  browser = await measureInChromium({ benchFile, checkFile }, inBrowser);
}
const text = report({
  measured,
  browser,
  program,
  machine: `${cpus()[0].model}, ${availableParallelism()} cores, Node ${process.versions.node}`,
  real: options.data === undefined ? `${real.length} domains of worker/lists` : `${real.length} domains of other data`,
});
console.log(text);
if (outFile !== undefined) writeFileSync(outFile, text);

/** @returns {Promise<any>} what size.mjs has measured */
function runSize(given) {
  mkdirSync(join(root, 'build'), { recursive: true });
  return new Promise((done, fail) => {
    const ofOneSize = fileURLToPath(new URL('size.mjs', import.meta.url));
    const child = spawn(process.execPath, ['--expose-gc', '--max-old-space-size=6000', ofOneSize], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', fail);
    child.on('close', (status) =>
      status === 0 ? done(JSON.parse(output)) : fail(new Error(`size.mjs ended with ${status}`)),
    );
    child.stdin.end(JSON.stringify(given));
  });
}
