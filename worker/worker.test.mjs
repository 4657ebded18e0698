// The Worker as it runs: Go in workerd behind the HTTP server, with a local
// bucket. What it answers in every case is tested on the host (service_test.go);
// here it is shown that the platform's side carries it unchanged.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startWorker } from './dev/local.mjs';

const names = Array.from({ length: 16_500 }, (_, i) => `agency${String(i).padStart(5, '0')}.gov`);
const text = `# nearmiss-list: 1\n# name: us-gov\n\n${names.join('\n')}\n`;
const sha256 = createHash('sha256').update(text).digest('hex');
const target = `/v1/targets/${sha256}.us-gov.txt`;
const catalogue = JSON.stringify({
  version: 3,
  lists: [
    { name: 'us-gov', role: 'protected', category: 'us-federal', length: text.length, sha256, entries: names.length },
  ],
});

let worker;
let dir;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nearmiss-worker-'));
  await writeFile(join(dir, 'us-gov.txt'), text);
  await writeFile(join(dir, 'catalogue.json'), catalogue);
  worker = await startWorker({ minutes: 3 });
});

after(async () => {
  await worker?.stop();
  await rm(dir, { recursive: true, force: true });
});

const get = (path, options) => fetch(worker.url + path, options);

test('an empty store is said to be empty', async () => {
  assert.equal((await get('/healthz')).status, 503);
  assert.equal((await (await get('/v1/status')).json()).published, false);
  assert.equal((await get('/v1/catalogue.json')).status, 404);
});

test('built lists are served whole', async () => {
  await worker.publish(dir);
  const listed = await get('/v1/catalogue.json');
  assert.equal(
    listed.headers.get('cache-control'),
    'public, max-age=300, stale-while-revalidate=300, stale-if-error=86400',
  );
  assert.equal(await listed.text(), catalogue);
  for (const from of ['the bucket', 'memory']) {
    const got = await get(target);
    assert.equal(got.status, 200, from);
    assert.equal(await got.text(), text, from);
    assert.equal(got.headers.get('etag'), `"${sha256}"`, from);
    assert.equal(got.headers.get('content-type'), 'text/plain; charset=utf-8', from);
    assert.equal(got.headers.get('cache-control'), 'public, max-age=31536000, immutable', from);
    assert.equal(got.headers.get('access-control-allow-origin'), '*', from);
  }
  assert.equal((await get('/healthz')).status, 200);
  const status = await (await get('/v1/status')).json();
  assert.deepEqual([status.published, status.lists, status.bytes], [true, 1, text.length]);
});

test('a client that has the file is told so, however it lists its tags', async () => {
  for (const tags of [`"${sha256}"`, `W/"${sha256}"`, `"x,y", W/"${sha256}"`, '*']) {
    const got = await get(target, { headers: { 'If-None-Match': tags } });
    assert.equal(got.status, 304, tags);
    assert.equal(await got.text(), '');
  }
  const first = await get('/v1/catalogue.json');
  await first.text();
  const again = await get('/v1/catalogue.json', { headers: { 'If-None-Match': first.headers.get('etag') } });
  assert.equal(again.status, 304);
});

test('HEAD tells the length and sends nothing', async () => {
  const got = await get(target, { method: 'HEAD' });
  assert.equal(got.status, 200);
  assert.equal(got.headers.get('content-length'), String(text.length));
  assert.equal(await got.text(), '');
});

test('a list too large for memory is streamed', async () => {
  const large = `${'0123456789abcde\n'.repeat(65_536 * 5)}`;
  const path = `/v1/targets/${createHash('sha256').update(large).digest('hex')}.large.txt`;
  await worker.put(path.slice(1), large);
  for (let i = 0; i < 2; i++) assert.equal(await (await get(path)).text(), large);
});

test('reports are counted, and their sums scraped with a token in a header', async () => {
  const hash = (token) => createHash('sha256').update(token).digest('hex');
  await worker.put('reports/works/tokens.json', JSON.stringify({ report: [hash('add')], read: [hash('look')] }));
  const day = new Date().toISOString().slice(0, 10);
  const rows = [{ day, kind: 'suffix-slip', target: 'army.mil', did: 'fix', count: 2 }];
  for (const batch of ['0', '0', '1']) {
    const body = JSON.stringify({ version: 1, token: 'add', batch: batch.repeat(32), computer: 'c'.repeat(32), rows });
    assert.equal((await get('/v1/orgs/works/reports', { method: 'POST', body })).status, 200);
  }
  const scrape = (authorization) => get('/v1/orgs/works/reports/metrics', { headers: { authorization } });
  const metrics = await scrape('Bearer look');
  assert.equal(metrics.headers.get('content-type'), 'application/openmetrics-text; version=1.0.0; charset=utf-8');
  const lines = (await metrics.text()).split('\n');
  for (const line of [
    'nearmiss_near_misses_today{kind="suffix-slip",target="army.mil",did="fix"} 4',
    'nearmiss_reports_today 2',
    'nearmiss_reporting_computers_today 1',
  ]) {
    assert.ok(lines.includes(line), line);
  }
  assert.deepEqual(lines.slice(-2), ['# EOF', '']);
  assert.equal((await scrape('Bearer add')).status, 401);
  assert.equal((await get('/v1/orgs/works/reports/metrics')).status, 401);
});

test('mistakes are answered clearly', async () => {
  for (const [method, path, status, says] of [
    ['GET', '/v1/nothing', 404, /not found/],
    ['GET', '/v1/catalogue.json?id=1', 400, /no query/],
    ['GET', `/v1/targets/${'a'.repeat(64)}.us-gov.txt`, 404, /not found/],
    ['DELETE', target, 405, /GET or HEAD/],
    ['OPTIONS', target, 204, /^$/],
  ]) {
    const got = await get(path, { method });
    assert.equal(got.status, status, `${method} ${path}`);
    assert.match(await got.text(), says);
  }
  assert.deepEqual(worker.logs(), [], 'mistakes of clients are not logged');
});

test('what is newly published is served, on the same port after an outage', async () => {
  await worker.down();
  await assert.rejects(get('/healthz'));
  await worker.put('v1/catalogue.json', catalogue.replace('"version":3', '"version":4'));
  await worker.up();
  assert.equal((await (await get('/v1/catalogue.json')).json()).version, 4);
});

test('many at once get their own answers', async () => {
  const bodies = await Promise.all(
    Array.from({ length: 96 }, async (_, i) => {
      const path = ['/v1/catalogue.json', target, '/v1/nothing'][i % 3];
      const got = await get(path);
      return [i % 3, got.status, (await got.text()).length];
    }),
  );
  for (const [kind, status, length] of bodies) {
    assert.equal(status, [200, 200, 404][kind]);
    if (kind < 2) assert.equal(length, [catalogue, text][kind].length);
  }
});
