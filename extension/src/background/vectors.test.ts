/**
 * core/testdata/vectors through the built WebAssembly: what the core says on a
 * server it must say in a browser, letter for letter.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildCheck } from '../../../wasm/build.mjs';
import { NO_POLICY } from '../policy.generated.ts';
import { Checker } from './checker.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const vectors = join(root, 'core/testdata/vectors');
const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-vectors-'));
let checker: Checker;
let shipped: Uint8Array[] = [];

before(async () => {
  await buildCheck(join(scratch, 'check.wasm'));
  checker = await Checker.start(await WebAssembly.compile(readFileSync(join(scratch, 'check.wasm'))));
  execFileSync('go', ['run', './scripts/nearmiss', 'list', 'build', '--out', join(scratch, 'lists')], { cwd: root });
  shipped = readdirSync(join(scratch, 'lists'))
    .filter((name) => name.endsWith('.txt'))
    .map((name) => readFileSync(join(scratch, 'lists', name)));
});
after(() => rmSync(scratch, { recursive: true, force: true }));

/** What the shipped lists say of their category. */
function headerOf(category: string): string[] {
  for (const list of shipped) {
    const [header = ''] = new TextDecoder().decode(list).split('\n\n', 1);
    const lines = header.split('\n');
    if (!lines.includes('# role: protected') || !lines.includes(`# category: ${category}`)) continue;
    return lines.filter((line) => /^# (share|register|mailboxes): /.test(line));
  }
  return [];
}

/** A list text of one scene line. */
function listOf(name: string, role: string, category: string, entries: readonly string[]): Uint8Array {
  const head = ['# nearmiss-list: 1', `# name: ${name}`, `# role: ${role}`];
  if (category !== '') head.push(`# category: ${category}`, ...headerOf(category));
  return new TextEncoder().encode(`${head.join('\n')}\n\n${[...new Set(entries)].sort().join('\n')}\n`);
}

function fieldOf(field: string): string {
  return field.startsWith('"') ? (JSON.parse(field) as string) : field;
}

for (const file of readdirSync(vectors).filter((name) => name.endsWith('.txt'))) {
  test(file, () => {
    let lists: Uint8Array[] = [];
    let isConfigured = false;
    let sender = '';
    let policy = '';
    let checks = 0;
    for (const [index, line] of readFileSync(join(vectors, file), 'utf8').split('\n').entries()) {
      const where = `${file}:${index + 1}`;
      if (line === '' || line.startsWith('#')) continue;
      if (line.startsWith('@')) {
        const [word = '', ...rest] = line.slice(1).split(' ');
        if (word === 'sender') {
          sender = rest.join(' ');
          continue;
        }
        if (word === 'lists') {
          lists = rest[0] === 'shipped' ? [...shipped] : [];
          policy = '';
        } else if (word === 'policy') policy = rest.join(' ');
        else if (word === 'protected') lists.push(listOf(`scene-${index}`, word, rest[0] ?? '', rest.slice(1)));
        else lists.push(listOf(`scene-${index}`, word, '', rest));
        isConfigured = false;
        continue;
      }
      if (!isConfigured) {
        checker.configure({ lists, policy });
        isConfigured = true;
      }
      const [recipient = '', level = '', kind = '', suggestion = '', alternative = ''] = line.split('\t').map(fieldOf);
      const verdict = checker.check(recipient, sender);
      assert.deepEqual(
        [verdict.level, verdict.kind, verdict.suggestion, verdict.alternative],
        [level, kind, suggestion, alternative],
        `${where}: ${recipient}`,
      );
      checks++;
    }
    assert.ok(checks > 0, `${file} checks something`);
  });
}

test('what stands for no policy yet is what the program says of none', () => {
  assert.deepEqual(checker.readPolicy('').policy, NO_POLICY);
});
