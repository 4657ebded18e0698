/**
 * The main job on this machine: `npm start`; USAGE below says how.
 *
 * Signs the lists with throw-away keys, publishes them to the local Worker,
 * builds the extension and opens a browser on a demo mailbox, with the Worker's
 * front page in a tab beside it. Ends with the browser window, or when the scene
 * is over.
 */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BROWSERS } from '../extension/e2e/support/browsers.mjs';

const USAGE = `usage: npm start [-- [--firefox] [--webmail gmail|outlook] [--headless]]

Opens a demo mailbox in a browser of its own, with Nearmiss in it.

  --firefox    in Firefox, with Nearmiss as a temporary add-on (default: in Chromium)
  --webmail    which webmail the mailbox is like (default: gmail)
  --headless   opens no window: types ann@army.ml, presses Send, accepts the right address,
               and writes pictures to screenshots/ (the default where there is no display)
  --help       prints this
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const options = readOptions();
const id = options.firefox ? 'firefox' : 'chromium';
checkInstalled(BROWSERS[id]);
// Loading these takes a second; whoever asks for help or mistypes an option need not wait for it.
const { OPEN_DEMO } = await import('../extension/e2e/demo/browsers.mjs');
const { playScene } = await import('../extension/e2e/demo/slip.mjs');
const { withDemo } = await import('./demo.mjs');

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const headless = options.headless || !hasDisplay;

const demo = { browser: id, minutes: headless ? 5 : 240, opened: headless, hasSite: true };
await withDemo(demo, async ({ worker, extensionDir }) => {
  console.log(`front page and list server: ${worker.url}, lists signed with keys made just now`);
  const browser = await OPEN_DEMO[id]({ extensionDir, isShown: !headless });
  try {
    console.log(`lists: ${await browser.lists()}`);
    if (headless) await play(browser);
    else await show(browser, worker.url);
  } finally {
    await browser.discard();
  }
});

function readOptions() {
  let options;
  try {
    options = parseArgs({
      options: {
        firefox: { type: 'boolean', default: false },
        headless: { type: 'boolean', default: false },
        webmail: { type: 'string', default: 'gmail' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    fail(`${error.message}\n\n${USAGE}`, 2);
  }
  if (options.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  if (!['gmail', 'outlook'].includes(options.webmail))
    fail(`no demo mailbox named ${options.webmail}: gmail or outlook`, 2);
  return options;
}

function checkInstalled({ name, setting, path }) {
  const program = path();
  if (program === undefined) fail(`${name} is not installed: install it, or set ${setting} to the program`, 1);
  if (!existsSync(program)) fail(`${name} is not at ${program}, where ${setting} has it`, 1);
}

async function play(browser) {
  const page = await browser.openMailbox(options.webmail);
  const { typed, offered, sentTo, screenshots } = await playScene(page, join(root, 'screenshots'));
  console.log(`typed ${typed}, pressed Send: held, nothing was sent`);
  console.log(`offered ${offered}, accepted`);
  console.log(`sent to ${sentTo.join(', ')}`);
  console.log('screenshots:');
  for (const path of screenshots) console.log(`  ${relative(root, path)}`);
}

async function show(browser, frontPage) {
  await (await browser.newPage()).goto(frontPage);
  await browser.openMailbox(options.webmail);
  console.log('type ann@army.ml as a recipient and press Send; close the window to end');
  await browser.closed;
}

function fail(message, status) {
  console.error(`start: ${message}`);
  process.exit(status);
}
