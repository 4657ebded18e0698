/** What `npm start` and `npm run rehearse` stand on: a signed channel, the Worker and a build that trusts it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChannel } from './channel.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs `play` with the local Worker serving lists signed with throw-away keys,
 * and takes everything down afterwards.
 *
 * @param {{browser?: 'chromium' | 'firefox', minutes: number, opened: boolean, hasSite?: boolean,
 *   log?: (line: string) => void}} options browser: that the extension is built for.
 *   minutes: after how long the server stops by itself. opened: shadow roots can be looked into.
 *   hasSite: the Worker hands out the front page, too.
 * @param {(demo: {worker: import('../worker/dev/local.mjs').LocalWorker, channel: import('./channel.mjs').Channel,
 *   extensionDir: string, rebuild: (only: string) => string}) => Promise<void>} play
 *   rebuild: builds one part of the extension again, see `--only` of build.mjs.
 */
export async function withDemo({ browser = 'chromium', minutes, opened, hasSite = false, log }, play) {
  const scratch = mkdtempSync(join(tmpdir(), 'nearmiss-demo-'));
  const folders = [scratch];
  const forget = () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
  // Ctrl+C ends the program at once, by handlers of the Worker's and the browsers' own: the keys go then, too.
  process.once('exit', forget);
  try {
    const onFolder = (folder) => folders.push(folder);
    const { worker, channel, stop } = await startChannel({ minutes, hasSite, log, onFolder });
    try {
      const build = (only) =>
        buildExtension(scratch, { browser, server: worker.url, rootText: channel.root, opened, only });
      await play({ worker, channel, extensionDir: build(), rebuild: build });
    } finally {
      await stop();
    }
  } finally {
    forget();
    process.off('exit', forget);
  }
}

function buildExtension(scratch, { browser, server, rootText, opened, only }) {
  const out = join(scratch, 'extension');
  const rootFile = join(scratch, 'root.json');
  writeFileSync(rootFile, rootText);
  const args = ['scripts/build.mjs', '--browser', browser, '--server', server, '--root', rootFile, '--out', out];
  if (opened) args.push('--test');
  if (only !== undefined) args.push('--only', only);
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the extension could not be built; see the message above');
  return join(out, browser);
}
