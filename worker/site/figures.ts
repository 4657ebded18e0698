/**
 * Figures out of the files that measuring commands write. Nothing is typed here:
 * a figure that is not there any more stops the build.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';

export interface Figure {
  /** What is measured: a text's name. */
  readonly what: string;
  readonly ours: string;
  /** mailcheck's and email-spell-checker's, where they were measured. */
  readonly theirs: readonly [string, string] | undefined;
  readonly command: string;
  /** Where it stands, from the root of the project. */
  readonly file: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const MAILCHECK = /^mailcheck/;
const SPELL_CHECKER = /^@zootools\/email-spell-checker/;

export function figures(): readonly Figure[] {
  const evaluation = 'core/EVALUATION.md';
  const famous = tableBelow(evaluation, 'The famous error');
  const human = tableBelow(evaluation, 'Human typing errors');
  const real = tableBelow(evaluation, 'Real domains');
  const speed = tableBelow('core/BENCHMARKS.md', 'The whole check');
  const notice = tableBelow('extension/TIMINGS.md', 'Work');
  const evaluated = { command: 'npm run evaluate -- --data DIR', file: evaluation };
  const three = (of: Table, suffix: string, column: string): Pick<Figure, 'ours' | 'theirs'> => ({
    ours: percent(cell(of, new RegExp(`^nearmiss${suffix}$`), column)),
    theirs: [
      percent(cell(of, new RegExp(`${MAILCHECK.source}[^,]*${suffix}$`), column)),
      percent(cell(of, new RegExp(`${SPELL_CHECKER.source}[^,]*${suffix}$`), column)),
    ],
  });
  const alexa = /^Alexa/;
  return [
    { what: 'site_measured_famous', ...three(famous, ', mail\\.eu\\.…', 'right'), ...evaluated },
    { what: 'site_measured_human', ...three(human, '', 'all right'), ...evaluated },
    { what: 'site_measured_wrong', ...three(human, '', 'wrong'), ...evaluated },
    {
      what: 'site_measured_silent',
      ours: cell(real, alexa, 'warned'),
      theirs: [cell(real, alexa, 'mailcheck'), cell(real, alexa, 'email-spell-checker')],
      ...evaluated,
    },
    {
      what: 'site_measured_speed',
      // The lists hold some 50,000 names; the row of 100,000 is on the safe side.
      ours: `${cell(speed, /^100,000 \| 1–3$/, 'unrelated')} µs`,
      theirs: undefined,
      command: 'npm run bench',
      file: 'core/BENCHMARKS.md',
    },
    {
      what: 'site_measured_notice',
      ours: `${cell(notice, /^gmail$/, 'last key to notice p50 / p95').split(' / ')[0]} ms`,
      theirs: undefined,
      command: 'npm run bench:webmail',
      file: 'extension/TIMINGS.md',
    },
  ];
}

const percent = (value: string): string => `${value} %`;

interface Table {
  readonly where: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The first table below a heading that begins so. */
export function tableBelow(file: string, heading: string, text = readFileSync(root + file, 'utf8')): Table {
  let isBelow = false;
  for (const token of marked.lexer(text)) {
    if (token.type === 'heading') isBelow = String(token.text).startsWith(heading);
    if (isBelow && token.type === 'table') {
      const { header, rows } = token as { header: { text: string }[]; rows: { text: string }[][] };
      return {
        where: `${file}, "${heading}"`,
        columns: header.map((one) => one.text.trim()),
        rows: rows.map((row) => row.map((one) => one.text.trim())),
      };
    }
  }
  throw new Error(`${file}: no table below "${heading}"`);
}

/** A row is named by its first cell, or by its first two: "100,000 | 1–3". */
export function cell(table: Table, row: RegExp, column: string): string {
  const at = table.columns.indexOf(column);
  const found = table.rows.find((cells) => row.test(cells[0] ?? '') || row.test(cells.slice(0, 2).join(' | ')));
  const value = found?.[at];
  if (value === undefined || value === '') throw new Error(`${table.where}: no "${column}" in the row ${row}`);
  return value;
}
