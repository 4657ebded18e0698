import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cell, figures, tableBelow } from './figures.ts';

const TEXT = `# One

## Errors of people

words

|  | right | wrong |
| :--- | ---: | ---: |
| ours | 97.1 | 0.3 |
| ours, distance 2 | 96.0 | 0.4 |

## Real

| names | distance | time |
| --- | ---: | ---: |
| 1,000 | 1 | 5 |
| 1,000 | 1–3 | 9 |
`;

test('a figure is found by heading, row and column', () => {
  const errors = tableBelow('a.md', 'Errors', TEXT);
  assert.equal(cell(errors, /^ours$/, 'right'), '97.1');
  assert.equal(cell(errors, /^ours, distance 2$/, 'wrong'), '0.4');
  assert.equal(cell(tableBelow('a.md', 'Real', TEXT), /^1,000 \| 1–3$/, 'time'), '9');
});

test('a figure that is not there stops the build', () => {
  const errors = tableBelow('a.md', 'Errors', TEXT);
  assert.throws(() => cell(errors, /^theirs$/, 'right'), /no "right" in the row/);
  assert.throws(() => cell(errors, /^ours$/, 'silent'), /no "silent"/);
  assert.throws(() => tableBelow('a.md', 'Speed', TEXT), /no table below "Speed"/);
});

test('each figure of the page stands in the file that it names, and its command is one of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const all = figures();
  assert.ok(all.length >= 5);
  for (const { ours, theirs, file, command } of all) {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    for (const shown of [ours, ...(theirs ?? [])]) {
      const [number = ''] = shown.split(' ');
      assert.match(number, /^[\d.,]+$/, shown);
      assert.ok(text.includes(number), `${file} does not say ${number}`);
    }
    const name = /^npm run (\S+)/.exec(command)?.[1] ?? '';
    assert.ok(name in scripts, command);
    // The file itself says which command made it.
    assert.ok(text.includes(`npm run ${name}`), `${file} is not made by ${command}`);
  }
});
