// What can go wrong around a request, all at once with requests that are right:
// every answer must be the right one, and none may be missing.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startBare } from './dev/bare.mjs';
import { buildWorker } from './dev/build.mjs';

const list = `# nearmiss-list: 1\n\n${Array.from({ length: 4000 }, (_, i) => `town${i}.gov`).join('\n')}\n`;
const catalogue = JSON.stringify({ version: 9, lists: [] });
const sha256 = createHash('sha256').update(list).digest('hex');
const path = (name) => `/v1/targets/${sha256}.${name}.txt`;
const faults = ['reject', 'throw', 'garbage', 'empty', 'cut', 'slow'];

let dir;
let worker;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nearmiss-faults-'));
  await buildWorker({ tags: 'faults', out: dir });
  worker = await startBare({
    entry: 'go.mjs',
    program: dir,
    texts: {
      'store.json': JSON.stringify({
        'v1/catalogue.json': catalogue,
        ...Object.fromEntries(['us-gov', ...faults].map((name) => [path(name).slice(1), list])),
      }),
    },
  });
});

after(async () => {
  agent.destroy();
  await worker?.stop();
  await rm(dir, { recursive: true, force: true });
});

const agent = new Agent({ keepAlive: true });

/** One request; resolves to [status, body]. */
function ask(target, { method = 'GET', headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const asked = request(worker.url + target, { method, headers, agent }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve([response.statusCode, Buffer.concat(parts).toString()]));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** A client that goes away after the first bytes, or before any. */
function abort(target, early) {
  return new Promise((resolve) => {
    const asked = request(worker.url + target, { agent: false }, (response) => {
      response.once('data', () => asked.destroy());
      response.once('close', resolve);
    });
    asked.once('error', resolve);
    asked.end();
    if (early) setTimeout(() => asked.destroy(), 1);
  });
}

/** What is no HTTP, or only nearly. */
function raw(bytes) {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(worker.url).port), '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (part) => (answer += part));
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    setTimeout(() => socket.destroy(), 500);
  });
}

test('each fault of the store has its answer', async () => {
  for (const [name, status, says] of [
    ['reject', 503, /the store of lists cannot be read/],
    ['throw', 500, /internal error/],
    ['garbage', 500, /internal error/],
    ['empty', 500, /internal error/],
    ['cut', 503, /the store of lists cannot be read/],
    ['slow', 200, /^# nearmiss-list/],
    ['us-gov', 200, /^# nearmiss-list/],
  ]) {
    const [got, body] = await ask(path(name));
    assert.equal(got, status, `${name}: ${body.slice(0, 100)}`);
    assert.match(body, says, name);
  }
});

test('a program that dies is replaced, and no request is lost', async () => {
  for (const fault of ['exit', 'panic', 'stack']) {
    const [status, body] = await ask(path('us-gov'), { headers: { 'x-fault': fault } });
    assert.equal(status, 200, `${fault}: ${body.slice(0, 100)}`);
    assert.equal(body, list);
    // While others wait for the store.
    const waiting = Array.from({ length: 4 }, () => ask('/v1/status'));
    waiting.push(ask(path('slow')), ask('/v1/status', { headers: { 'x-fault': fault } }));
    for (const [status] of await Promise.all(waiting)) assert.equal(status, 200, fault);
  }
});

test('a store that never answers does not hold a request for ever', { timeout: 40_000 }, async () => {
  const [status, body] = await ask(path('hang'));
  assert.equal(status, 503);
  assert.match(body, /failed to answer/);
});

test('under load every answer is right', async () => {
  // Targets that no version names are looked for so often in a minute, and no more (targetreads.go).
  const isOrTooMany = (status) => (got) => assert.ok([status, 429].includes(got), `got ${got}, want ${status}`);
  const kinds = [
    () => ask(path('us-gov')).then((got) => assert.deepEqual(got, [200, list])),
    () =>
      ask(path('us-gov'), { headers: { 'If-None-Match': `"x,y", W/"${sha256}"` } }).then((got) =>
        assert.deepEqual(got, [304, '']),
      ),
    () => ask('/v1/catalogue.json').then((got) => assert.deepEqual(got, [200, catalogue])),
    () => ask('/v1/status').then(([status, body]) => assert.deepEqual([status, JSON.parse(body).lists], [200, 0])),
    () => ask('/v1/nothing').then(([status]) => assert.equal(status, 404)),
    (i) => ask(`/v1/targets/${String(i).padStart(64, '0')}.none.txt`).then(([status]) => isOrTooMany(404)(status)),
    () => ask('/v1/catalogue.json', { method: 'DELETE' }).then(([status]) => assert.equal(status, 405)),
    () => ask(path('reject')).then(([status]) => isOrTooMany(503)(status)),
    () => ask(path('throw')).then(([status]) => isOrTooMany(500)(status)),
    () => ask(path('cut')).then(([status]) => isOrTooMany(503)(status)),
    () => ask(path('slow')).then(([status]) => isOrTooMany(200)(status)),
    (i) => abort(path('us-gov'), i % 2),
    () => raw('GET / HTTP/9.9\r\n\r\n').then((answer) => assert.doesNotMatch(answer, / 200 /)),
    () => raw(`GET /v1/${'a'.repeat(8000)} HTTP/1.1\r\nHost: x\r\n\r\n`),
    (i) =>
      ask('/v1/status', { headers: i % 300 ? {} : { 'x-fault': 'exit' } }).then(([status]) =>
        assert.equal(status, 200),
      ),
  ];
  let next = 0;
  await Promise.all(
    Array.from({ length: 24 }, async () => {
      while (next < 1500) {
        const i = next++;
        await kinds[(i * 7) % kinds.length](i);
      }
    }),
  );
});

test('nothing is kept of a request that read the store', async () => {
  const heap = async () => Number((await ask('/', { headers: { 'x-fault': 'heap' } }))[1]);
  const read = async () => {
    for (let i = 0; i < 400; i++) await Promise.all(Array.from({ length: 5 }, () => ask('/v1/status')));
  };
  await read();
  const before = await heap();
  await read();
  const grown = (await heap()) - before;
  assert.ok(grown < 200_000, `2,000 readings left ${grown} bytes behind`);
});
