/**
 * The figures of README.md, out of the files that measuring writes: nobody types them.
 *
 *   npm run figures            writes them anew
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cell, tableBelow } from '../../worker/site/figures.ts';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const START = '<!-- made by npm run figures -->\n';
const END = '<!-- end of figures -->';
const OTHERS = ['mailcheck 1.1.1', '@zootools/email-spell-checker 1.12.0'];

/** README.md as it should be. */
export function withFigures(text) {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error('README.md has no place for figures');
  return text.slice(0, start + START.length) + table() + text.slice(end);
}

function table() {
  const evaluation = 'core/EVALUATION.md';
  const suffixSlips = tableBelow(evaluation, 'The famous error');
  const human = tableBelow(evaluation, 'Human typing errors');
  const real = tableBelow(evaluation, 'Real domains');
  const tools = ['nearmiss', ...OTHERS];
  const suffixSlipRow = tools.map((tool) => `${cell(suffixSlips, exactly(`${tool}, mail.eu.…`), 'right')} %`);
  const humanRow = tools.map(
    (tool) => `${cell(human, exactly(tool), 'all right')} % / ${cell(human, exactly(tool), 'wrong')} %`,
  );
  const alexa = (column) => cell(real, /^Alexa/, column);
  const realRow = [
    `${alexa('warned')}, and ${alexa('notice')} hints`,
    alexa('mailcheck'),
    alexa('email-spell-checker'),
  ];
  return [
    row(['measured', 'Nearmiss', ...OTHERS.map((name) => name.replace('@zootools/', ''))]),
    '|---|---:|---:|---:|',
    row([
      '`.mil` and federal `.gov` names with one key wrong in the suffix and two names in front, such as `mail.eu.army.ml`: right',
      ...suffixSlipRow,
    ]),
    row([
      'typing errors that people made, each tool given the same list of right domains: right / wrong suggestions',
      ...humanRow,
    ]),
    row([
      'warnings for every 10,000 real domains (the top 100,000 of Alexa, 2016), each tool with its own lists',
      ...realRow,
    ]),
    '',
  ].join('\n');
}

function exactly(text) {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`);
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(README, withFigures(readFileSync(README, 'utf8')));
}
