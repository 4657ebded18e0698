// Deploys the list server to Cloudflare.
//
//	npm run deploy -- --env staging [--dry-run] [options of `wrangler deploy`]
//
// The environments are in worker/wrangler.jsonc. Before the first deployment of
// one: `npx wrangler login`, `npx wrangler r2 bucket create BUCKET`, and the
// first root of the lists, once, put there by the server's owner:
//
//	npx wrangler r2 object put BUCKET/v1/metadata/1.root.json --file 1.root.json --remote
//
// A dry run needs no account and sends nothing.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSite } from '../site/build.mjs';
import { buildWorker } from './build.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const config = join(root, 'worker', 'wrangler.jsonc');

/** Why these arguments must not be run, or undefined. */
export function objection(args, configText) {
  const at = args.findIndex((arg) => arg === '--env' || arg.startsWith('--env='));
  const env = at < 0 ? undefined : args[at].includes('=') ? args[at].slice('--env='.length) : args[at + 1];
  if (!env) return 'say which environment: npm run deploy -- --env staging';
  const settings = JSON.parse(configText.replace(/^\s*\/\/.*$/gm, ''));
  const known = Object.keys(settings.env);
  if (!known.includes(env)) return `no environment ${env} in worker/wrangler.jsonc: it has ${known.join(', ')}`;
  const placeholder = settings.env[env].routes?.find(({ pattern }) => pattern.endsWith('.example'));
  if (placeholder && !args.includes('--dry-run')) {
    return `${placeholder.pattern} belongs to nobody: put your own host into worker/wrangler.jsonc, env.${env}.routes`;
  }
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const reason = objection(args, await readFile(config, 'utf8'));
  if (reason) {
    console.error(reason);
    process.exit(2);
  }
  const { bytes, sha256 } = await buildWorker();
  console.log(`Go program: ${bytes} bytes, sha256 ${sha256}`);
  console.log(`front page: ${await buildSite()}`);
  const require = createRequire(import.meta.url);
  const wrangler = join(dirname(require.resolve('wrangler/package.json')), 'bin', 'wrangler.js');
  const child = spawn(process.execPath, [wrangler, 'deploy', '--config', config, ...args], {
    stdio: 'inherit',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  });
  child.once('exit', (code) => process.exit(code ?? 1));
}
