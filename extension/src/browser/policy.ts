/** Managed policy as the browser gives it. */
import { hostnameOf } from './ask.ts';

/** Managed policy as the browser gives it. Firefox rejects when there is none, Chromium answers {}. */
export async function managedPolicy(): Promise<Record<string, unknown>> {
  try {
    return await chrome.storage.managed.get(null);
  } catch {
    return {};
  }
}

/** Content scripts: what policy says to a page, should the background be unable to say it. */
export interface PagePolicy {
  /** Mail that cannot be checked is held. */
  readonly isHolding: boolean;
  /** The webmail that an organisation's own server is, by its descriptor's id; null for other hosts. */
  readonly webmail: string | null;
}

export async function pagePolicy(origin: string): Promise<PagePolicy> {
  const host = hostnameOf(origin);
  const { failure, webmailHosts } = await managedPolicy();
  const entries: unknown[] = Array.isArray(webmailHosts) ? webmailHosts : [];
  const own = entries.map((entry) => String(entry).trim().split(/\s+/u)).find(([, name]) => name === host);
  return { isHolding: failure === 'hold', webmail: own?.[0] ?? null };
}

export function onManagedPolicy(listen: () => void): void {
  chrome.storage.onChanged.addListener((_changes, area) => {
    if (area === 'managed') listen();
  });
}
