// The front page as the Worker hands it out: which address gets what, under which headers.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import { startWorker, withBuiltLists } from '../dev/local.mjs';
import { buildSite } from './build.mjs';
import { listsIn } from './client/packed.ts';

let worker;
let dir;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nearmiss-served-'));
  await withBuiltLists(async (listsDir) => {
    const site = await buildSite({ out: join(dir, 'site'), listsDir });
    worker = await startWorker({ site, listsDir, minutes: 3 });
  });
});

after(async () => {
  await worker?.stop();
  await rm(dir, { recursive: true, force: true });
});

const get = (path, options) => fetch(worker.url + path, { redirect: 'manual', ...options });

test('the page in each language, under a policy that lets it ask its own server alone', async () => {
  for (const [path, lang, dir] of [
    ['/', 'en', 'ltr'],
    ['/de/', 'de', 'ltr'],
    ['/pt-br/', 'pt-BR', 'ltr'],
    ['/ar/', 'ar', 'rtl'],
  ]) {
    const got = await get(path);
    assert.equal(got.status, 200, path);
    assert.match(got.headers.get('content-type'), /^text\/html/);
    assert.ok((await got.text()).includes(`<html lang="${lang}" dir="${dir}">`), path);
    const policy = got.headers.get('content-security-policy').split('; ');
    assert.ok(policy.includes("default-src 'none'"));
    assert.ok(policy.includes("connect-src 'self'"));
    assert.ok(policy.includes("form-action 'none'"));
    assert.ok(policy.includes("frame-ancestors 'none'"));
    assert.ok(
      !policy.some((rule) => /^(?:frame|child)-src|unsafe-inline|'unsafe-eval'|https?:|\*|data:|blob:/.test(rule)),
    );
    assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(got.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(got.headers.get('cross-origin-opener-policy'), 'same-origin');
  }
});

test('all that a page names is there, and names with a hash are kept for ever', async () => {
  const page = await (await get('/en/')).text();
  const named = new Set([...page.matchAll(/\/site\/[\w.-]+/g)].map(([path]) => path));
  assert.ok(named.size >= 6, [...named].join());
  for (const path of named) {
    const got = await get(path);
    assert.equal(got.status, 200, path);
    await got.arrayBuffer();
    if (path.includes('icon')) continue;
    assert.equal(got.headers.get('cache-control'), 'public, max-age=31536000, immutable', path);
    if (path.endsWith('.zst')) assert.equal(got.headers.get('content-encoding'), null, `${path} is compressed twice`);
  }
  assert.doesNotMatch(page, /(?:src|href)="(?:https?:)?\/\//, 'something of another origin');
});

test('the list server answers as before, and a wrong address does not start it', async () => {
  assert.equal((await get('/healthz')).status, 200);
  assert.equal((await (await get('/v1/catalogue.json')).json()).lists.length > 10, true);
  assert.match(await (await get('/v1/nothing')).text(), /^not found: there is no such file here/);
  const wrong = await get('/wp-login.php');
  assert.equal(wrong.status, 404);
  assert.match(await wrong.text(), /There is no such page/);
});

test('the lists in one file are those that were built', async () => {
  const page = await (await get('/en/')).text();
  const file = await (await get(/\/site\/lists-[\w.-]+/.exec(page)[0])).bytes();
  const lists = listsIn(new Uint8Array(zstdDecompressSync(file)));
  const catalogue = await (await get('/v1/catalogue.json')).json();
  const sums = (named) => named.map(({ name, sha256 }) => `${sha256} ${name}`);
  assert.deepEqual(sums(lists), sums(catalogue.lists));
  for (const { name, sha256, text } of lists) {
    assert.equal(createHash('sha256').update(text).digest('hex'), sha256, name);
  }
});

test('a frame may load nothing at all', async () => {
  const page = await (await get('/en/')).text();
  const [, frame] = /sandbox="allow-scripts"[^>]* srcdoc="([^"]*)"/.exec(page);
  const text = frame.replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(code));
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text);
  const rules = policy.split('; ').map((rule) => rule.split(' '));
  assert.deepEqual(rules.map(([name]) => name).sort(), [
    'base-uri',
    'default-src',
    'form-action',
    'script-src',
    'style-src',
  ]);
  for (const [name, ...sources] of rules) {
    for (const source of sources) {
      assert.match(
        source,
        name === 'script-src' || name === 'style-src' ? /^'(?:sha256-[\w+/=]+|wasm-unsafe-eval)'$/ : /^'none'$/,
      );
    }
  }
});

test('the privacy of the page is said where the extension says it', async () => {
  const text = await readFile(new URL('../../extension/PRIVACY.md', import.meta.url), 'utf8');
  assert.match(text, /front page/);
});
