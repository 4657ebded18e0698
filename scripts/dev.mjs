/**
 * The inner loop: `npm run dev`. Opens Chromium on a demo mailbox and watches the
 * sources. Saving a file builds the part that it belongs to, reloads the extension
 * and then the mailbox; the line that says so has the seconds. A build that fails
 * says why and changes nothing. It ends with the browser window.
 *
 *   npm run dev [-- --webmail gmail|outlook|yahoo|proton|fastmail|generic] [-- --headless]
 */
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchWithExtension, openMailbox, workerOf } from '../extension/e2e/support/chromium.mjs';
import { followCopies } from '../extension/e2e/support/contentworld.mjs';
import { Faults } from '../extension/e2e/support/faults.mjs';
import { MAILBOXES } from '../extension/e2e/support/mailboxes.mjs';
import { withDemo } from './demo.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    webmail: { type: 'string', default: 'gmail' },
    headless: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '240' },
  },
});
if (!(options.webmail in MAILBOXES)) {
  console.error(`dev: no demo mailbox named ${options.webmail}: ${Object.keys(MAILBOXES).join(', ')}`);
  process.exit(2);
}

/** Which part of the extension a source belongs to, by folder; the first that fits. */
const PARTS = [
  { folder: 'extension/src', part: 'scripts' },
  { folder: 'extension/_locales', part: 'scripts' },
  { folder: 'extension/icons', part: 'scripts' },
  { folder: 'core', part: 'programs' },
  { folder: 'wasm', part: 'programs' },
  { folder: 'worker/lists', part: 'lists' },
].filter(({ folder }) => existsSync(join(root, folder)));
/** Editors write several files, or one several times. */
const SETTLED = 50; // ms
const NOT_BUILT = /_test\.go$|\.test\.ts$|(^|\/)testdata\/|\.md$|~$|\.sw.$/;

await withDemo({ minutes: Number(options.minutes), opened: true }, async ({ extensionDir, rebuild }) => {
  const { context, discard } = await launchWithExtension({
    extensionDir,
    options: options.headless ? {} : { headless: false, viewport: null },
  });
  const stopped = new AbortController();
  try {
    const faults = new Faults(context);
    await faults.prepare();
    const page = await openMailbox(context, options.webmail);
    const copies = await followCopies(page);
    const reload = async () => {
      const before = copies.newest();
      await faults.reload();
      await workerOf(context);
      await page.reload();
      await newest(copies, before);
      await page.bringToFront();
    };
    watchParts(stopped.signal, async (part, file, saved) => {
      try {
        rebuild(part);
      } catch (error) {
        console.log(`dev: ${file}: ${error.message}`);
        return;
      }
      await reload();
      console.log(`dev: ${file}: in the browser after ${((Date.now() - saved) / 1000).toFixed(1)} s`);
    });
    console.log('dev: watching; type ann@army.ml as a recipient. Close the window to end.');
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void context.close());
    await new Promise((resolve) => context.once('close', resolve));
  } finally {
    stopped.abort();
    await discard();
  }
});

/** Waits for a copy of the content script that came after this one. */
async function newest(copies, before) {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (copies.newest() !== null && copies.newest() !== before) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  console.log('dev: the extension did not come back into the page; see chrome://extensions');
}

/** Calls `changed` for one part after the other, never twice at a time. */
function watchParts(signal, changed) {
  const waiting = new Map();
  let isBusy = false;
  const next = async () => {
    if (isBusy) return;
    isBusy = true;
    while (waiting.size > 0 && !signal.aborted) {
      const [[part, { file, saved }]] = waiting;
      waiting.delete(part);
      await changed(part, file, saved);
    }
    isBusy = false;
  };
  for (const { folder, part } of PARTS) {
    watch(join(root, folder), { recursive: true, signal }, (_event, name) => {
      if (name === null || NOT_BUILT.test(name)) return;
      if (!waiting.has(part)) waiting.set(part, { file: join(folder, name), saved: Date.now() });
      setTimeout(() => void next(), SETTLED);
    });
  }
}
