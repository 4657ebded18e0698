/**
 * Everything a reviewer runs: `npm test`. Each suite below runs even when one
 * before it failed; the last line counts them all.
 *
 *   npm test                 all suites
 *   npm test -- go web       only these suites
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-test-'));

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** In this order: cheapest first, and `build` before what needs the built extension. */
const suites = {
  form: () =>
    checks([
      ['gofmt', 'gofmt', ['-l', 'core', 'wasm', 'worker', 'scripts'], (out) => out.trim() === ''],
      ['go vet', 'go', ['vet', './...']],
      ['go vet (Workers)', 'go', ['vet', './worker/cloudflare'], undefined, { GOOS: 'js', GOARCH: 'wasm' }],
      ['go vet (browser)', 'go', ['vet', './wasm/...'], undefined, { GOOS: 'wasip1', GOARCH: 'wasm' }],
      ['go.mod is tidy', 'go', ['mod', 'tidy', '-diff']],
      ['tsc', 'tsc', ['-p', 'extension']],
      ['tsc (front page)', 'tsc', ['-p', 'worker/site']],
      ['biome', 'biome', ['check', '--error-on-warnings', 'extension', 'scripts', 'worker']],
    ]),
  go: () => goTests(['./...']),
  wasm: wasmTests,
  build: () => checks([['npm run build', process.execPath, ['scripts/build.mjs']]]),
  node: nodeTests,
  web: playwrightTests,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`no suite named ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`);
  process.exit(2);
}

/** @type {Counts} */
const total = { passed: 0, failed: 0, skipped: 0 };
for (const [name, suite] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const started = Date.now();
  console.log(`\n── ${name}`);
  const counts = await suite();
  console.log(`── ${name}: ${line(counts)} in ${Math.round((Date.now() - started) / 1000)} s`);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${line(total)}`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

/** Commands that count as one test each. */
async function checks(list) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, command, args, judge, env] of list) {
    const { status, output } = await run(command, args, { quiet: true, env });
    const good = status === 0 && (judge === undefined || judge(output));
    console.log(`${good ? 'ok  ' : 'FAIL'} ${name}`);
    if (!good) console.log(output);
    counts[good ? 'passed' : 'failed']++;
  }
  return counts;
}

/**
 * What the core says in Go compiled to WebAssembly: its vectors, the seeds of its
 * fuzz tests, and that silence allocates nothing.
 */
async function wasmTests() {
  const goRoot = (await run('go', ['env', 'GOROOT'], { quiet: true })).output.trim();
  // Go's own runner has room for a small environment only.
  const runner = `env -i ${process.execPath} --stack-size=8192 ${join(goRoot, 'lib', 'wasm', 'wasm_exec_node.js')}`;
  const what = '^(TestVectors|TestSilenceAllocatesNothing|Fuzz)';
  return goTests(['-exec', runner, '-run', what, './core/...'], { GOOS: 'js', GOARCH: 'wasm' });
}

/**
 * `go test -json`: leaf tests are counted, a package that does not build is one failure.
 * @param {string[]} what @param {Record<string, string>} env
 */
async function goTests(what, env = {}) {
  const { status, output } = await run('go', ['test', '-json', ...what], { quiet: true, env });
  const outcomes = new Map();
  const printed = new Map();
  for (const text of output.split('\n')) {
    let event;
    try {
      event = JSON.parse(text);
    } catch {
      if (text.trim() !== '') console.log(text);
      continue;
    }
    const id = `${event.Package ?? event.ImportPath} ${event.Test ?? ''}`;
    if (event.Action === 'output' || event.Action === 'build-output') {
      printed.set(id, (printed.get(id) ?? '') + event.Output);
    } else if (['pass', 'fail', 'skip'].includes(event.Action)) {
      if (event.Test !== undefined || event.Action === 'fail') outcomes.set(id, event.Action);
    } else if (event.Action === 'build-fail') {
      outcomes.set(id, 'fail');
    }
  }
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [id, outcome] of outcomes) {
    // A test with subtests, or a package, would count its failures twice.
    const isParent = [...(outcome === 'pass' ? [] : outcomes.keys())].some(
      (other) => other !== id && other.startsWith(id.endsWith(' ') ? id : `${id}/`) && outcomes.get(other) === outcome,
    );
    if (isParent) continue;
    counts[{ pass: 'passed', fail: 'failed', skip: 'skipped' }[outcome]]++;
    if (outcome !== 'pass') console.log(`${outcome.toUpperCase()} ${id}\n${printed.get(id) ?? ''}`);
  }
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** node:test over every *.test.ts and *.test.mjs beside the code. */
async function nodeTests() {
  const files = (
    await run('git', ['ls-files', '-co', '--exclude-standard', '*.test.ts', '*.test.mjs'], { quiet: true })
  ).output
    .trim()
    .split('\n')
    .filter((name) => name !== '' && !name.startsWith('extension/e2e/'));
  if (files.length === 0) return { passed: 0, failed: 1, skipped: 0 };
  const { status, output } = await run(process.execPath, ['--test', '--test-reporter=spec', ...files]);
  const count = (word) => Number(new RegExp(`^\\S* ?${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const counts = {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** Real browsers with the real built extension. */
async function playwrightTests() {
  const report = join(scratch, 'playwright.json');
  const { status } = await run('playwright', ['test', '-c', 'extension/e2e', '--reporter=line,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report, CI: '1' },
  });
  try {
    const { stats } = JSON.parse(readFileSync(report, 'utf8'));
    const counts = { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
    if (status !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** @returns {Promise<{status: number, output: string}>} output is both streams, echoed unless quiet */
function run(command, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH: path, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        if (!quiet) process.stdout.write(text);
      });
    }
    child.on('error', (error) => resolve({ status: 1, output: `${output}${command}: ${error.message}\n` }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
