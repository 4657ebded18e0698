import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('start.mjs', import.meta.url));

function start(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 30_000,
  });
  assert.doesNotMatch(stderr, /^\s+at /m, 'no stack trace');
  return { status, stdout, stderr };
}

test('start prints its usage when asked', () => {
  const { status, stdout, stderr } = start(['--help']);
  assert.equal(status, 0, stderr);
  for (const option of ['--firefox', '--webmail', '--headless']) assert.ok(stdout.includes(option), stdout);
});

test('start refuses what it does not know, and names it', () => {
  const wrong = [
    [['--firefix'], /--firefix/],
    [['--webmail', 'hotmail'], /hotmail: gmail or outlook/],
    [['firefox'], /firefox/],
  ];
  for (const [args, named] of wrong) {
    const { status, stderr } = start(args);
    assert.equal(status, 2, `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, named);
  }
});

test('start says which browser is missing before it builds anything', () => {
  for (const [args, setting, name] of [
    [[], 'NEARMISS_CHROMIUM', 'Chromium'],
    [['--firefox'], 'NEARMISS_FIREFOX', 'Firefox'],
  ]) {
    const { status, stdout, stderr } = start(args, { [setting]: '/nowhere/browser' });
    assert.equal(status, 1, stderr);
    assert.equal(stdout, '');
    assert.equal(stderr, `start: ${name} is not at /nowhere/browser, where ${setting} has it\n`);
  }
});
