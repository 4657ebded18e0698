/**
 * Playwright reporter that writes ../COVERAGE.md: how many assertions stand
 * behind each webmail, situation and way to send, per browser.
 *
 *   NEARMISS_ALL=1 npx playwright test -c extension/e2e --reporter=./extension/e2e/coverage.mjs situations firefox
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../COVERAGE.md', import.meta.url));

export default class Coverage {
  /** The last attempt of each test counts. */
  #last = new Map();

  onTestEnd(test, result) {
    this.#last.set(test, result);
    console.log(result.status, test.parent.title, test.title, `${Math.round(result.duration / 100) / 10} s`);
    if (result.status !== 'passed') console.log(result.error?.message);
  }

  onEnd() {
    const failed = [...this.#last.values()].filter((result) => result.status !== 'passed').length;
    if (failed > 0) {
      console.log(`${failed} failed: COVERAGE.md is left as it is`);
      return;
    }
    const cells = [...this.#last.values()].flatMap(({ annotations }) =>
      annotations.filter(({ type }) => type === 'cell').map(({ description }) => JSON.parse(description)),
    );
    writeFileSync(file, tableOf(cells));
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
            '',
        );
        lines.push(`| ${situation} | ${browser} | ${counts.join(' | ')} |`);
      }
    }
    lines.push('');
  }
  return `${lines.join('\n')}`;
}
