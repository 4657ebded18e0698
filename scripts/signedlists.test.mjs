// The update program as the extension runs it, against what the publishing
// commands make.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildProgram, linkedPackages } from '../wasm/build.mjs';
import { Reactor } from '../wasm/reactor.ts';
import { makeChannel } from './channel.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-update-'));
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
/** What a package of the extension may grow by. */
const gzipBudget = 1_400_000;
let built;
let module;
let channel;

before(async () => {
  const file = join(scratch, 'update.wasm');
  built = await buildProgram('update', file);
  module = await WebAssembly.compile(readFileSync(file));
  channel = await makeChannel();
  await channel.stage();
});
after(async () => {
  rmSync(scratch, { recursive: true });
  await channel?.remove();
});

/** The program's calls, by its own conventions. */
class UpdateProgram {
  #exports;
  constructor(exports) {
    this.#exports = exports;
  }
  #write(...texts) {
    const parts = texts.map((text) => Buffer.from(text));
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    const at = this.#exports.input(size);
    assert.notEqual(at, 0, 'input refused');
    new Uint8Array(this.#exports.memory.buffer, at, size).set(Buffer.concat(parts));
    return parts.map((part) => part.length);
  }
  #read(length) {
    return Buffer.from(new Uint8Array(this.#exports.memory.buffer, this.#exports.output(), length)).toString();
  }
  #done(status) {
    if (status !== 0) throw Object.assign(new Error(this.#read(this.#exports.error_length())), { status });
  }
  begin(start) {
    this.#done(this.#exports.begin(...this.#write(JSON.stringify(start))));
  }
  next() {
    const length = this.#exports.next();
    if (length < 0) this.#done(-length);
    return JSON.parse(this.#read(length));
  }
  kept() {
    const length = this.#exports.kept();
    if (length < 0) this.#done(-length);
    return JSON.parse(this.#read(length));
  }
  give(body) {
    this.#done(this.#exports.give(...this.#write(body)));
  }
  giveDelta(delta, base) {
    this.#done(this.#exports.give_delta(...this.#write(delta, base)));
    return this.#read(this.#exports.text_length());
  }
  missing() {
    this.#done(this.#exports.missing());
  }
  input(size) {
    return this.#exports.input(size);
  }
}

const start = async () => new UpdateProgram((await Reactor.start(module, [])).exports);

/** What a server would have: what is staged, over what is published. */
function serve(path) {
  for (const part of ['staged', 'published']) {
    const file = join(channel.dir, 'release', part, path);
    if (existsSync(file)) return readFileSync(file, 'utf8');
  }
  return undefined;
}

/** One check for news; texts are kept by hash. */
function check(program, { state = null, texts = new Map(), now = Date.now(), from = serve }) {
  program.begin({ now, root: channel.root, state, held: [...texts.keys()], scope: 'public' });
  const kept = new Map(texts);
  const fetched = [];
  for (;;) {
    const step = program.next();
    if (step.done) return { ...step.done, texts: kept, fetched };
    if (step.held) {
      program.give(kept.get(step.makes));
      continue;
    }
    fetched.push(step.fetch);
    const body = from(step.fetch);
    if (body === undefined) program.missing();
    else if (step.base) kept.set(step.makes, program.giveDelta(body, kept.get(step.base)));
    else {
      assert.ok(Buffer.byteLength(body) <= step.limit);
      program.give(body);
      if (step.makes) kept.set(step.makes, body);
    }
  }
}

test('the program keeps to its size and links no network', async () => {
  assert.ok(built.gzip <= gzipBudget, `${built.gzip} bytes gzipped, of ${gzipBudget}`);
  const linked = await linkedPackages('update');
  assert.ok(linked.includes('github.com/theupdateframework/go-tuf/v2/metadata/trustedmetadata'));
  for (const unwanted of ['net', 'net/http', 'google.golang.org/protobuf/proto']) {
    assert.ok(!linked.includes(unwanted), `${unwanted} is linked`);
  }
});

test('a new installation gets every list', async () => {
  const done = check(await start(), {});
  assert.equal(done.version, 1);
  assert.equal(done.changed, true);
  assert.ok(done.expires > Date.now());
  assert.ok(done.lists.length >= 15);
  for (const { name, sha256: sum, length } of done.lists) {
    const text = done.texts.get(sum);
    assert.equal(Buffer.byteLength(text), length, name);
    assert.equal(sha256(text), sum, name);
    assert.match(text, new RegExp(`^# nearmiss-list: 1\\n# name: ${name}\\n`));
  }
});

test('without news two small files are asked for', async () => {
  const first = check(await start(), {});
  const again = check(await start(), first);
  assert.deepEqual(again.fetched, ['metadata/2.root.json', 'metadata/timestamp.json']);
  assert.equal(again.changed, false);
  assert.deepEqual(again.state, first.state);
  assert.ok(Buffer.byteLength(serve('metadata/timestamp.json')) <= 400);
});

test('a changed byte is refused, with a word that says why', async () => {
  const program = await start();
  const altered = (path) => {
    const body = serve(path);
    return path.endsWith('.us-military.txt') ? body.replace('army.mil', 'army.nil') : body;
  };
  assert.throws(() => check(program, { from: altered }), /^Error: hash: us-military/);
  assert.throws(() => program.next(), { status: 3 });
  assert.throws(() => check(program, { from: () => '<html>' }), /^Error: format: root/);
  assert.throws(() => check(program, { now: Date.now() + 8 * 86_400_000 }), /^Error: expired: timestamp/);
  assert.equal(check(program, {}).version, 1, 'the next check begins anew');
});

test('what was verified is there after a check that failed', async () => {
  const program = await start();
  const { state } = check(program, {});
  assert.deepEqual(program.kept(), state);
  const noLists = (path) => (path.startsWith('targets/') ? undefined : serve(path));
  assert.throws(() => check(program, { from: noLists }), /^Error: missing: /);
  assert.deepEqual(program.kept(), state);
  const noSnapshot = (path) => (path.endsWith('.snapshot.json') ? undefined : serve(path));
  assert.throws(() => check(program, { from: noSnapshot }), /^Error: missing: /);
  assert.deepEqual(program.kept(), { ...state, snapshot: '', targets: '' });
});

test('nonsense over the border gets a status', async () => {
  const program = await start();
  assert.throws(() => program.next(), { status: 3 });
  assert.throws(() => program.give('x'), { status: 3 });
  assert.throws(() => program.kept(), { status: 3 });
  assert.throws(() => program.missing(), { status: 3 });
  assert.throws(() => program.begin({ scope: 'all' }), { status: 1 });
  assert.equal(program.input(-1), 0);
  assert.equal(program.input(100 << 20), 0);
});

test('a changed list comes as a delta', async () => {
  const before = check(await start(), {});
  // What was staged counts as published, as it does when a Worker has taken it.
  const release = join(channel.dir, 'release');
  renameSync(join(release, 'staged'), join(release, 'published'));
  await channel.add('us-federal', 'nearmiss-example.gov # invented, for a test');
  await channel.stage();
  const done = check(await start(), before);
  assert.equal(done.version, 2);
  const last = done.fetched.at(-1);
  assert.match(last, /\.delta-[0-9a-f]{16}-[0-9a-f]{16}\.txt$/);
  assert.ok(Buffer.byteLength(serve(last)) <= 1000, `${Buffer.byteLength(serve(last))} bytes`);
  const { sha256: sum } = done.lists.find(({ name }) => name === 'us-federal');
  assert.match(done.texts.get(sum), /\nnearmiss-example\.gov\n/);
  assert.equal(sha256(done.texts.get(sum)), sum);
});
