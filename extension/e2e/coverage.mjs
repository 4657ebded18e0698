/**
 * Playwright reporter that writes ../COVERAGE.md: how many assertions stand
 * behind each webmail, situation and way to send, per browser.
 *
 *   NEARMISS_ALL=1 npx playwright test -c extension/e2e --reporter=./extension/e2e/coverage.mjs situations firefox anchors
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { playedSection } from './played.mjs';
import { waysOf } from './situations.mjs';

const file = fileURLToPath(new URL('../COVERAGE.md', import.meta.url));

export default class Coverage {
  /** The last attempt of each test counts. */
  #last = new Map();

  onTestEnd(test, result) {
    this.#last.set(test, result);
    console.log(result.status, test.parent.title, test.title, `${Math.round(result.duration / 100) / 10} s`);
    if (result.status !== 'passed') console.log(result.error?.message);
  }

  /** What the tests have noted under one name. */
  #annotated(kind) {
    return [...this.#last.values()].flatMap(({ annotations }) =>
      annotations.filter(({ type }) => type === kind).map(({ description }) => JSON.parse(description)),
    );
  }

  onEnd() {
    const failed = [...this.#last.values()].filter((result) => result.status !== 'passed').length;
    if (failed > 0) {
      console.log(`${failed} failed: COVERAGE.md is left as it is`);
      return;
    }
    const cells = this.#annotated('cell');
    writeFileSync(file, `${tableOf(cells)}\n${namesOf(this.#annotated('names'))}\n${playedSection()}`);
    console.log(`${cells.length} cells, ${cells.reduce((sum, one) => sum + one.assertions, 0)} assertions`);
  }
}

function tableOf(cells) {
  const browsers = ['Chromium', 'Firefox'];
  const lines = [
    '# What is tested on webmail pages',
    '',
    'Made by `extension/e2e/coverage.mjs` from a run of the end-to-end tests; do not edit.',
    'Each number counts the assertions about one way to send in one situation: that a slip is held and nothing goes,',
    'that going back keeps the mail, that the change goes out once and right, and that a good address goes untouched and unasked.',
    'A dash stands where a page does not offer that way to send.',
    'The pages are our own, built from what is publicly known of each webmail; the situations are in `extension/e2e/situations.mjs`.',
    '',
  ];
  for (const webmail of new Set(cells.map((one) => one.webmail))) {
    const own = cells.filter((one) => one.webmail === webmail);
    const ways = [...new Set(own.map((one) => one.way))];
    lines.push(
      `## ${webmail}`,
      '',
      `| situation | browser | ${ways.join(' | ')} |`,
      `| --- | --- |${' ---: |'.repeat(ways.length)}`,
    );
    for (const situation of new Set(own.map((one) => one.situation))) {
      for (const browser of browsers) {
        const counts = ways.map(
          (way) =>
            own.find((one) => one.situation === situation && one.browser === browser && one.way === way)?.assertions ??
            (waysOf(webmail, situation).includes(way) ? '' : '–'),
        );
        lines.push(`| ${situation} | ${browser} | ${counts.join(' | ')} |`);
      }
    }
    lines.push('');
  }
  return `${lines.join('\n')}`;
}

/** What became of us when a page's names were taken away; see anchors.mjs. */
function namesOf(reports) {
  const lines = [
    '## Names taken away',
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
