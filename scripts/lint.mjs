/**
 * What machines can say about the code without running it: form, types, and
 * mistakes that are the same in every project. `npm run lint`, and the suite
 * `form` of `npm test`.
 *
 * Go's linters are in a module of their own, .tools/go.mod, with their versions
 * and sums: what only looks at the code is no dependency of it, and not in the
 * bill of materials.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, 'build', 'tools');

const LINTERS = [
  'honnef.co/go/tools/cmd/staticcheck',
  'golang.org/x/tools/cmd/deadcode',
  'github.com/client9/misspell/cmd/misspell',
];
const GO_FOLDERS = ['core', 'wasm', 'worker', 'scripts', 'extension/src'];
const BROWSER = { GOOS: 'wasip1', GOARCH: 'wasm' };
const WORKER = { GOOS: 'js', GOARCH: 'wasm' };
/** Programs of the browser. Like the Worker's, their entry points are exports, which no linter knows as such. */
const REACTORS = ['nearmiss/wasm/check', 'nearmiss/wasm/update', 'nearmiss/wasm/bench'];
/** Words of lists, languages and other people's pages are no English of ours. */
const FOREIGN =
  /(^|\/)(testdata|_locales|fixtures|foreign)\/|^extension\/policy\/|\.(txt|png|svg|json)$|(^|\/)(table\.go|NOTICE\.md)$/;

/** @type {[name: string, check: () => string][]} Each returns what is wrong, or nothing. */
export const lints = [
  ['gofmt', () => output('gofmt', ['-l', ...GO_FOLDERS])],
  ['go vet', () => failure('go', ['vet', './...'])],
  ['go vet (Workers)', () => failure('go', ['vet', './worker/cloudflare'], WORKER)],
  ['go vet (browser)', () => failure('go', ['vet', './wasm/...'], BROWSER)],
  ['go.mod is tidy', () => failure('go', ['mod', 'tidy', '-diff'])],
  ['staticcheck', staticcheck],
  ['deadcode', deadcode],
  ['misspell', misspell],
  ['tsc', () => failure('tsc', ['-p', 'extension'])],
  ['tsc (front page)', () => failure('tsc', ['-p', 'worker/site'])],
  ['biome', () => failure('biome', ['check', '--error-on-warnings', 'extension', 'scripts', 'wasm', 'worker'])],
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let failed = 0;
  for (const [name, check] of lints) {
    const wrong = check();
    console.log(`${wrong === '' ? 'ok  ' : 'FAIL'} ${name}${wrong && `\n${wrong}`}`);
    if (wrong !== '') failed++;
  }
  process.exit(failed > 0 ? 1 : 0);
}

function staticcheck() {
  const program = linter('staticcheck');
  const all = output('go', ['list', './...']).trim().split('\n');
  const host = all.filter((name) => !REACTORS.includes(name));
  return [
    failure(program, host),
    failure(program, ['-checks=inherit,-U1000', 'nearmiss/worker/cloudflare'], WORKER),
    failure(program, ['-checks=inherit,-U1000', ...REACTORS], BROWSER),
  ].join('');
}

/** Functions that nothing calls, neither a program nor a test. Dead is what is dead on each platform that has it. */
function deadcode() {
  const program = linter('deadcode');
  const ours = '^nearmiss/(core|extension|scripts|worker|wasm/update/verify)';
  const host = output(program, ['-test', `-filter=${ours}`, './...']).split('\n');
  const worker = new Set(output(program, ['-filter=^nearmiss/worker', './worker/cloudflare'], WORKER).split('\n'));
  const onlyInWorker = /^worker\//;
  return host.filter((line) => line !== '' && (!onlyInWorker.test(line) || worker.has(line))).join('\n');
}

function misspell() {
  const files = output('git', ['ls-files', '-co', '--exclude-standard'])
    .trim()
    .split('\n')
    .filter((name) => !FOREIGN.test(name));
  return output(linter('misspell'), files);
}

/** The path of one linter, built as .tools/go.mod and .tools/go.sum fix it. */
function linter(name) {
  const stamp = join(built, '.made-of');
  const made = readFileSync(join(root, '.tools', 'go.sum'), 'utf8') + output('go', ['version']);
  if (read(stamp) !== made) {
    mkdirSync(built, { recursive: true });
    const wrong = failure('go', ['build', '-C', '.tools', '-o', `${built}/`, ...LINTERS]);
    if (wrong !== '') throw new Error(`the linters could not be built:\n${wrong}`);
    writeFileSync(stamp, made);
  }
  return join(built, process.platform === 'win32' ? `${name}.exe` : name);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** What a command prints; also when it fails, so that nothing wrong passes as silence. */
function output(command, args, env = {}) {
  const { status, text } = run(command, args, env);
  return status === 0 || text !== '' ? text : `${command} ended with ${status}\n`;
}

/** What a command prints if it fails. */
function failure(command, args, env = {}) {
  const { status, text } = run(command, args, env);
  return status === 0 ? '' : text || `${command} ended with ${status}\n`;
}

function run(command, args, env) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':');
  const done = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, PATH: path, ...env },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    shell: process.platform === 'win32',
  });
  return { status: done.status, text: done.error ? `${command}: ${done.error.message}\n` : done.stdout + done.stderr };
}
