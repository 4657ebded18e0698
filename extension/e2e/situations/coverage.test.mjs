/** COVERAGE.md holds what is played, all of it and nothing else. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { cellsIn, nameOf, wantedCells } from './coveragetable.mjs';

test('COVERAGE.md has a figure for every cell that is played, and for no other', () => {
  const filled = cellsIn(readFileSync(new URL('../../COVERAGE.md', import.meta.url), 'utf8'));
  expect(filled.length).toBeGreaterThan(500);
  expect(filled.map(nameOf).sort()).toEqual(wantedCells().map(nameOf).sort());
});
