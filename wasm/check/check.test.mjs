import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildCheck, linkedPackages } from '../build.mjs';
import { CoreError } from '../reactor.ts';
import { CheckProgram } from './program.mjs';

/** What a browser may be asked to fetch and compile at every start of the background. */
const gzipBudget = 1_000_000;

const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-check-'));
let built;
let module;

before(async () => {
  const file = join(scratch, 'check.wasm');
  built = await buildCheck(file);
  module = await WebAssembly.compile(readFileSync(file));
});
after(() => rmSync(scratch, { recursive: true }));

const start = () => CheckProgram.start(module);

function list(name, role, ...domains) {
  return `# nearmiss-list: 1\n# name: ${name}\n# role: ${role}\n# category: ${name}\n\n${domains.toSorted().join('\n')}\n`;
}
const military = list('us-military', 'protected', 'af.mil', 'army.mil', 'navy.mil', '*.mil');

/** @param {number} status @param {RegExp} message */
const refusal = (status, message) => (error) =>
  error instanceof CoreError && error.status === status && message.test(error.message);

test('the program keeps to its size', () => {
  assert.ok(built.gzip <= gzipBudget, `${built.gzip} bytes gzipped, of ${gzipBudget}`);
});

test('the same source gives the same bytes', async () => {
  const again = await buildCheck(join(scratch, 'again.wasm'));
  assert.equal(again.sha256, built.sha256);
});

test('it imports what the Go runtime needs and nothing that reaches out', () => {
  const allowed = [
    'args_get',
    'args_sizes_get',
    'clock_time_get',
    'environ_get',
    'environ_sizes_get',
    'fd_write',
    'poll_oneoff',
    'proc_exit',
    'random_get',
    'sched_yield',
  ];
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    assert.equal(from, 'wasi_snapshot_preview1');
    assert.ok(allowed.includes(name), `${name} is imported: files or sockets were linked`);
  }
});

test('it exports its interface and none of the names that clash under js/wasm', () => {
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  assert.deepEqual(names.toSorted(), [
    '_initialize',
    'add_list',
    'build',
    'check',
    'error_length',
    'heap',
    'input',
    'memory',
    'output',
    'read_policy',
    'reset',
    'set_distance',
    'set_policy',
  ]);
});

test('it links no package that is too heavy or reaches out', async () => {
  const linked = await linkedPackages('check');
  assert.ok(linked.includes('nearmiss/core') && linked.includes('golang.org/x/net/publicsuffix'), linked.join(' '));
  for (const banned of [
    'net/http',
    'net',
    'encoding/json',
    'os',
    'os/exec',
    'log',
    'regexp',
    'text/template',
    'time',
    'unique',
    'crypto/tls',
  ]) {
    assert.ok(!linked.includes(banned), `${banned} is linked`);
  }
});

test('it checks recipients', async () => {
  const program = await start();
  program.configure([military]);
  const verdict = program.check('jane.doe@army.ml');
  assert.equal(verdict.level, 'warn');
  assert.equal(verdict.kind, 'suffix-slip');
  assert.equal(verdict.domain, 'army.ml');
  assert.equal(verdict.target, 'army.mil');
  assert.equal(verdict.category, 'us-military');
  assert.equal(verdict.suggestion, 'jane.doe@army.mil');
  assert.notEqual(verdict.reason, '');
  const right = program.check('jane.doe@army.mil', 'john@example.com');
  assert.deepEqual([right.level, right.action, right.kind, right.suggestion], ['none', 'allow', '', '']);
});

test('nothing is checked before a configuration is built', async () => {
  const program = await start();
  assert.throws(() => program.check('a@army.ml'), refusal(3, /no checker/));
});

test('a list that cannot be read is named, and the running checker stays', async () => {
  const program = await start();
  program.configure([military]);
  assert.throws(
    () => program.configure([list('other', 'protected', 'Army.mil')]),
    refusal(1, /list other:6: .*Army\.mil/s),
  );
  assert.throws(() => program.configure(['army.mil\n']), refusal(1, /list no\. 1/));
  assert.throws(() => program.configure([military], '['), refusal(1, /policy/));
  assert.equal(program.check('a@army.ml').level, 'warn');
});

