/**
 * Builds the extension as the tests load it: with shadow roots that tests can
 * look into, and, for hostile pages, as people install it.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export default function build() {
  if (process.env.NEARMISS_BUILT) return;
  for (const kind of [['--test'], []])
    execFileSync(process.execPath, ['scripts/build.mjs', ...kind], { cwd: root, stdio: 'inherit' });
}
