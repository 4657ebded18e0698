/** Builds the extension as the tests load it: the same code, with shadow roots that tests can look into. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default function build() {
  if (process.env.NEARMISS_BUILT) return;
  execFileSync(process.execPath, ['scripts/build.mjs', '--test'], { cwd: root, stdio: 'inherit' });
}
