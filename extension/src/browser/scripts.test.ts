import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_POLICY, type Policy } from '../policy.generated.ts';
import { permittedHosts } from './hosts.ts';
import { injectIntoOpenTabs } from './scripts.ts';

const OUTLOOK = 'https://outlook.example/*';
const ALLOWED = 'https://mail.allowed.example/*';
const NAMED = 'https://mail.named.example/*';
/** Open tabs: whose page each one is, and whether the browser tells its address. */
const TABS = [
  { id: 1, origin: OUTLOOK, isBlank: false },
  { id: 2, origin: ALLOWED, isBlank: false },
  { id: 3, origin: NAMED, isBlank: false },
  { id: 4, origin: OUTLOOK, isBlank: true },
  { id: 5, origin: ALLOWED, isBlank: true },
  { id: 6, origin: NAMED, isBlank: true },
];

/** A browser in which somebody let us into two hosts. @returns the tabs that scripts came into */
function openTabs(): Set<number> {
  const joined = new Set<number>();
  const query = async ({ url }: { url?: string[] }) =>
    TABS.filter(({ origin, isBlank }) => url === undefined || (!isBlank && url.includes(origin))).map((tab) => ({
      id: tab.id,
      url: tab.isBlank ? undefined : tab.origin,
    }));
  const executeScript = async ({ target, func }: { target: { tabId: number }; func?: () => string }) => {
    if (func === undefined) joined.add(target.tabId);
    return [{ result: TABS.find(({ id }) => id === target.tabId)?.origin.replace('/*', '') }];
  };
  const manifest = { content_scripts: [{ matches: [OUTLOOK] }], host_permissions: [OUTLOOK] };
  (globalThis as { chrome?: unknown }).chrome = {
    runtime: { getManifest: () => manifest },
    permissions: { getAll: async () => ({ origins: [OUTLOOK, ALLOWED, NAMED] }) },
    tabs: { query },
    scripting: { executeScript },
  };
  return joined;
}

const locking = (...locked: Policy['locked']): Policy => ({
  ...NO_POLICY,
  locked,
  webmailHosts: [{ host: 'mail.named.example', webmail: 'outlook' }],
});

test('pages that are open are joined, in windows without an address too', async () => {
  const joined = openTabs();
  await injectIntoOpenTabs(locking('history'));
  assert.deepEqual([...joined].sort(), [1, 2, 3, 4, 5, 6]);
});

for (const lock of ['webmail-hosts', 'all'] as const) {
  test(`where policy locks ${lock}, no page is joined that only a person has allowed`, async () => {
    const joined = openTabs();
    await injectIntoOpenTabs(locking(lock));
    assert.deepEqual([...joined].sort(), [1, 3, 4, 6]);
    assert.deepEqual(await permittedHosts(locking(lock)), [NAMED]);
  });
}
