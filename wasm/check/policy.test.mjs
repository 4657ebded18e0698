import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildCheck } from '../build.mjs';
import { CheckProgram } from './program.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-policy-'));
let program;

before(async () => {
  const file = join(scratch, 'check.wasm');
  await buildCheck(file);
  program = await CheckProgram.start(await WebAssembly.compile(readFileSync(file)));
});
after(() => rmSync(scratch, { recursive: true }));

/** The blocks of core/policy's vectors. */
function vectors(name) {
  const text = readFileSync(new URL(`../../core/policy/testdata/${name}.txt`, import.meta.url), 'utf8');
  return text
    .split('\n--- ')
    .slice(1)
    .map((block) => {
      const at = block.indexOf('\n');
      const [policy = '', problems = ''] = block.slice(at + 1).split('\n=>');
      return { title: block.slice(0, at), policy, problems: problems.trim() };
    });
}

for (const name of ['vectors', 'generated']) {
  test(`the program reads policies as core/policy does: ${name}`, () => {
    const all = vectors(name);
    assert.ok(all.length > 40, `${all.length} vectors`);
    for (const { title, policy, problems } of all) {
      const reading = program.readPolicy(policy);
      const reported = reading.problems.map(({ path, reason }) =>
        path === '' ? `policy ${reason}` : `${path}: ${reason}`,
      );
      assert.equal(reported.join('\n'), problems, title);
    }
  });
}

test('a reading has every key, with its default where the policy has none', () => {
  const { policy, set, problems } = program.readPolicy('');
  const schema = JSON.parse(readFileSync(new URL('../../extension/managed_schema.json', import.meta.url), 'utf8'));
  assert.deepEqual(Object.keys(policy), Object.keys(schema.properties));
  assert.deepEqual([set, problems], [[], []]);
});
