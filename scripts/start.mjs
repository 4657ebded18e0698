/**
 * The main job on this machine: `npm start`.
 *
 * Signs the lists with throw-away keys, publishes them to the local Worker,
 * builds the extension and opens Chromium on a demo mailbox. Without a display, or with --headless,
 * it plays the .mil/.ml scene by itself, prints what happened and writes
 * screenshots. It ends with the browser window, or when the scene is over.
 *
 *   npm start [-- --headless] [-- --webmail gmail|outlook]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchWithExtension, listsOf, openMailbox } from '../extension/e2e/browser.mjs';
import { playScene } from '../extension/e2e/scene.mjs';
import { startChannel } from './channel-local.mjs';

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

const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-start-'));
try {
  const { worker, channel, stop } = await startChannel({ minutes: headless ? 5 : 240 });
  try {
    say(`list server: ${worker.url}, lists signed with keys made just now`);
    const extensionDir = buildExtension(worker.url, channel.root);
    if (headless) await scene(extensionDir);
    else await openBrowser(extensionDir);
  } finally {
    await stop();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** A build that trusts the local channel; the scene has to look into its dialog. */
function buildExtension(server, rootText) {
  const out = join(scratch, 'extension');
  const rootFile = join(scratch, 'root.json');
  writeFileSync(rootFile, rootText);
  const args = ['scripts/build.mjs', '--browser', 'chromium', '--server', server, '--root', rootFile, '--out', out];
  if (headless) args.push('--test');
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the extension could not be built; see the message above');
  return join(out, 'chromium');
}

async function scene(extensionDir) {
  const screenshotDir = join(root, 'screenshots');
  const { verdict, sent, lists, screenshots } = await playScene({
    extensionDir,
    screenshotDir,
    webmail: options.webmail,
  });
  say(`lists: ${lists}`);
  say(`typed ${verdict.recipient}, pressed Send: held, nothing was sent`);
  say(`offered ${verdict.suggestion}, accepted`);
  say(`sent to ${sent.flatMap((message) => message.to).join(', ')}`);
  say('screenshots:');
  for (const path of screenshots) say(`  ${relative(root, path)}`);
}

async function openBrowser(extensionDir) {
  const { context, discard } = await launchWithExtension({
    extensionDir,
    options: { headless: false, viewport: null },
  });
  try {
    say(`lists: ${await listsOf(context)}`);
    await openMailbox(context, options.webmail);
    say('type ann@army.ml as a recipient and press Send; close the window to end');
    await new Promise((resolve) => context.once('close', resolve));
  } finally {
    await discard();
  }
}

function say(text) {
  console.log(text);
}
