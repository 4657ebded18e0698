/**
 * Everything a reviewer runs: `npm test`. Each suite below runs even when one
 * before it failed; the last line counts them all.
 *
 *   npm test                 all suites
 *   npm test -- go web       only these suites
 *   npm test -- web gmail    of a suite only what has a word in its path or its title
 *   npm test -- gmail        the same of all suites that have tests of their own
 *
 * `npm run test:unit` is what belongs after every change: no browser, nothing built.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lints } from './lint.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-test-'));

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** In this order: cheapest first, and `build` before what needs the built extension. */
const suites = {
  form: () => checks(lints),
  go: hostTests,
  wasm: wasmTests,
  build: () => checks([['npm run build', build]]),
  node: nodeTests,
  web: playwrightTests,
};
/** The suites that know how to run a selection. */
const SELECTING = ['go', 'node', 'web'];

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { unit: { type: 'boolean', default: false } },
});
const words = positionals.filter((word) => !(word in suites));
const named = positionals.filter((word) => word in suites);
const other = named.filter((name) => !SELECTING.includes(name));
if (words.length > 0 && other.length > 0) {
  console.error(
    `${other.join(', ')} runs as a whole; a selection ("${words.join(' ')}") is for ${SELECTING.join(', ')}`,
  );
  process.exit(2);
}
const wanted = named.length > 0 ? named : options.unit ? ['go', 'node'] : words.length > 0 ? SELECTING : [];

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

/** Checks that count as one test each; what one returns is what is wrong. */
async function checks(list) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, check] of list) {
    const wrong = await check();
    console.log(`${wrong === '' ? 'ok  ' : 'FAIL'} ${name}`);
    if (wrong !== '') console.log(wrong);
    counts[wrong === '' ? 'passed' : 'failed']++;
  }
  return counts;
}

async function build() {
  const { status, output } = await run(process.execPath, ['scripts/build.mjs'], { quiet: true });
  return status === 0 ? '' : output;
}

/** Whether a path or title has one of the words that were asked for. */
function isWanted(text) {
  return words.some((word) => text.toLowerCase().includes(word.toLowerCase()));
}

/** One regular expression for titles. */
function titles() {
  return words.map((word) => word.replace(/[^\w ]/g, '\\$&')).join('|');
}

async function hostTests() {
  // Short tests leave out whatever starts a server, a compiler or thousands of rounds.
  const flags = options.unit ? ['-short'] : [];
  if (words.length === 0) return goTests([...flags, './...']);
  const all = (await run('go', ['list', './...'], { quiet: true })).output.trim().split('\n');
  const packages = all.filter(isWanted);
  if (packages.length > 0) return goTests([...flags, ...packages]);
  return goTests([...flags, '-run', `(?i)${titles()}`, './...']);
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
    if (outcome === 'fail' || (outcome === 'skip' && !options.unit))
      console.log(`${outcome.toUpperCase()} ${id}\n${printed.get(id) ?? ''}`);
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
  const selected = options.unit ? files.filter((name) => name.startsWith('extension/src/')) : files;
  const paths = selected.filter((name) => words.length === 0 || isWanted(name));
  const byTitle = paths.length > 0 ? [] : [`--test-name-pattern=/${titles()}/i`];
  const what = paths.length > 0 ? paths : selected;
  const { status, output } = await run(process.execPath, ['--test', '--test-reporter=spec', ...byTitle, ...what]);
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
  const selection = words.length > 0 ? ['--grep', `/${titles()}/i`, '--pass-with-no-tests'] : [];
  const { status } = await run('playwright', ['test', '-c', 'extension/e2e', '--reporter=line,json', ...selection], {
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
