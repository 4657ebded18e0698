// A list channel on this machine, from key to client: throw-away keys, a copy of
// the list sources, and the publishing commands, against the local Worker.
//
//	node scripts/channel.mjs [--port 8787] [--minutes 60]
//
// It prints every step it takes, so that it is also a rehearsal: the guide in
// worker/release/README.md does the same with real keys.

import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { startWorker } from '../worker/dev/local.mjs';
import { buildSite } from '../worker/site/build.mjs';

const run = promisify(execFile);
const repositoryRoot = fileURLToPath(new URL('..', import.meta.url));

/**
 * Makes keys, the first root and sources in a temporary folder. Nothing is published yet.
 *
 * @param {{scope?: string, log?: (line: string) => void, onFolder?: (dir: string) => void}} options
 *   scope: of an organisation's own channel, whose sources are its own to write; without one
 *   the channel is a public one, with a copy of the sources of this repository. onFolder: is
 *   given the folder before keys are in it.
 * @returns {Promise<Channel>}
 *
 * @typedef {{
 *   dir: string,
 *   root: string,
 *   nearmiss(...args: string[]): Promise<string>,
 *   write(list: string, text: string): Promise<void>,
 *   edit(list: string, change: (text: string) => string): Promise<void>,
 *   add(list: string, entry: string): Promise<void>,
 *   describe(webmail: string, change: (descriptor: object) => void): Promise<object>,
 *   stage(spoil?: (staged: string) => Promise<void>, online?: string): Promise<void>,
 *   publish(url: string, spoil?: (staged: string) => Promise<void>, online?: string): Promise<void>,
 *   rotateRoot(signers: string[], ...args: string[]): Promise<void>,
 *   remove(): Promise<void>,
 * }} Channel
 *   dir: the folder with keys/, lists/ and release/. root: the first root's text, for the
 *   client. nearmiss: runs the command and returns what it prints. write: makes a source. edit: changes one.
 *   add: adds a line to one. describe: changes the description of a webmail, counts its version
 *   up and returns it. stage: stages, signs with two keys and renews the timestamp;
 *   spoil changes what is staged before it is signed, as two who hold keys could; online names
 *   the key of the timestamp, when it is another by now.
 *   rotateRoot: stages a root with these arguments and signs it with the keys of these names.
 *   publish: the same and brings it to a Worker that holds the root. remove: forgets it all.
 */
export async function makeChannel({ scope = '', log = () => {}, onFolder = () => {} } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'nearmiss-channel-'));
  onFolder(dir);
  const program = join(dir, 'nearmiss');
  await run('go', ['build', '-o', program, './scripts/nearmiss'], { cwd: repositoryRoot });
  const lists = join(dir, 'lists');
  const release = join(dir, 'release');
  const key = (name) => join(dir, 'keys', name);
  await mkdir(join(dir, 'keys'));
  if (scope === '') await copySources(lists);
  else await mkdir(lists);

  async function nearmiss(...args) {
    log(`nearmiss ${args.join(' ').replaceAll(dir, '…')}`);
    const { stdout } = await run(program, args, { cwd: dir, maxBuffer: 64 << 20 });
    return stdout;
  }
  const at = ['--repository', release];

  const channel = {
    dir,
    root: '',
    nearmiss,
    async write(list, text) {
      const file = join(lists, `${list}.txt`);
      await writeFile(file, text);
      await nearmiss('list', 'fmt', file);
    },
    async edit(list, change) {
      await channel.write(list, change(await readFile(join(lists, `${list}.txt`), 'utf8')));
    },
    add: (list, entry) => channel.edit(list, (text) => `${text}${entry}\n`),
    async describe(webmail, change) {
      const file = join(lists, 'webmails', `${webmail}.json`);
      const descriptor = JSON.parse(await readFile(file, 'utf8'));
      descriptor.version += 1;
      change(descriptor);
      await writeFile(file, `${JSON.stringify(descriptor, null, 2)}\n`);
      return descriptor;
    },
    async stage(spoil = async () => {}, online = 'online') {
      await nearmiss('list', 'stage', '--lists', lists, ...at);
      await spoil(join(release, 'staged'));
      for (const name of ['lists-1', 'lists-2']) await nearmiss('list', 'sign', '--yes', '--key', key(name), ...at);
      await nearmiss('list', 'renew', '--key', key(online), ...at);
    },
    async publish(url, spoil, online) {
      await channel.stage(spoil, online);
      await nearmiss('list', 'verify', ...at);
      await nearmiss('list', 'publish', '--url', url, ...at);
      await nearmiss('list', 'check', '--url', url, ...at);
    },
    async rotateRoot(signers, ...args) {
      const shown = await nearmiss('list', 'rotate-root', ...at, ...args);
      const [, sha256] = /sha256 of what is signed: ([0-9a-f]{64})/.exec(shown);
      for (const name of signers) {
        await nearmiss('list', 'sign', '--yes', '--expect', sha256, '--key', key(name), ...at);
      }
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };

  const roots = ['root-1', 'root-2', 'root-3'];
  const signers = ['lists-1', 'lists-2', 'lists-3'];
  for (const name of [...roots, ...signers, 'online']) await nearmiss('list', 'keygen', key(name));
  await channel.rotateRoot(
    roots.slice(0, 2),
    ...roots.flatMap((name) => ['--root-key', `${key(name)}.pub`]),
    ...signers.flatMap((name) => ['--targets-key', `${key(name)}.pub`]),
    ...['--timestamp-key', `${key('online')}.pub`],
    ...(scope === '' ? [] : ['--scope', scope]),
  );
  channel.root = await readFile(join(release, 'staged', 'metadata', '1.root.json'), 'utf8');
  return channel;
}

