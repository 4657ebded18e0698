/** The extension on servers of somebody's own. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The built extension as an organisation packages it for servers of its own:
 * nothing but the manifest differs.
 * @returns {{folder: string, discard: () => void}}
 */
export function withHosts(built, hosts) {
  const folder = mkdtempSync(join(tmpdir(), 'nearmiss-own-'));
  cpSync(built, folder, { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const patterns = hosts.map((host) => `https://${host}/*`);
  manifest.host_permissions.push(...patterns);
  for (const script of manifest.content_scripts) script.matches.push(...patterns);
  writeFileSync(file, JSON.stringify(manifest));
  return { folder, discard: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}
