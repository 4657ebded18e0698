/** Hosts that somebody lets us into, beyond the manifest's own. */
import type { Policy } from '../policy.generated.ts';

/** Hosts beyond the manifest's own that somebody has let us into, as match patterns. */
export async function grantedHosts(): Promise<string[]> {
  const { origins = [] } = await chrome.permissions.getAll();
  const declared = new Set(chrome.runtime.getManifest().host_permissions ?? []);
  return origins.filter((origin) => !declared.has(origin)).sort();
}

/** Those of them that policy leaves to people, or names itself. */
export async function permittedHosts(policy: Policy): Promise<string[]> {
  const forbidden = await forbiddenHosts(policy);
  return (await grantedHosts()).filter((host) => !forbidden.includes(host));
}

export async function forbiddenHosts({ locked, webmailHosts }: Policy): Promise<string[]> {
  if (!locked.includes('webmail-hosts') && !locked.includes('all')) return [];
  const named = webmailHosts.map(({ host }) => `https://${host}/*`);
  return (await grantedHosts()).filter((host) => !named.includes(host));
}

/** Hosts that people may let us into, as the manifest names them. */
export function offeredHosts(): string[] {
  return [...(chrome.runtime.getManifest().optional_host_permissions ?? [])].filter((host) => host !== ANY_HOST).sort();
}

/** The manifest's word for "a server of your own, once you have named it". */
const ANY_HOST = 'https://*/*';

/** Asks the person; only in answer to a click. */
export async function letInto(...patterns: string[]): Promise<boolean> {
  return chrome.permissions.request({ origins: patterns });
}

export async function leave(pattern: string): Promise<void> {
  await chrome.permissions.remove({ origins: [pattern] });
}

export function onHostsChanged(listen: () => void): void {
  chrome.permissions.onAdded.addListener(listen);
  chrome.permissions.onRemoved.addListener(listen);
}
