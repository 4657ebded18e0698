import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ConsoleStdout, File, OpenFile, WASI } from '@bjorn3/browser_wasi_shim';
import { buildCommand } from '../build.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const go = (...args) => execFileSync('go', args, { cwd: root, encoding: 'utf8' }).trim();

/**
 * Every name that the package's table has a node for: all rules of the Public
 * Suffix List in it, what they lie under, and whether a node has a wildcard below.
 * The layout is that of the comments in its table.go, the widths are read from there.
 */
function tableNames() {
  const folder = join(go('list', '-m', '-f', '{{.Dir}}', 'golang.org/x/net'), 'publicsuffix');
  const source = readFileSync(join(folder, 'table.go'), 'utf8');
  const width = (name) => Number(new RegExp(`${name}\\s*=\\s*(\\d+)`).exec(source)[1]);
  const text = readFileSync(join(folder, 'data', 'text'), 'utf8');
  const nodes = readFileSync(join(folder, 'data', 'nodes'));
  const children = readFileSync(join(folder, 'data', 'children'));
  /** Cuts a number into fields, the lowest first. */
  const fields = (value, ...widths) =>
    widths.map((bits) => {
      const field = value & ((1n << BigInt(bits)) - 1n);
      value >>= BigInt(bits);
      return Number(field);
    });
  const nodeBytes = width('nodesBits') / 8;
  const node = (i) =>
    fields(
      BigInt(`0x${nodes.subarray(i * nodeBytes, (i + 1) * nodeBytes).toString('hex')}`),
      ...['nodesBitsTextLength', 'nodesBitsTextOffset', 'nodesBitsICANN', 'nodesBitsChildren'].map(width),
    );
  const names = [];
  const walk = (from, to, parent) => {
    for (let i = from; i < to; i++) {
      const [length, offset, , childrenIndex] = node(i);
      const name = text.slice(offset, offset + length) + parent;
      names.push(name);
      const [low, high] = fields(
        BigInt(children.readUInt32BE(childrenIndex * 4)),
        ...['childrenBitsLo', 'childrenBitsHi'].map(width),
      );
      walk(low, high, `.${name}`);
    }
  };
  walk(0, width('numTLD'), '');
  return names;
}

test('the browser build knows the whole Public Suffix List as the host does', async () => {
  const names = tableNames();
  assert.ok(names.length > 9_000, `only ${names.length} names were read from the table`);
  for (const name of ['com', 'co.uk', 'ck', 'www.ck', 'city.kawasaki.jp', 'github.io']) {
    assert.ok(names.includes(name), `${name} was not read from the table`);
  }
  const asked = [
    ...names.flatMap((name) => [name, `a.${name}`, `b.a.${name}`, `a${name}`]),
    'nosuchsuffix',
    'a.nosuchsuffix',
    '192.0.2.1',
    '2001:db8::1',
    '::ffff:192.0.2.1',
    'fe80::1%eth0',
    '1.2.3',
    '.',
    'a..com',
    '.com',
    'com.',
    'a.com.',
  ];
  const input = `${asked.join('\n')}\n`;
  const host = execFileSync('go', ['run', './wasm/overlay/suffixes'], {
    cwd: root,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });

  const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-suffixes-'));
  try {
    const file = join(scratch, 'suffixes.wasm');
    await buildCommand('overlay/suffixes', file);
    const lines = [];
    const wasi = new WASI(
      ['suffixes'],
      [],
      [
        new OpenFile(new File(new TextEncoder().encode(input))),
        ConsoleStdout.lineBuffered((line) => lines.push(line)),
        ConsoleStdout.lineBuffered((line) => assert.fail(line)),
      ],
      { debug: false },
    );
    const { instance } = await WebAssembly.instantiate(readFileSync(file), { wasi_snapshot_preview1: wasi.wasiImport });
    assert.equal(wasi.start(instance), 0);
    assert.equal(lines.length, asked.length);
    const expected = host.trimEnd().split('\n');
    assert.equal(expected.length, asked.length);
    for (const [i, line] of lines.entries()) assert.equal(line, expected[i]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
