/**
 * The same for TypeScript and scripts as flow_test.go keeps for Go, tests included:
 * a folder imports and starts only what lies below it.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** From below; a folder may import those before it. */
const FLOORS = ['core', 'wasm', 'extension', 'worker', 'scripts'];

/** What may reach up, by file, and why: it needs lists or a channel, which scripts/nearmiss makes. */
const UPWARDS = {
  'extension/e2e/': 'tests the extension with the Worker and with lists that are published to it',
  'extension/src/background/vectors.test.ts': 'needs the lists as they are shipped',
  'worker/dev/local.mjs': 'builds the lists that it serves',
  'worker/site/build.mjs': 'builds the lists that the page looks up',
};

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.mjs', '*.js'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n');

/** The folders of the house that a file imports from, or whose Go programs it starts. */
function reaches(file) {
  const code = readFileSync(join(root, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1');
  const imported = [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)].map(([, to]) =>
    normalize(join(dirname(file), to)),
  );
  const started = [...code.matchAll(/'(?:\.\/)?((?:core|wasm|extension|worker|scripts)\/[^']*)'/g)].map(([, to]) => to);
  return [...imported, ...started];
}

test('no file reaches up, but those that are named', () => {
  assert.ok(files.length > 300, `only ${files.length} files were found`);
  const used = new Set();
  const wrong = [];
  for (const file of files) {
    const floor = FLOORS.indexOf(file.split('/')[0]);
    if (floor < 0) continue;
    for (const to of reaches(file)) {
      if (FLOORS.indexOf(to.split('/')[0]) <= floor) continue;
      const named = Object.keys(UPWARDS).find((name) => file.startsWith(name));
      if (named === undefined) wrong.push(`${file} reaches up to ${to}`);
      else used.add(named);
    }
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual([...used].sort(), Object.keys(UPWARDS).sort(), 'whatever no longer reaches up leaves the list');
});
