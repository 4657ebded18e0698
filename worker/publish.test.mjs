// Publishing through the Worker in workerd: conditional writes, streamed bodies
// whose hash the bucket checks, and bodies that are not what they say. The rules
// themselves are tested on the host (publish_test.go, publication_test.go, upload_test.go).

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { keyPair, keys, release, root, sha256, signed } from '../wasm/update/testdata/author.mjs';
import { startWorker } from './dev/local.mjs';

let worker;

before(async () => {
  worker = await startWorker({ minutes: 3, freshSeconds: 15 });
});

after(() => worker?.stop());

const post = (bundle, path = '/v1/publish') =>
  fetch(worker.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof bundle === 'string' ? bundle : JSON.stringify(bundle),
  });

const put = (name, text, version, announced = text) =>
  fetch(`${worker.url}/v1/targets/${sha256(announced)}.${name}`, {
    method: 'PUT',
    headers: { 'Nearmiss-Targets-Version': String(version), 'Content-Type': 'text/plain' },
    body: text,
  });

const read = async (path) => (await fetch(worker.url + path)).text();

const military = 'army.mil\n';
const large = `${'0123456789.example\n'.repeat(400_000)}`; // 7.6 MB

test('a channel is closed until its owner has stored a root', async () => {
  const got = await post(release(1, {}));
  assert.equal(got.status, 409);
  assert.match(await got.text(), /no root/);
  await worker.put('v1/metadata/1.root.json', root(1));
});

test('metadata, then the targets it names, then it takes effect', async () => {
  const bundle = release(1, { 'us-military.txt': military, 'large.txt': large });
  assert.equal((await fetch(`${worker.url}/v1/metadata/timestamp.json`)).status, 404);
  const first = await post(bundle);
  assert.equal(first.status, 202);
  assert.deepEqual(
    (await first.json()).missing,
    [`${sha256(military)}.us-military.txt`, `${sha256(large)}.large.txt`].sort(),
  );
  assert.equal(await worker.get('v1/metadata/timestamp.json'), undefined);

  assert.equal((await put('us-military.txt', military, 1)).status, 201);
  assert.equal((await put('large.txt', large.replace('9', '8'), 1, large)).status, 403, 'other bytes');
  assert.equal((await put('large.txt', large.slice(1), 1, large)).status, 403, 'another length');
  assert.equal((await post(bundle)).status, 202, 'one is still missing');
  assert.equal((await put('large.txt', large, 1)).status, 201);
  assert.equal((await put('large.txt', large, 1)).status, 200, 'again');

  const last = await post(bundle);
  assert.equal(last.status, 200);
  assert.deepEqual(await last.json(), { published: { root: 1, targets: 1, snapshot: 1, timestamp: 1 } });
  assert.equal((await post(bundle)).status, 200, 'again');

  // What was missing a moment ago is not remembered as missing.
  assert.equal(await read('/v1/metadata/timestamp.json'), bundle.timestamp);
  assert.equal(await read('/v1/metadata/1.targets.json'), bundle.targets);
  assert.equal(await read(`/v1/targets/${sha256(large)}.large.txt`), large);
  const status = await (await fetch(`${worker.url}/v1/status`)).json();
  assert.deepEqual([status.lists, status.metadata.timestamp.version, status.warnings], [2, 1, []]);
});

test('what is not signed by enough or not newer changes nothing', async () => {
  const before = await worker.get('v1/metadata/timestamp.json');
  const good = release(2, { 'us-military.txt': military });
  for (const [name, bundle, status] of [
    ['one signature of two', release(2, {}, keys.slice(0, 1)), 403],
    ['a stranger', release(2, {}, [keys[0], keyPair(9)]), 403],
    ['a changed byte', { ...good, targets: good.targets.replace('army', 'arny').replace('length', 'lengtH') }, 403],
    ['same version, other content', release(1, {}), 409],
    ['no JSON', 'hello', 400],
    ['too much', ' '.repeat(600_000), 413],
  ]) {
    const got = await post(bundle);
    assert.equal(got.status, status, `${name}: ${await got.text()}`);
  }
  assert.equal(await worker.get('v1/metadata/timestamp.json'), before);
});

test('of several publications at once one wins whole', async () => {
  const contenders = Array.from({ length: 6 }, (_, i) => {
    const text = `list${i}.example\n`;
    return { text, name: `list${i}.txt`, bundle: release(3, { [`list${i}.txt`]: text }) };
  });
  const outcomes = await Promise.all(
    contenders.map(async ({ text, name, bundle }) => {
      const first = await post(bundle);
      if (first.status !== 202) return first.status;
      const there = await put(name, text, 3);
      return there.status === 201 ? (await post(bundle)).status : there.status;
    }),
  );
  assert.equal(outcomes.filter((status) => status === 200).length, 1, String(outcomes));
  assert.ok(
    outcomes.every((status) => [200, 403, 409].includes(status)),
    String(outcomes),
  );
  const winner = contenders[outcomes.indexOf(200)];
  assert.equal(await read('/v1/metadata/timestamp.json'), winner.bundle.timestamp);
  assert.equal(await read('/v1/metadata/3.targets.json'), winner.bundle.targets);
  assert.equal(await read(`/v1/targets/${sha256(winner.text)}.${winner.name}`), winner.text);
});

test('a body without a length, and one that is broken off', async () => {
  const chunked = await new Promise((resolve, reject) => {
    const asked = request(`${worker.url}/v1/publish`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    asked.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    asked.write('{');
    asked.end('}');
  });
  assert.equal(chunked, 411);
  const other = 'navy.mil\n';
  assert.equal((await post(release(4, { 'us-military.txt': other }))).status, 202);
  await new Promise((resolve) => {
    const asked = request(`${worker.url}/v1/targets/${sha256(other)}.us-military.txt`, {
      method: 'PUT',
      headers: { 'Nearmiss-Targets-Version': '4', 'Content-Length': other.length },
    });
    asked.on('error', resolve);
    asked.on('close', resolve);
    asked.write('navy');
    setTimeout(() => asked.destroy(), 50);
  });
  assert.equal((await fetch(`${worker.url}/v1/targets/${sha256(other)}.us-military.txt`)).status, 404);
  assert.equal((await put('us-military.txt', other, 4)).status, 201);
  assert.equal((await post(release(4, { 'us-military.txt': other }))).status, 200);
});

test('the timer fails when something expires soon', async () => {
  assert.equal(await worker.timer(), true);
  const soon = new Date(Date.now() + 30 * 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');
  const bundle = release(5, { 'us-military.txt': military });
  const { signed: body } = JSON.parse(bundle.timestamp);
  const timestamp = signed('timestamp', 5, { meta: body.meta, expires: soon });
  assert.equal((await post({ ...bundle, timestamp })).status, 200);
  assert.equal(await worker.timer(), false);
  assert.match(worker.logs().join('\n'), /timestamp expires in 29 hours/);
});
