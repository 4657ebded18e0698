/**
 * Builds the WebAssembly programs: WASI reactors (`_initialize`, then exports),
 * the same bytes on every machine with the same Go.
 *
 *   node wasm/build.mjs [check|update|bench …]   into build/<name>.wasm
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = { GOOS: 'wasip1', GOARCH: 'wasm', GOWASM: '', GOFLAGS: '' };

/**
 * What stands in for the real packages, by program, in wasm/overlay: standard
 * packages, and whole modules. Each says why.
 *
 * @type {Record<string, {standard: string[], modules: string[]}>}
 */
const programs = {
  update: {
    standard: ['crypto/ecdsa', 'crypto/rsa', 'crypto/x509', 'net/http/cookiejar'],
    modules: ['github.com/sigstore/sigstore'],
  },
};
const hot = {
  standard: ['embed', 'fmt', 'net/http/cookiejar', 'net/netip', 'runtime/debug'],
  modules: [],
};

/** Packages without inlining. */
const SMALL = [
  'nearmiss/core',
  'nearmiss/core/list',
  'nearmiss/core/namemodel',
  'nearmiss/core/policy',
  'nearmiss/wasm/check',
  'github.com/valyala/fastjson',
  'golang.org/x/net/idna',
  'golang.org/x/text/...',
  'io',
  'os',
  'reflect',
  'slices',
  'sort',
  'strconv',
  'strings',
  'syscall',
  'time',
  'unicode/...',
  'internal/...',
];

/** The hot program, which checks recipients. @param {string} outFile */
export const buildCheck = (outFile) => buildProgram('check', outFile);

/**
 * @param {string} name a folder in wasm/
 * @param {string} outFile
 * @returns {Promise<{raw: number, gzip: number, sha256: string}>} bytes, bytes, hex
 */
export const buildProgram = (name, outFile) => build(name, outFile, 'c-shared');

/** The same for a command, which runs once from its start to its end. @type {typeof buildProgram} */
export const buildCommand = (name, outFile) => build(name, outFile, 'exe');

async function build(name, outFile, mode) {
  const out = resolve(outFile);
  mkdirSync(dirname(out), { recursive: true });
  await go([
    'build',
    '-trimpath',
    '-buildvcs=false', // a commit's hash in the program would change it with every commit
    '-ldflags=-s -w',
    // What loops is in packages that are not named here. In the others a function is called a
    // few times a check, and inlined copies of it were a thirtieth of the program.
    ...SMALL.map((name) => `-gcflags=${name}=-l`),
    `-buildmode=${mode}`,
    ...(await writeOverlay(name)),
    '-o',
    out,
    `./wasm/${name}`,
  ]);
  if (name === 'check') shrink(out);
  const bytes = readFileSync(out);
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/**
 * Go's compiler leaves code that Binaryen can do without: some 8 kB of what browsers
 * load with each page. It takes twenty seconds, so what it has made is kept.
 *
 * @param {string} out is written anew
 */
function shrink(out) {
  const made = join(root, 'build', 'wasm-opt', createHash('sha256').update(readFileSync(out)).digest('hex'));
  if (!existsSync(made)) {
    mkdirSync(dirname(made), { recursive: true });
    const wasmOpt = fileURLToPath(import.meta.resolve('binaryen/bin/wasm-opt'));
    const features = ['bulk-memory', 'nontrapping-float-to-int', 'sign-ext', 'mutable-globals'];
    const args = [wasmOpt, ...features.map((one) => `--enable-${one}`), '-O1', out, '-o', `${made}.${process.pid}`];
    execFileSync(process.execPath, args, { stdio: 'inherit' });
    renameSync(`${made}.${process.pid}`, made);
  }
  copyFileSync(made, out);
}

/** Everything that is linked into a program. @param {string} name @returns {Promise<string[]>} import paths */
export async function linkedPackages(name) {
  return (await go(['list', '-deps', ...(await writeOverlay(name)), `./wasm/${name}`])).trim().split('\n');
}

/**
 * Puts the packages of wasm/overlay in the place of the real ones, which would be
 * most of a program: see the comments there. The go command replaces files of the
 * standard library, but only whole modules elsewhere, by a go.mod of its own.
 *
 * @param {string} name a folder in wasm/
 * @returns {Promise<string[]>} flags for the go command
 */
async function writeOverlay(name) {
  const { standard, modules } = programs[name] ?? hot;
  const source = join((await go(['env', 'GOROOT'])).trim(), 'src');
  const replacement = {};
  for (const theirs of standard.map((path) => join(source, path))) {
    const ours = basename(theirs);
    const sources = readdirSync(theirs).filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'));
    for (const file of sources) replacement[join(theirs, file)] = '';
    replacement[join(theirs, sources[0])] = join(root, 'wasm', 'overlay', ours, `${ours}.go`);
  }
  const folder = join(root, 'build');
  mkdirSync(folder, { recursive: true });
  const overlay = join(folder, `overlay-${basename(name)}.json`);
  writeFileSync(overlay, JSON.stringify({ Replace: replacement }, null, 2));
  if (modules.length === 0) return [`-overlay=${overlay}`];
  const mod = join(folder, `overlay-${name}.mod`);
  const replaced = modules.map((path) => `replace ${path} => ./wasm/overlay/${basename(path)}\n`);
  writeFileSync(mod, [readFileSync(join(root, 'go.mod'), 'utf8'), ...replaced].join('\n'));
  copyFileSync(join(root, 'go.sum'), join(folder, `overlay-${name}.sum`));
  return [`-overlay=${overlay}`, `-modfile=${mod}`];
}

/** @param {string[]} args @returns {Promise<string>} standard output */
function go(args) {
  return new Promise((done, fail) => {
    const child = spawn('go', args, {
      cwd: root,
      env: { ...process.env, ...target },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', (error) => fail(new Error(`go ${args[0]}: ${error.message}`)));
    child.on('close', (status) => {
      if (status === 0) done(output);
      else fail(new Error(`go ${args.join(' ')} ended with status ${status}`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.length > 2 ? process.argv.slice(2) : ['check'];
  for (const name of names) {
    const { raw, gzip, sha256 } = await buildProgram(name, join(root, 'build', `${name}.wasm`));
    console.log(`build/${name}.wasm  ${raw} bytes, ${gzip} gzip, sha256 ${sha256}`);
  }
}
