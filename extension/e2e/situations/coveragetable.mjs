/**
 * extension/COVERAGE.md as a table: how many assertions stand behind each webmail,
 * situation, browser and way to send, and when they were last counted. A run of
 * some situations renews their rows and keeps the others.
 */
import { cells as situationCells, waysOf } from './situations.mjs';

const BROWSERS = ['Chromium', 'Firefox'];

const HEAD = [
  '# What is tested on webmail pages',
  '',
  'Made by `npm run test:coverage` from a run of the end-to-end tests; do not edit.',
  'Each number counts the assertions about one way to send in one situation: that a slip is held and nothing goes,',
  'that going back keeps the mail, that the change goes out once and right, and that a good address goes untouched and unasked.',
  'A dash stands where a page does not offer that way to send; a row bears the day on which it was last played.',
  'The pages are our own, built from what is publicly known of each webmail; the situations are in `extension/e2e/situations/situations.mjs`.',
  '',
];

/**
 * @typedef {{webmail: string, situation: string, browser: string, way: string, assertions: number, date: string}} Cell
 *   date: the day it was counted, 2026-11-30.
 */

/** @returns {Cell[]} every filled cell of a text that `tableOf` made */
export function cellsIn(text) {
  const found = [];
  let [webmail, ways] = ['', []];
  for (const line of text.split('\n')) {
    const parts = line.split('|').map((part) => part.trim());
    if (line.startsWith('## ')) [webmail, ways] = [line.slice(3), []];
    else if (line.startsWith('| situation')) ways = parts.slice(4, -1);
    else if (ways.length > 0 && line.startsWith('| ') && !line.startsWith('| ---')) {
      const [, situation, browser, date, ...counts] = parts;
      for (const [at, way] of ways.entries()) {
        const assertions = Number(counts[at]);
        if (assertions > 0) found.push({ webmail, situation, browser, way, assertions, date });
      }
    }
  }
  return found;
}

/** The cells that are played with NEARMISS_ALL=1, without counts. */
export function wantedCells() {
  return situationCells(true).flatMap(([webmail, situation, ways]) =>
    BROWSERS.flatMap((browser) => ways.map((way) => ({ webmail, situation, browser, way }))),
  );
}

export function nameOf({ webmail, situation, browser, way }) {
  return [webmail, situation, browser, way].join(', ');
}

/** @param {Cell[]} cells of several cells of one name the last counts */
export function tableOf(cells) {
  const byName = new Map(cells.map((cell) => [nameOf(cell), cell]));
  const lines = [...HEAD];
  const rows = Map.groupBy(situationCells(true), ([webmail]) => webmail);
  for (const [webmail, situations] of rows) {
    const ways = [...new Set(situations.flatMap(([, , own]) => own))];
    lines.push(
      `## ${webmail}`,
      '',
      `| situation | browser | played | ${ways.join(' | ')} |`,
      `| --- | --- | --- |${' ---: |'.repeat(ways.length)}`,
    );
    for (const [, situation] of situations) {
      for (const browser of BROWSERS) lines.push(rowOf({ webmail, situation, browser }, ways, byName));
    }
    lines.push('');
  }
  return lines.join('\n');
}

function rowOf({ webmail, situation, browser }, ways, byName) {
  const offered = waysOf(webmail, situation);
  const own = ways.map((way) => byName.get(nameOf({ webmail, situation, browser, way })));
  const dates = own.flatMap((cell) => cell?.date ?? []).sort();
  const counts = own.map((cell, at) => cell?.assertions ?? (offered.includes(ways[at]) ? '' : '–'));
  return `| ${situation} | ${browser} | ${dates[0] ?? ''} | ${counts.join(' | ')} |`;
}