async function copySources(to) {
  await cp(join(repositoryRoot, 'worker', 'lists'), to, {
    recursive: true,
    filter: (path) => path.endsWith('lists') || path.endsWith('.txt'),
  });
  const webmails = join(repositoryRoot, 'extension', 'src', 'webmail', 'descriptors');
  await mkdir(join(to, 'webmails'));
  for (const { name: id } of (await readdir(webmails, { withFileTypes: true })).filter((one) => one.isDirectory())) {
    await cp(join(webmails, id, `${id}.json`), join(to, 'webmails', `${id}.json`));
  }
}

/**
 * The local Worker with a published channel.
 *
 * @param {{port?: number, minutes?: number, hasSite?: boolean, log?: (line: string) => void,
 *   onFolder?: (dir: string) => void}} options hasSite: with the front page, which trusts this channel
 * @returns {Promise<{worker: import('../worker/dev/local.mjs').LocalWorker, channel: Channel, stop(): Promise<void>}>}
 */
export async function startChannel({ port, minutes, hasSite = false, log, onFolder } = {}) {
  const channel = await makeChannel({ log, onFolder });
  const out = join(channel.dir, 'site');
  const site = hasSite ? await buildSite({ out, rootText: channel.root }) : undefined;
  const worker = await startWorker({ site, port, minutes });
  await worker.put('v1/metadata/1.root.json', channel.root);
  await channel.publish(worker.url);
  return {
    worker,
    channel,
    async stop() {
      await worker.stop();
      await channel.remove();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { port: { type: 'string' }, minutes: { type: 'string' } } });
  const minutes = Number(values.minutes ?? 60);
  let dir;
  let stop;
  // Whatever ends the program, the keys go with it. Signals reach the Worker's own
  // processes too, so its end is not waited for.
  process.once('exit', () => dir && rmSync(dir, { recursive: true, force: true }));
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(0), 5000).unref();
    await stop?.().catch(() => undefined);
    process.exit(0);
  };
  // Before anything is made: Wrangler has handlers of its own, which end the process.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.prependListener(signal, end);
  const started = await startChannel({
    port: Number(values.port ?? 8787),
    minutes,
    hasSite: true,
    log: console.log,
    onFolder: (made) => {
      dir = made;
    },
  });
  stop = started.stop;
  console.log(`\nlist server: ${started.worker.url}; sources, keys and release in ${dir}; Ctrl+C ends and forgets it`);
  setTimeout(end, minutes * 60_000);
}
