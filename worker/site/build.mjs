/**
 * Builds the front page: static files that the Worker hands out.
 *
 *   node worker/site/build.mjs [--out DIR] [--root FILE] [--lists DIR] [--links FILE]
 *
 * --out       default worker/build/site
 * --root      root metadata that the page checks the lists' signatures against (default: extension/root.json, if
 *             there is one); without it the page offers no check
 * --lists     lists that are built already, for the picture and to begin with (default: built from worker/lists)
 * --links     where the source, the privacy policy, the installation guide and the extension in stores are
 *             (default: worker/site/links.json); what has no address is left out, or said without one
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { constants, zstdCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { buildProgram } from '../../wasm/build.mjs';
import { CheckProgram } from '../../wasm/check/program.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Protected endings of one label, each with a body in whose name the core is asked about its neighbours. */
const SUFFIXES = { mil: 'army', gov: 'state', int: 'nato' };

/**
 * @param {{out?: string, rootText?: string, listsDir?: string,
 *   links?: import('./page/facts.ts').Links}} options
 * @returns {Promise<string>} the directory
 */
export async function buildSite({ out = join(root, 'worker', 'build', 'site'), rootText, listsDir, links } = {}) {
  const [{ locales }, { page, notFound }, { neighbourhood }, { figures }] = await Promise.all([
    import('./page/locales.ts'),
    import('./page/page.ts'),
    import('./neighbours.ts'),
    import('./figures.ts'),
  ]);
  const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-site-'));
  try {
    const made = join(scratch, 'site');
    const site = join(made, 'site');
    mkdirSync(site, { recursive: true });
    const check = join(scratch, 'check.wasm');
    await buildProgram('check', check);
    await buildProgram('update', join(scratch, 'update.wasm'));
    const lists = listsDir ?? builtLists(join(scratch, 'lists'));
    const judge = await judgeOf(check, lists);
    const frame = await frameText();
    const files = {
      ...(await bundles(site)),
      check: hashed(site, 'check.wasm.zst', compressed(readFileSync(check))),
      lists: hashed(site, 'lists.zst', compressed(inOneFile(lists))),
      update: hashed(site, 'update.wasm.zst', compressed(readFileSync(join(scratch, 'update.wasm')))),
      root: trusted(rootText, site),
    };
    cpSync(join(root, 'extension', 'icons', 'icon.svg'), join(site, 'icon.svg'));
    const facts = {
      version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
      files,
      frame: frame.text,
      links: links ?? readLinks(join(root, 'worker', 'site', 'links.json')),
      neighbours: Object.entries(SUFFIXES).map(([suffix, body]) => neighbourhood(suffix, body, judge)),
      figures: figures(),
    };
    const all = locales();
    for (const locale of all) {
      mkdirSync(join(made, locale.path));
      writeFileSync(join(made, locale.path, 'index.html'), page(locale, all, facts));
    }
    cpSync(join(made, all[0].path, 'index.html'), join(made, 'index.html'));
    writeFileSync(join(made, '404.html'), notFound(all[0], files.style));
    writeFileSync(join(made, '_headers'), headers(frame.hashes));
    rmSync(out, { recursive: true, force: true });
    mkdirSync(join(out, '..'), { recursive: true });
    cpSync(made, out, { recursive: true });
    return out;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const SETTINGS = {
  absWorkingDir: root,
  preserveSymlinks: true,
  bundle: true,
  minify: true,
  target: ['chrome120', 'firefox128', 'safari17'],
  charset: 'utf8',
  legalComments: 'none',
  define: { __TEST__: 'false' },
  logLevel: 'warning',
  write: false,
};

/** The page's script and style, and the script that is loaded on demand: whole, so that none waits for a part of it. */
async function bundles(site) {
  const { outputFiles } = await build({
    ...SETTINGS,
    entryPoints: ['client/site.ts', 'page/site.css', 'client/verify.ts'].map((file) => `worker/site/${file}`),
    outdir: site,
    format: 'esm',
    entryNames: '[name]-[hash]',
  });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  const names = outputFiles.map(({ path }) => basename(path));
  const address = (pattern) => `/site/${names.find((name) => pattern.test(name))}`;
  return { script: address(/^site-.*\.js$/), style: address(/\.css$/), verifier: address(/^verify-/) };
}

/** A whole document in one text, which may load nothing and has no address. */
async function frameText() {
  const bundle = async (entry) => {
    const { outputFiles } = await build({ ...SETTINGS, entryPoints: [entry], format: 'iife', outdir: 'out' });
    return outputFiles[0].text.trim();
  };
  const script = (await bundle('worker/site/frame/frame.ts')).replaceAll('</script', '<\\/script');
  const style = await bundle('worker/site/frame/frame.css');
  const hashes = { script: sourceHash(script), style: sourceHash(style) };
  const policy = [
    "default-src 'none'",
    `script-src ${hashes.script} 'wasm-unsafe-eval'`,
    `style-src ${hashes.style}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  const text = `<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>Nearmiss</title>
<style>${style}</style>
<body>
<script>${script}</script>
`;
  return { text, hashes };
}

const sourceHash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The frames' script and style are named by their hashes, since a document made of
 * a text has the policy of its page, too. There is no frame-src: a frame of
 * another address, to which something typed could be carried, cannot be. Without
 * a type, what is in Zstandard would be compressed once more.
 */
function headers({ script, style }) {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${script} 'wasm-unsafe-eval'`,
    `style-src 'self' ${style}`,
    "connect-src 'self'",
    "img-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return `/*
  Content-Security-Policy: ${policy}
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
  Permissions-Policy: browsing-topics=(), camera=(), geolocation=(), microphone=()
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
  X-DNS-Prefetch-Control: off
  X-Frame-Options: DENY
/site/*
  Cache-Control: public, max-age=31536000, immutable
/site/*.zst
  Content-Type: application/zstd
/site/icon.svg
  ! Cache-Control
`;
}

/** Writes a file whose name holds a hash of its content; its address. */
function hashed(site, name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const [first, ...rest] = name.split('.');
  const file = `${first}-${hash}.${rest.join('.')}`;
  writeFileSync(join(site, file), content);
  return `/site/${file}`;
}

/** Level 19 takes seconds, so what it has made is kept. */
function compressed(bytes) {
  const kept = join(root, 'build', 'zstd', createHash('sha256').update(bytes).digest('hex'));
  if (!existsSync(kept)) {
    mkdirSync(join(root, 'build', 'zstd'), { recursive: true });
    const params = { [constants.ZSTD_c_compressionLevel]: 19 };
    writeFileSync(`${kept}.${process.pid}`, zstdCompressSync(bytes, { params }));
    renameSync(`${kept}.${process.pid}`, kept);
  }
  return readFileSync(kept);
}

function trusted(rootText, site) {
  const own = join(root, 'extension', 'root.json');
  const text = rootText ?? (existsSync(own) ? readFileSync(own, 'utf8') : '');
  if (text === '') return '';
  if (JSON.parse(text)?.signed?._type !== 'root') throw new Error('what the page is to trust is no root metadata');
  return hashed(site, 'root.json', text);
}

/** Addresses that only who publishes the page can know; '' for none. */
function readLinks(file) {
  const links = JSON.parse(readFileSync(file, 'utf8'));
  const names = ['source', 'privacy', 'guide', 'chromium', 'firefox'];
  for (const name of names) {
    const link = links[name];
    if (link !== '' && !(typeof link === 'string' && URL.parse(link)?.protocol === 'https:')) {
      throw new Error(`${file}: ${name} is ${JSON.stringify(link)}: wanted an https URL, or "" for none`);
    }
  }
  for (const name of Object.keys(links)) {
    if (!names.includes(name)) throw new Error(`${file}: no link is named ${name}: there are ${names.join(', ')}`);
  }
  return links;
}

/** What client/packed.ts takes apart: a line that names the lists, and their texts. */
function inOneFile(lists) {
  const catalogue = JSON.parse(readFileSync(join(lists, 'catalogue.json'), 'utf8'));
  const named = catalogue.lists.map(({ name, sha256, length }) => ({ name, sha256, length }));
  const texts = named.map(({ name }) => readFileSync(join(lists, `${name}.txt`)));
  return Buffer.concat([Buffer.from(`${JSON.stringify(named)}\n`), ...texts]);
}

/** The core as the page runs it, asked while the page is built. */
async function judgeOf(program, lists) {
  const { lists: named } = JSON.parse(readFileSync(join(lists, 'catalogue.json'), 'utf8'));
  const core = await CheckProgram.start(await WebAssembly.compile(readFileSync(program)));
  core.configure(named.map(({ name }) => readFileSync(join(lists, `${name}.txt`), 'utf8')));
  return (domain) => core.check(domain);
}

function builtLists(out) {
  const args = ['run', './scripts/nearmiss', 'list', 'build', '--out', out];
  const { status, stderr } = spawnSync('go', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the lists could not be built:\n${stderr}`);
  return out;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const string = { type: 'string' };
  const { values } = parseArgs({ options: { out: string, root: string, lists: string, links: string } });
  const out = await buildSite({
    ...(values.links && { links: readLinks(resolve(values.links)) }),
    ...(values.out && { out: resolve(values.out) }),
    ...(values.lists && { listsDir: resolve(values.lists) }),
    ...(values.root && { rootText: readFileSync(values.root, 'utf8') }),
  });
  console.log(`built ${out}`);
}
