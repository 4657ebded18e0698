/**
 * How long a check takes that has to start the background first, in a package
 * with the update program and in one without it:
 *
 *   npm run bench:start                     writes wasm/update/BENCHMARKS.md
 *   npm run bench:start -- --starts 10      fewer starts, printed only
 *
 * Browsers stand side by side and take turns in random order, so that the
 * machine's other work falls on all of them. Read the ratios, that of processor
 * time first: it counts what the browser did and not what it waited for. It is
 * read from /proc, so this runs on Linux.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchWithExtension, workerOf } from '../../../extension/e2e/support/chromium.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { values: options } = parseArgs({ options: { starts: { type: 'string' } } });
const starts = Number(options.starts ?? 60);
const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-start-'));
const opened = [];
try {
  execFileSync(process.execPath, ['scripts/build.mjs', '--test', '--browser', 'chromium', '--out', scratch], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [whole, without] = [join(scratch, 'chromium'), join(scratch, 'without')];
  cpSync(whole, without, { recursive: true });
  const size = statSync(join(without, 'update.wasm')).size;
  rmSync(join(without, 'update.wasm'));
  // The same package twice shows how far two browsers differ by chance.
  const again = join(scratch, 'again');
  cpSync(whole, again, { recursive: true });

  const sides = [];
  for (const [name, extensionDir] of Object.entries({ with: whole, without, again })) {
    sides.push({ name, ...(await open(extensionDir)), times: [], work: [] });
  }
  for (const side of sides) await side.start(); // the first one of a profile is slow
  for (let round = 0; round < starts; round++) {
    for (const side of shuffled(sides)) {
      const { time, work } = await side.start();
      side.times.push(time);
      side.work.push(work);
    }
    if ((round + 1) % 10 === 0) console.error(`${round + 1} of ${starts} rounds`);
  }
  const text = report(Object.fromEntries(sides.map((side) => [side.name, side])), size);
  console.log(text);
  if (options.starts === undefined) writeFileSync(join(root, 'wasm', 'update', 'BENCHMARKS.md'), text);
} finally {
  for (const { discard } of opened) await discard();
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * A browser with the extension; `start` stops the background and returns what its next check took, in ms:
 * `time` by the clock, `work` of all the browser's processes together.
 */
async function open(extensionDir) {
  const browser = await launchWithExtension({ extensionDir });
  opened.push(browser);
  const main = browserOf(extensionDir);
  const { context } = browser;
  const page = await context.newPage();
  await page.goto(new URL('/options.html', (await workerOf(context)).url()).href);
  const session = await context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  return {
    start: async () => {
      await session.send('ServiceWorker.stopAllWorkers');
      await page.waitForTimeout(300);
      const workBefore = workOf(main);
      const { time, level } = await page.evaluate(async () => {
        const asked = { call: 'check', request: { recipients: ['ann@army.ml'], sender: '' } };
        const before = performance.now();
        const { reply } = await chrome.runtime.sendMessage(asked);
        return { time: performance.now() - before, level: reply.verdicts[0].level };
      });
      if (level !== 'warn') throw new Error(`the check said ${level}`);
      return { time, work: workOf(main) - workBefore };
    },
  };
}

/** The main process of the browser that loaded this folder. */
function browserOf(extensionDir) {
  const found = processes().find((pid) => argumentsOf(pid).includes(`--load-extension=${extensionDir}`));
  if (found === undefined) throw new Error('the browser is not among the processes');
  return found;
}

function processes() {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

function argumentsOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // it has just ended
  }
}

/** Processor time of a process and all below it so far, in ms (proc(5): utime and stime, in ticks of 10 ms). */
function workOf(main) {
  const stats = new Map();
  for (const pid of processes()) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
      stats.set(pid, { parent: fields[1], ticks: Number(fields[11]) + Number(fields[12]) });
    } catch {
      // it has just ended
    }
  }
  const isBelow = (pid) => pid === main || (stats.has(pid) && isBelow(stats.get(pid).parent));
  let ticks = 0;
  for (const [pid, stat] of stats) if (isBelow(pid)) ticks += stat.ticks;
  return ticks * 10;
}

function shuffled(all) {
  const left = [...all];
  return all.map(() => left.splice(Math.floor(Math.random() * left.length), 1)[0]);
}

function report(sides, size) {
  const spread = (all) => `${at(all, 0.5).toFixed(0)} (${at(all, 0.25).toFixed(0)} to ${at(all, 0.75).toFixed(0)})`;
  const row = (label, side) => `| ${label} | ${spread(side.work)} | ${spread(side.times)} |`;
  const ratio = (a, b) => (at(a, 0.5) / at(b, 0.5)).toFixed(2);
  return `# What the update program costs a check

Made by \`npm run bench:start\` on ${cpus()[0].model}, ${availableParallelism()} cores, Chromium, ${new Date().toISOString().slice(0, 10)}.

\`update.wasm\` (${size.toLocaleString('en')} bytes) is loaded when newer lists are looked for, which waits until nobody
writes a mail ([idlework.ts](../../extension/src/background/idlework.ts)), and is forgotten with that look. So a check must take
as long with it in the package as without. Measured is the whole way of a check that finds the background stopped: the
worker starts, compiles \`check.wasm\`, reads lists and settings, and answers. ${sides.with.times.length} starts each, in turns; in
milliseconds the median, and the middle half. Processor time is that of all the browser's processes.

| Package | Processor time | By the clock |
| --- | ---: | ---: |
${row('with the update program', sides.with)}
${row('without it', sides.without)}
${row('with it, in a second browser', sides.again)}

With it over without it: **${ratio(sides.with.work, sides.without.work)}** in processor time, ${ratio(sides.with.times, sides.without.times)} by the clock. The same package in
two browsers: ${ratio(sides.again.work, sides.with.work)} and ${ratio(sides.again.times, sides.with.times)}.
`;
}

/** The value at a part of the sorted numbers: 0.5 is the median. */
function at(numbers, part) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  return sorted[below] + ((sorted[below + 1] ?? sorted[below]) - sorted[below]) * (place - below);
}
