/**
 * How soon the front page answers on a phone: `npm run bench:site`. Each time a
 * fresh browser, and the real Worker on this machine behind the browser's own
 * throttling. Writes worker/site/BENCHMARKS.md.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { chromium, devices } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from '../../../extension/e2e/support/browsers.mjs';
import { startChannel } from '../../channel.mjs';
import { median } from './clock.mjs';

const RUNS = 5;
const PHONE = 'Pixel 7';

/** Name, download in Mbit/s, round trip in ms, how many times slower the processor is. */
const LINES = [
  ['none', 0, 0, 1],
  ['4G: 40 Mbit/s, 40 ms', 40, 40, 1],
  ['4G, processor half as fast', 40, 40, 2],
  ['slow 4G: 1.6 Mbit/s, 150 ms, processor a quarter as fast', 1.6, 150, 4],
];

const { worker, stop } = await startChannel({ minutes: 10, hasSite: true });
const rows = [];
let version = '';
try {
  for (const [name, mbits, rtt, slower] of LINES) {
    const runs = [];
    for (let run = 0; run < RUNS; run++) runs.push(await measure(mbits, rtt, slower));
    const middle = (key) => median(runs.map((one) => one[key]));
    const longest = Math.max(...runs.map(({ ready }) => ready));
    const kilobytes = Math.round(middle('bytes') / 1000);
    rows.push([name, middle('painted'), middle('ready'), longest, kilobytes, middle('requests')]);
    console.log(rows.at(-1).join(' | '));
  }
} finally {
  await stop();
}

const table = rows.map((row) => `| ${row.map((value) => value.toLocaleString('en')).join(' | ')} |`).join('\n');
writeFileSync(
  new URL('../../../worker/site/BENCHMARKS.md', import.meta.url),
  `# How soon the front page answers

Made by \`npm run bench:site\`; ${cpus()[0].model.trim()}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)} at the end, Chromium ${version}.
Medians of ${RUNS}, times in ms from the beginning of the navigation. The phone is Chromium's emulated ${PHONE}; the throttling of
line and processor is Chromium's, too, and slows this machine's processor, not a phone's. Each run has a browser of its own
and an empty cache. *Painted*: the headline can be read. *Ready*: "Try it" takes keys and answers; program and lists are there.

| throttling | painted | ready | longest | kB | requests |
| --- | ---: | ---: | ---: | ---: | ---: |
${table}
`,
);

async function measure(mbits, rtt, slower) {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });
  try {
    version = browser.version();
    const page = await (await browser.newContext(devices[PHONE])).newPage();
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    if (mbits > 0) {
      const bytesPerSecond = (mbits * 1_000_000) / 8;
      await session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: rtt,
        downloadThroughput: bytesPerSecond,
        uploadThroughput: bytesPerSecond / 4,
      });
    }
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    let bytes = 0;
    let requests = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
      requests++;
    });
    await page.goto(`${worker.url}/en/`);
    await page.waitForFunction(() => document.documentElement.dataset.core === 'ready', null, { timeout: 60_000 });
    const times = await page.evaluate(() => ({
      painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
      ready: performance.getEntriesByName('nearmiss-ready')[0].startTime,
    }));
    return { painted: Math.round(times.painted), ready: Math.round(times.ready), bytes, requests };
  } finally {
    await browser.close();
  }
}
