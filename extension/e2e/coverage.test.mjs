/** COVERAGE.md holds only what is still played; situations without a figure in it are named there. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { cells } from './situations.mjs';

const text = readFileSync(new URL('../COVERAGE.md', import.meta.url), 'utf8');

/** [webmail, situation, browser, way] of every filled cell. */
function filled() {
  const found = [];
  let webmail = '';
  let ways = [];
  for (const line of text.split('\n')) {
    const cellsOfLine = line.split('|').map((cell) => cell.trim());
    if (line.startsWith('## ')) [webmail, ways] = [line.slice(3), []];
    else if (line.startsWith('| situation')) ways = cellsOfLine.slice(3, -1);
    else if (line.startsWith('| ') && !line.startsWith('| ---')) {
      const [, situation, browser, ...counts] = cellsOfLine;
      for (const [at, way] of ways.entries())
        if (Number(counts[at]) > 0) found.push([webmail, situation, browser, way].join(', '));
    }
  }
  return found.sort();
}

test('COVERAGE.md holds nothing that is not played, and names what it has no figures of', () => {
  const wanted = cells(true).flatMap(([webmail, situation, ways]) =>
    ['Chromium', 'Firefox'].flatMap((browser) => ways.map((way) => [webmail, situation, browser, way].join(', '))),
  );
  const measured = new Set(filled());
  expect(measured.size).toBeGreaterThan(500);
  expect(wanted).toEqual(expect.arrayContaining([...measured]));
  const named = new Set(/^Not measured yet: (.*)\.$/mu.exec(text)?.[1]?.split('; ') ?? []);
  const missing = wanted.filter((cell) => !measured.has(cell)).map((cell) => cell.split(', ').slice(1, -2).join(', '));
  expect([...new Set(missing)].filter((situation) => !named.has(situation))).toEqual([]);
});
