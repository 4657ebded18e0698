/**
 * Keeps what attacks have won, as recorded with NEARMISS_RECORD, and writes the
 * table in THREATS.md.
 *
 *   node extension/e2e/hostile/keepresults.mjs undefended.json|results.json [--beside] FILE...
 *
 * --beside  keep the results of attacks that were not played this time
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { KINDS } from './attacks.mjs';

const BROWSERS = ['Chromium', 'Firefox'];
const TITLE = '## Hostile pages and mails';
const here = (name) => new URL(name, import.meta.url);
const page = here('../../THREATS.md');

const [kept, ...given] = process.argv.slice(2);
const files = given.filter((one) => one !== '--beside');
if (!['undefended.json', 'results.json'].includes(kept) || files.length === 0) {
  console.error('keepresults: name undefended.json or results.json, and the recorded files');
  process.exit(2);
}

/** kind → attack → browser → what it won; the last record of each counts. */
const won = given.includes('--beside') ? read(kept) : {};
for (const [kind, attacks] of Object.entries(won))
  for (const name of Object.keys(attacks)) if (!isAttack(kind, name)) delete attacks[name];
for (const line of files.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))) {
  const { browser, kind, name, isControl, won: what } = JSON.parse(line);
  if (isControl || !isAttack(kind, name)) continue;
  won[kind] ??= {};
  won[kind][name] ??= {};
  won[kind][name][browser] = what;
}
writeFileSync(here(kept), `${JSON.stringify(won, null, 2)}\n`);
writeTable();

function isAttack(kind, name) {
  return KINDS[kind]?.attacks.some((attack) => attack.name === name) === true;
}

function writeTable() {
  const undefended = read('undefended.json');
  const results = read('results.json');
  const count = (from, kind, browser) => {
    const of = Object.values(from[kind] ?? {}).filter((one) => browser in one);
    return of.length === 0 ? '–' : `${of.filter((one) => one[browser] !== '').length} of ${of.length}`;
  };
  const lines = [
    TITLE,
    '',
    'Standing tests in Chromium and Firefox on the published build: `extension/e2e/hostile`, whose README says what counts as',
    'won. Each attack is recorded as it won where the defences were missing. This table is written by `keepresults.mjs` there.',
    '',
    `| what is tried | ${BROWSERS.map((one) => `won without the defences, ${one}`).join(' | ')} | ${BROWSERS.map((one) => `won, ${one}`).join(' | ')} | what the platform leaves open |`,
    `| --- |${' ---: |'.repeat(2 * BROWSERS.length)} --- |`,
    ...Object.entries(KINDS).map(([kind, { aim, leaves }]) => {
      const cells = [undefended, results].flatMap((from) => BROWSERS.map((browser) => count(from, kind, browser)));
      return `| ${aim} | ${cells.join(' | ')} | ${leaves} |`;
    }),
  ];
  const text = readFileSync(page, 'utf8');
  const at = text.indexOf(TITLE);
  writeFileSync(page, `${(at < 0 ? text : text.slice(0, at)).trimEnd()}\n\n${lines.join('\n')}\n`);
}

function read(name) {
  try {
    return JSON.parse(readFileSync(here(name), 'utf8'));
  } catch {
    return {};
  }
}
