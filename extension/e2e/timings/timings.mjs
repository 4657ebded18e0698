/**
 * How much of a person's time the page side takes, in Chromium on this machine,
 * and how soon the core is back that was asleep, in Chromium and Firefox:
 *
 *   npm run bench:webmail                            all, writes extension/TIMINGS.md
 *   npm run bench:webmail -- --webmail outlook --part work --rows 4000
 *
 * Needs a build made with `--test`: it marks its own work in the page's timeline.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchWithExtension } from '../support/chromium.mjs';
import { GUARDED, warmUp } from '../support/extension.mjs';
import { at, mean, sum } from './stats.mjs';
import { measureWaking } from './waking.mjs';
import { measureWork } from './work.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    webmail: { type: 'string', multiple: true },
    part: { type: 'string', multiple: true },
    extension: { type: 'string' },
    firefox: { type: 'string' },
    out: { type: 'string' },
  },
});
const extensionDir = values.extension ?? fileURLToPath(new URL('../../dist/test/chromium', import.meta.url));
const parts = values.part ?? ['work', 'wake'];
const rows = Number(values.rows ?? 4000);
const isWhole = values.rows === undefined && values.webmail === undefined && values.part === undefined;
const out = values.out ?? (isWhole ? fileURLToPath(new URL('../../TIMINGS.md', import.meta.url)) : undefined);

const { context, discard } = await launchWithExtension({ extensionDir });
try {
  await warmUp(context);
  const lines = [
    '# Timings',
    '',
    `Made by \`npm run bench:webmail\`; ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ` +
      `Chromium ${context.browser()?.version() ?? ''}. The machine decides about milliseconds: read the ratios.`,
  ];
  if (parts.includes('work')) lines.push('', ...(await workTable()));
  if (parts.includes('wake')) lines.push('', ...(await wakeTable()));
  const text = `${lines.join('\n')}\n`;
  console.log(text);
  if (out !== undefined) writeFileSync(out, text);
} finally {
  await discard();
}

async function workTable() {
  const lines = [
    '## Work',
    '',
    `Times in ms, by the page's own clock (steps of 0.1), while ${rows} mails that look like recipients stand in the page.`,
    'Work per key is all that is done from one key of ten addresses to the next, after a first one and its warning;',
    'each becomes a chip, and is asked about as soon as it may be whole. A key comes each 60 ms; of four addresses',
    'also each 250. Each key brings one scan. A notice follows its recipient at idle time: that stands beside the work,',
    'by key, and its longest piece. The pages draw no suggestions meanwhile; where they do, a scan follows.',
    'Ratios are of its means: in a page without those mails, and where a letter of 5,000 elements is answered.',
    '',
    '| webmail | last key to notice p50 / p95 | work per key p50 / p95 | of slow keys | while a notice stands | its idle time | keys of the message | of a search field | without the mails | with the letter | one scan p50 / p95 | decision at Send p50 / p99 | with eleven recipients |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
  ];
  for (const webmail of values.webmail ?? GUARDED) {
    const measured = await measureWork(context, webmail, rows);
    const { notices, keys, slow, warned, warnedIdle, written, elsewhere, alone, quoted, scans, decisions, crowded } =
      measured;
    const cells = [
      webmail,
      `${at(notices, 0.5)} / ${at(notices, 0.95)}`,
      `${at(keys, 0.5)} / ${at(keys, 0.95)}`,
      `${at(slow, 0.5)} / ${at(slow, 0.95)}`,
      `${at(warned, 0.5)} / ${at(warned, 0.95)}`,
      `${(sum(warnedIdle) / warned.length).toFixed(2)} / ${at(warnedIdle, 1)}`,
      // In the frame of an editor the work is another document's.
      written.length === 0 ? '–' : `${at(written, 0.5)} / ${at(written, 0.95)}`,
      `${at(elsewhere, 0.5)} / ${at(elsewhere, 0.95)}`,
      `${(mean(alone) / mean(keys)).toFixed(2)}×`,
      `${(mean(quoted) / mean(keys)).toFixed(2)}×`,
      `${at(scans, 0.5)} / ${at(scans, 0.95)}`,
      `${at(decisions, 0.5)} / ${at(decisions, 0.99)}`,
      `${at(crowded, 0.5)} / ${at(crowded, 0.99)}`,
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return lines;
}

async function wakeTable() {
  const { chromium, firefox } = await measureWaking(context, values.firefox);
  const lines = [
    '## Waking',
    '',
    'From an address pasted into a field to its notice, in ms, p50 / longest of nine: with a core that is awake, that',
    'sleeps (its worker stopped, its event page idle), and that the focus of the field has woken 300 ms before.',
    '',
    '| browser | awake | asleep | woken by the focus |',
    '| --- | ---: | ---: | ---: |',
  ];
  for (const [name, waits] of Object.entries({ Chromium: chromium, Firefox: firefox })) {
    if (waits === null) continue;
    const cells = [waits.warm, waits.asleep, waits.woken].map((list) =>
      list.length === 0 ? '–' : `${at(list, 0.5)} / ${at(list, 1)}`,
    );
    lines.push(`| ${[name, ...cells].join(' | ')} |`);
  }
  return lines;
}
