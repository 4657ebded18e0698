/**
 * Playwright reporter that keeps extension/COVERAGE.md: how many assertions stand
 * behind each webmail, situation and way to send, per browser. A run may play a
 * part of them:
 *
 *   npm run test:coverage -- -g "gmail, reply"
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { playedSection } from '../gestures/counts.mjs';
import { cellsIn, nameOf, tableOf } from './coveragetable.mjs';

const file = new URL('../../COVERAGE.md', import.meta.url);
const NAMES = '## Names taken away';

export default class Coverage {
  /** The last attempt of each test counts. */
  #last = new Map();

  onTestEnd(test, result) {
    this.#last.set(test, result);
    console.log(result.status, test.parent.title, test.title, `${Math.round(result.duration / 100) / 10} s`);
    if (result.status !== 'passed') console.log(result.error?.message);
  }

  /** What the tests that passed have noted under one name. */
  #annotated(kind) {
    return [...this.#last.values()]
      .filter(({ status }) => status === 'passed')
      .flatMap(({ annotations }) => annotations.filter(({ type }) => type === kind))
      .map(({ description }) => JSON.parse(description));
  }

  /** [webmail, situation, browser] of the tests that failed: their rows say nothing any more. */
  #failed() {
    return [...this.#last].flatMap(([test, { status }]) => {
      const row = /^(\w+), (.*): /u.exec(test.title);
      if (status === 'passed' || row === null) return [];
      return [`${row[1]}, ${row[2]}, ${test.parent.title === 'Firefox' ? 'Firefox' : 'Chromium'}, `];
    });
  }

  onEnd() {
    const before = readFileSync(file, 'utf8');
    const date = new Date().toISOString().slice(0, 10);
    const failed = this.#failed();
    const kept = cellsIn(before).filter((cell) => !failed.some((row) => nameOf(cell).startsWith(row)));
    const cells = this.#annotated('cell').map((cell) => ({ ...cell, date }));
    const reports = this.#annotated('names');
    const names = reports.length > 0 ? namesOf(reports) : namesIn(before);
    writeFileSync(file, `${tableOf([...kept, ...cells])}\n${names}\n${playedSection()}`);
    console.log(`${cells.length} cells, ${cells.reduce((sum, one) => sum + one.assertions, 0)} assertions`);
    for (const row of failed) console.log(`failed: ${row}`);
  }
}

/** That section as it stands. */
function namesIn(text) {
  const [section] = text.slice(text.indexOf(NAMES)).split('\n## Random');
  return section.trimEnd().concat('\n');
}

/** What became of us when a page's names were taken away; see reading/redesigns.mjs. */
function namesOf(reports) {
  const lines = [
    NAMES,
    '',
    'Classes, attributes and kinds of attributes of a compose are taken away, each in turn and then several at random.',
    'Guarded: recipients, Send and the shortcut were found all the same. Said: the page is shown as unprotected, or a',
    'recipient as one whose address is not visible. Overlooked would be neither. Alone: single names that are relied on.',
    '',
    '| page | tried | guarded | said | overlooked | alone |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
  ];
  for (const { webmail, what, tried, guarded, said, silent } of reports) {
    const alone = said.filter((label) => !label.includes(' + ')).map((label) => `\`${label}\``);
    lines.push(
      `| ${webmail}, ${what} | ${tried} | ${guarded} | ${said.length} | ${silent.length} | ${alone.join(', ') || 'none'} |`,
    );
  }
  return `${lines.join('\n')}\n`;
}
