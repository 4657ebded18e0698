/**
 * What long runs of random gestures have counted, kept in counts.json and shown
 * at the end of extension/COVERAGE.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const counts = new URL('counts.json', import.meta.url);
const page = new URL('../../COVERAGE.md', import.meta.url);
const TITLE = '## Random gestures';

const COLUMNS = ['gestures', 'mails', 'asked', 'lost', 'double', 'leaked', 'altered', 'needless', 'stuck'];
const FAULTS = ['reload', 'stop', 'protect', 'slow', 'silence'];

/** Takes in a run and writes it into both files. */
export function keepPlayed(webmail, played) {
  const kept = JSON.parse(readFileSync(counts, 'utf8'));
  writeFileSync(counts, `${JSON.stringify({ ...kept, [webmail]: played }, null, 2)}\n`);
  const text = readFileSync(page, 'utf8');
  const at = text.indexOf(TITLE);
  writeFileSync(page, `${(at < 0 ? text : text.slice(0, at)).trimEnd()}\n\n${playedSection()}`);
}

/** '' before the first long run. */
export function playedSection() {
  const runs = Object.entries(JSON.parse(readFileSync(counts, 'utf8')));
  if (runs.length === 0) return '';
  const lines = [
    TITLE,
    '',
    'Made by `npm run test:gestures` in Chromium: random mails to good, bad and unknown recipients, sent by mouse, finger,',
    'key, menu and script on pages that act on any part of a press, while the core is slow or silent, its worker is stopped,',
    'domains are protected in settings and the extension is reloaded under an open compose (`extension/e2e/gestures/gestures.mjs`).',
    'Lost: never sent. Double: sent twice. Leaked: sent although it had to be held. Altered: sent to others than agreed.',
    'Needless: asked about without a reason. Stuck: the page took no press any more. Unchecked: sent, and said so, because',
    'the core was silent for longer than the guard waits, or the extension not back from its reload.',
    '',
    `| webmail | date | seed | ${COLUMNS.join(' | ')} | unchecked | ${FAULTS.map(faultName).join(' | ')} |`,
    `| --- | --- | ---: |${' ---: |'.repeat(COLUMNS.length + 1 + FAULTS.length)}`,
    ...runs.map(([webmail, run]) => {
      const numbers = [...COLUMNS, 'unchecked', ...FAULTS].map((name) => run[name]);
      return `| ${webmail} | ${run.date} | ${run.seed} | ${numbers.join(' | ')} |`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function faultName(name) {
  return {
    reload: 'reloads',
    stop: 'workers stopped',
    protect: 'lists changed',
    slow: 'core slow',
    silence: 'core silent',
  }[name];
}
