import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { withFigures } from './figures.mjs';

test('the figures of README.md are those of the files that measuring wrote', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  assert.equal(withFigures(readme), readme, 'npm run figures writes them anew');
});