test('policy counts, and what is wrong in it is reported', async () => {
  const program = await start();
  const policy = '{"actions": ["suffix-slip * block"], "surprise": "x"}';
  program.configure([military], policy);
  assert.equal(program.check('a@army.ml').action, 'block');
  const reading = program.readPolicy(policy);
  assert.deepEqual(reading.set, ['actions']);
  assert.equal(reading.problems.length, 1);
  assert.equal(reading.problems[0].path, 'surprise');
  program.configure([military]);
  assert.notEqual(program.check('a@army.ml').action, 'block');
});

test('the distance is a part of the configuration', async () => {
  const program = await start();
  const lists = [list('companies', 'protected', 'kleingartenverein-lindenhof.de')];
  const twoAway = 'a@kleingratenverein-lindnhof.de';
  program.configure(lists);
  assert.notEqual(program.check(twoAway).level, 'none');
  program.configure(lists, '', 1);
  assert.equal(program.check(twoAway).level, 'none');
  assert.throws(() => program.configure(lists, '', 4), refusal(1, /no distance 4/));
});

test('input has limits and hostile input an answer', async () => {
  const program = await start();
  program.configure([military]);
  const { exports } = program;
  assert.equal(exports.input(-1), 0);
  assert.equal(exports.input(1 << 30), 0);
  exports.input(10);
  for (const [n, m] of [
    [-1, 0],
    [0, -1],
    [1 << 30, 1 << 30],
    [2147483647, 2147483647],
    [5000, 0],
    [6000, -5990],
  ]) {
    assert.equal(exports.check(n, m), -1, `check(${n}, ${m})`);
  }
  for (const recipient of [
    '',
    '@',
    '\0',
    'a@\x1fb',
    '<'.repeat(4000),
    `a@${'x.'.repeat(1500)}`,
    '\u{1F600}@\u{1F600}.ml',
    '"'.repeat(999),
  ]) {
    const verdict = program.check(recipient, recipient.slice(0, 500));
    assert.ok(['none', 'notice', 'warn'].includes(verdict.level), JSON.stringify(verdict));
    assert.ok(verdict.reason !== undefined, 'a field is missing');
  }
  assert.equal(program.check('a@army.ml').level, 'warn');
});

test('a separator in a recipient does not move the fields', async () => {
  const program = await start();
  program.configure([military]);
  const { exports } = program;
  const [n] = program.write('a\x1fb <x@army.ml>');
  const record = program.read(exports.check(n, 0));
  assert.equal(record.split('\x1f').length, 12);
});

test('checks leave nothing behind in memory', async () => {
  const program = await start();
  program.configure([military]);
  const silent = Array.from({ length: 50 }, (_, i) => `person${i}@kleingarten${i % 10}.de`);
  const warned = Array.from({ length: 50 }, (_, i) => `person${i}@army.ml`);
  const bytesAfter = (recipients, checks) => {
    for (let i = 0; i < checks; i++) program.check(recipients[i % recipients.length]);
    return program.exports.memory.buffer.byteLength;
  };
  program.check(silent[0]);
  const atFirst = program.exports.memory.buffer.byteLength;
  assert.equal(bytesAfter(silent, 20_000), atFirst, 'what is not warned about allocates nothing');
  // The texts of warnings are garbage, collected from 4 MB on: 6 MB more of it
  // leave no trace.
  const collected = bytesAfter(warned, 80_000);
  const later = bytesAfter(warned, 80_000);
  assert.ok(later - collected < 2 << 20, `${later - collected} bytes more`);
});

test('a configuration of many lists replaces the one before', async () => {
  const program = await start();
  const many = list('many', 'protected', ...Array.from({ length: 50_000 }, (_, i) => `company${i}.example`));
  program.configure([military, many]);
  assert.equal(program.check('a@company777.exmaple').level === 'none', false);
  program.configure([list('us-military', 'protected', 'navy.mil')]);
  assert.equal(program.check('a@compny777.example').level, 'none');
  assert.notEqual(program.check('a@navy.ml').level, 'none');
});

test('configurations do not pile up in memory, though the collector rests while they are built', async () => {
  const program = await start();
  const names = Array.from({ length: 30_000 }, (_, i) => `branch-of-${i.toString(36)}.example.com`);
  const lists = [military, list('branches', 'protected', ...names)];
  const memoryAfter = (configurations) => {
    for (let i = 0; i < configurations; i++) program.configure(lists);
    return program.exports.memory.buffer.byteLength;
  };
  const once = memoryAfter(1);
  const often = memoryAfter(9);
  assert.ok(often < 3 * once, `${often} bytes after ten configurations, ${once} after one`);
});
