/**
 * Browsers under an organisation's policy. Policy files lie in /etc and count
 * for every browser of the machine, so each browser here gets a mount namespace
 * of its own, in which its policy folder lies over /etc's and nobody else sees it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../support/browsers.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Lies the folder $1 over /etc's $2 in a namespace of its own and runs the rest.
 * /etc itself is overlaid first: the folder to mount on may not exist there, and
 * making it would change the machine.
 */
const UNDER_POLICY = `
set -e
scratch=$1/.scratch; policies=$1/policies; over=$2; shift 2
mkdir -p "$scratch"
mount -t tmpfs tmpfs "$scratch"
mkdir "$scratch/upper" "$scratch/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$scratch/upper,workdir=$scratch/work" /etc
mkdir -p "$over"
mount --bind "$policies" "$over"
exec "$@"
`;

/** Why policy cannot be tested here, or ''. */
export function whyNoPolicy() {
  if (process.platform !== 'linux') return 'policy files are tested on Linux only';
  if (process.getuid?.() !== 0) return 'only root can lay a policy folder over /etc';
  const place = mkdtempSync(join(tmpdir(), 'nearmiss-policy-'));
  try {
    mkdirSync(join(place, 'policies'));
    const { status, stderr } = spawnSync(
      'unshare',
      ['--mount', 'sh', '-c', UNDER_POLICY, 'sh', place, '/etc/nearmiss-probe', 'true'],
      { encoding: 'utf8' },
    );
    return status === 0 ? '' : `no mount namespace of one's own here: ${(stderr ?? '').trim() || 'unshare is missing'}`;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/**
 * A folder of policy files and a program that starts a browser under it.
 * @param {{over: string, program: string}} wanted over: the folder in /etc that the browser reads
 */
export function policyFolder({ over, program }) {
  const place = mkdtempSync(join(tmpdir(), 'nearmiss-policy-'));
  mkdirSync(join(place, 'policies'), { recursive: true });
  const script = join(place, 'under-policy.sh');
  const start = join(place, 'browser');
  writeFileSync(script, UNDER_POLICY);
  writeFileSync(start, `#!/bin/sh\nexec unshare --mount sh '${script}' '${place}' '${over}' '${program}' "$@"\n`);
  chmodSync(start, 0o755);
  return {
    start,
    /** Replaces a file at once, as management tools do: a browser never reads half of one. */
    write(name, policy) {
      const file = join(place, 'policies', name);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(`${file}.new`, `${JSON.stringify(policy, null, 2)}\n`);
      renameSync(`${file}.new`, file);
    },
    remove: (name) => rmSync(join(place, 'policies', name), { force: true }),
    discard: () => rmSync(place, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Chromium as an organisation's computer runs it: nothing loaded by hand. */
export async function launchManaged(folder, profile) {
  const needed = ['--disable-extensions', '--disable-background-networking'];
  return await chromium.launchPersistentContext(profile, {
    executablePath: folder.start,
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: CHROMIUM_FLAGS,
    // Without extensions nothing is installed, and without background networking no update server is asked.
    ignoreDefaultArgs: needed,
  });
}

export const chromiumPolicies = () => policyFolder({ over: '/etc/chromium/policies', program: chromiumPath() });

/** The command of administrators, built once for a test. @returns {string} its path */
export function buildCommand(place) {
  const command = join(place, 'nearmiss');
  execFileSync('go', ['build', '-o', command, './scripts/nearmiss'], { cwd: root });
  return command;
}

/** Packs a built extension. @returns {{id: string, files: Map<string, Buffer>}} */
export function pack({ command, built, key, baseURL, version, hosts = [] }) {
  const out = mkdtempSync(join(tmpdir(), 'nearmiss-packed-'));
  try {
    const printed = execFileSync(
      command,
      [
        ...['package', '--built', built, '--out', out, '--root', root],
        ...['--key', key, '--base-url', baseURL, '--version', version],
        ...hosts.flatMap((host) => ['--webmail-host', host]),
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const id = /^id in Chrome and Edge: ([a-p]{32})$/m.exec(printed)?.[1];
    return { id, files: new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))])) };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
