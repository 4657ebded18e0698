// The list server on a machine of one's own, as its image runs it: the files that the
// Containerfile copies, in workerd, over a folder. The image itself needs an engine.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, glob, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { release, root } from '../wasm/update/testdata/author.mjs';
import { buildWorker } from './dev/build.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const workerd = createRequire(createRequire(import.meta.url).resolve('wrangler'))('workerd').default;
const TOKEN = 'of the owner';
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

let image;
let data;
let server;

before(async () => {
  await buildWorker();
  image = await mkdtemp(join(tmpdir(), 'nearmiss-image-'));
  data = await mkdtemp(join(tmpdir(), 'nearmiss-data-'));
  await copyAsTheImageDoes();
  server = await start({ OWNER_TOKEN: TOKEN });
});

after(async () => {
  await server?.stop();
  for (const dir of [image, data]) await rm(dir, { recursive: true, force: true });
});

/** What the last stage copies from the one that builds. */
async function copyAsTheImageDoes() {
  const text = await readFile(join(repository, 'worker/selfhost/Containerfile'), 'utf8');
  const lines = text.slice(text.lastIndexOf('\nFROM ')).split('\n');
  const copies = lines.filter((line) => line.startsWith('COPY --from=build '));
  assert.equal(copies.length, 4);
  for (const line of copies) {
    const [to, ...from] = line.split(' ').slice(2).reverse();
    for (const pattern of from) {
      const files = await Array.fromAsync(glob(pattern.replace('/src/', ''), { cwd: repository }));
      assert.ok(files.length > 0, `${pattern} is not there`);
      if (to.startsWith('/')) continue; // the program itself
      const place = to.endsWith('/') ? join(image, to, files[0].split('/').at(-1)) : join(image, to);
      await mkdir(dirname(place), { recursive: true });
      await cp(join(repository, files[0]), place);
    }
  }
}

async function start(env) {
  const [http, owner] = [await freePort(), await freePort()];
  const child = spawn(
    workerd,
    [
      ...['serve', 'worker/selfhost/workerd.capnp', '--directory-path', `disk=${data}`],
      ...['--socket-addr', `http=127.0.0.1:${http}`, '--socket-addr', `owner=127.0.0.1:${owner}`],
    ],
    { cwd: image, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'inherit', 'inherit'], timeout: 120_000 },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const started = {
    url: `http://127.0.0.1:${http}`,
    owner: `http://127.0.0.1:${owner}`,
    stop: () => child.kill('SIGKILL') && ended,
  };
  for (let tries = 0; ; tries++) {
    try {
      await fetch(started.url);
      return started;
    } catch (error) {
      if (tries > 400 || child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const get = (path, options) => fetch(server.url + path, options);
const own = (method, key, body, token = TOKEN) =>
  fetch(`${server.owner}/${key}`, { method, body, headers: { Authorization: `Bearer ${token}` } });

test('an empty store says so, and strangers do not fill it', async () => {
  assert.equal((await get('/healthz')).status, 503);
  assert.equal((await own('PUT', 'v1/metadata/1.root.json', root(1), 'guess')).status, 401);
  assert.equal((await fetch(`${server.owner}/v1/metadata/1.root.json`)).status, 401);
  assert.equal((await own('POST', 'v1/metadata/1.root.json', root(1))).status, 405);
  assert.equal((await get('/v1/metadata/1.root.json')).status, 404);
});

test('the owner opens a channel, and what is signed is published', async () => {
  assert.equal((await own('PUT', 'v1/metadata/1.root.json', root(1))).status, 200);
  const names = Array.from({ length: 200_000 }, (_, at) => `agency${at}.gov`).sort();
  const text = `# nearmiss-list: 1\n# name: us-gov\n# role: protected\n# category: c\n\n${names.join('\n')}\n`;
  assert.ok(text.length > 2 << 20, 'longer than a value of the store');
  const publication = JSON.stringify(release(1, { 'us-gov.txt': text }));
  const publish = () =>
    get('/v1/publish', { method: 'POST', body: publication, headers: { 'Content-Type': 'application/json' } });
  assert.deepEqual(await (await publish()).json(), { missing: [`${sha256(text)}.us-gov.txt`] });
  const path = `/v1/targets/${sha256(text)}.us-gov.txt`;
  const headers = { 'Nearmiss-Targets-Version': '1' };
  assert.equal((await get(path, { method: 'PUT', body: text.replace('agency1', 'agency2'), headers })).status, 403);
  assert.equal((await get(path)).status, 404);
  assert.equal((await get(path, { method: 'PUT', body: text, headers })).status, 201);
  assert.deepEqual((await (await publish()).json()).published, { root: 1, targets: 1, snapshot: 1, timestamp: 1 });
  const served = await get(path);
  assert.equal(await served.text(), text);
  assert.equal(served.headers.get('cache-control'), 'public, max-age=31536000, immutable');
});

test('reports of a hundred computers at once are counted', async () => {
  const tokens = JSON.stringify({ report: [sha256('add')], read: [sha256('look')] });
  assert.equal((await own('PUT', 'reports/works/tokens.json', tokens)).status, 200);
  const day = new Date().toISOString().slice(0, 10);
  const rows = [{ day, kind: 'suffix-slip', target: 'army.mil', did: 'fix', count: 2 }];
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, at) => {
      const batch = sha256(String(at)).slice(0, 32);
      return get('/v1/orgs/works/reports', {
        method: 'POST',
        body: JSON.stringify({ version: 1, token: 'add', batch, rows }),
      });
    }),
  );
  const counted = answers.filter(({ status }) => status === 200).length;
  // Who met too many others at one file is told to come again.
  assert.deepEqual(
    [...new Set(answers.map(({ status }) => status))].filter((status) => status !== 200 && status !== 503),
    [],
  );
  const metrics = await get('/v1/orgs/works/reports/metrics', { headers: { Authorization: 'Bearer look' } });
  assert.match(await metrics.text(), new RegExp(`did="fix"\\} ${2 * counted}\n`));
});

test('it is all there after the machine went down', async () => {
  await server.stop();
  server = await start({});
  assert.equal((await get('/healthz')).status, 200);
  assert.equal((await (await get('/v1/status')).json()).published, true);
  assert.equal((await get('/v1/metadata/1.root.json')).status, 200);
  assert.equal((await own('GET', 'v1/metadata/1.root.json')).status, 401, 'without a token nobody is the owner');
  assert.equal((await own('GET', 'v1/metadata/1.root.json', undefined, '')).status, 401);
});
