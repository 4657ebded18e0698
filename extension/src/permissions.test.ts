import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Browser, manifestOf } from '../manifest.ts';
import { webmailHosts, webmailOptionalHosts } from './webmail/hosts.ts';

const page = readFileSync(new URL('../PERMISSIONS.md', import.meta.url), 'utf8');

interface Manifest {
  permissions: string[];
  host_permissions: string[];
  optional_host_permissions: string[];
  content_scripts: { matches: string[]; world: string }[];
  content_security_policy: { extension_pages: string };
  web_accessible_resources?: unknown;
  background: { service_worker?: string; scripts?: string[] };
  browser_specific_settings?: { gecko: { id: string; strict_min_version: string } };
  storage?: { managed_schema: string };
}

const built = (browser: Browser, listServer = 'https://lists.example'): Manifest =>
  JSON.parse(
    JSON.stringify(
      manifestOf(browser, {
        version: '1.2.3',
        hosts: webmailHosts(),
        optionalHosts: webmailOptionalHosts(),
        listServer,
      } as Parameters<typeof manifestOf>[1]),
    ),
  ) as Manifest;

/** First cells of the table under a heading, split at commas. */
function cells(heading: string): string[] {
  const section = page.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''));
}
const hostOf = (pattern: string): string => pattern.replace(/^https:\/\/|\/\*$/g, '');

for (const browser of ['chromium', 'firefox'] as const) {
  test(`${browser}: every permission has its reason, and every reason its permission`, () => {
    const manifest = built(browser);
    assert.deepEqual(cells('Permissions').sort(), manifest.permissions.toSorted());
    const hosts = [...manifest.host_permissions, ...manifest.optional_host_permissions].map(hostOf);
    assert.deepEqual(cells('Hosts').sort(), hosts.sort());
  });

  test(`${browser}: content scripts run where hosts are granted, and nothing is reachable from pages`, () => {
    const manifest = built(browser);
    assert.deepEqual(
      manifest.content_scripts.map(({ matches }) => matches),
      [manifest.host_permissions],
    );
    assert.equal(manifest.web_accessible_resources, undefined);
    assert.ok(manifest.host_permissions.every((pattern) => pattern.startsWith('https://')));
  });

  test(`${browser}: no script but our own, and plain http only for a server of this machine`, () => {
    const policy = built(browser).content_security_policy.extension_pages;
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    assert.doesNotMatch(policy, /http:|unsafe-inline|'unsafe-eval'/);
    const local = built(browser, 'http://127.0.0.1:8787').content_security_policy.extension_pages;
    assert.match(local, /connect-src 'self' https: http:\/\/127\.0\.0\.1:8787;/);
  });
}

test('each browser gets the background that it knows', () => {
  assert.deepEqual(built('chromium').background, { service_worker: 'background.js' });
  assert.deepEqual(built('firefox').background, { scripts: ['background.js'] });
  assert.match(built('firefox').browser_specific_settings?.gecko.id ?? '', /@/);
  assert.equal(built('firefox').storage, undefined);
  assert.equal(built('chromium').storage?.managed_schema, 'managed_schema.json');
});
