/**
 * The main job on this machine: `npm start`.
 *
 * Signs the lists with throw-away keys, publishes them to the local Worker,
 * builds the extension and opens Chromium on a demo mailbox, with the Worker's
 * front page in a tab beside it. Without a display, or with --headless, it plays
 * the .mil/.ml scene by itself, prints what happened and writes screenshots. It ends with the browser window, or when the
 * scene is over.
 *
 *   npm start [-- --headless] [-- --webmail gmail|outlook]
 */
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { playScene } from '../extension/e2e/demo/slip.mjs';
import { launchWithExtension, listsOf, openMailbox } from '../extension/e2e/support/chromium.mjs';
import { withDemo } from './demo.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    webmail: { type: 'string', default: 'gmail' },
  },
});
if (!['gmail', 'outlook'].includes(options.webmail)) {
  console.error(`start: no demo mailbox named ${options.webmail}: gmail or outlook`);
  process.exit(2);
}
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const headless = options.headless || !hasDisplay;

await withDemo({ minutes: headless ? 5 : 240, opened: headless, hasSite: true }, async ({ worker, extensionDir }) => {
  console.log(`front page and list server: ${worker.url}, lists signed with keys made just now`);
  if (headless) await scene(extensionDir);
  else await openBrowser(extensionDir, worker.url);
});

async function scene(extensionDir) {
  const screenshotDir = join(root, 'screenshots');
  const { verdict, sent, lists, screenshots } = await playScene({
    extensionDir,
    screenshotDir,
    webmail: options.webmail,
  });
  console.log(`lists: ${lists}`);
  console.log(`typed ${verdict.recipient}, pressed Send: held, nothing was sent`);
  console.log(`offered ${verdict.suggestion}, accepted`);
  console.log(`sent to ${sent.flatMap((message) => message.to).join(', ')}`);
  console.log('screenshots:');
  for (const path of screenshots) console.log(`  ${relative(root, path)}`);
}

async function openBrowser(extensionDir, frontPage) {
  const { context, discard } = await launchWithExtension({
    extensionDir,
    options: { headless: false, viewport: null },
  });
  try {
    console.log(`lists: ${await listsOf(context)}`);
    await (await context.newPage()).goto(frontPage);
    await openMailbox(context, options.webmail);
    console.log('type ann@army.ml as a recipient and press Send; close the window to end');
    await new Promise((resolve) => context.once('close', resolve));
  } finally {
    await discard();
  }
}
