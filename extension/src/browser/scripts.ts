/** Scripts that we run in pages. */
import type { Policy } from '../policy.generated.ts';
import { forbiddenHosts, permittedHosts } from './hosts.ts';

/** A script for pages, as scripts/build.mjs makes it. */
export type PageScript = 'content.js' | 'capture.js';

/**
 * Puts a script into webmail tabs that are open already: the content script, as
 * after an update the old copy in them has lost us, or the capture tool's. Either
 * does nothing where it has come before.
 */
export async function injectIntoOpenTabs(policy: Policy, script: PageScript = 'content.js'): Promise<void> {
  const [declared] = chrome.runtime.getManifest().content_scripts ?? [];
  // Right after a reload Chromium may never answer what it is asked of permissions: the manifest's own hosts come first.
  await injectInto(await tabsOf(declared?.matches ?? []), script);
  // A compose in a window of its own is about:blank. Browsers tell its address as little as those of strangers'
  // tabs, yet know whose page it is: they let us into these alone.
  const blank = (await chrome.tabs.query({})).filter(({ url }) => url === undefined);
  const forbidden = await forbiddenHosts(policy);
  const isFree = await Promise.all(blank.map(async ({ id }) => !forbidden.includes(`${await originInside(id)}/*`)));
  await injectInto(
    blank.filter((_, at) => isFree[at]),
    script,
  );
  await injectInto(await tabsOf(await permittedHosts(policy)), script);
}

/** Of the page in a tab, where we are let into it. */
async function originInside(tabId: number | undefined): Promise<string> {
  if (tabId === undefined) return '';
  const [top] = await chrome.scripting
    .executeScript({ target: { tabId }, func: () => self.origin, injectImmediately: true })
    .catch(() => []);
  return top?.result ?? '';
}

async function tabsOf(matches: readonly string[]): Promise<chrome.tabs.Tab[]> {
  return matches.length === 0 ? [] : chrome.tabs.query({ url: [...matches] });
}

async function injectInto(tabs: readonly chrome.tabs.Tab[], script: PageScript): Promise<void> {
  await Promise.allSettled(
    tabs.map(({ id }) =>
      id === undefined
        ? undefined
        : chrome.scripting.executeScript({
            target: { tabId: id, allFrames: true },
            files: [script],
            injectImmediately: true,
          }),
    ),
  );
}

/** Addresses of frames that fill much of a page, in the tab that the person opened the popup over; [] where we may not look. */
export async function largeFrames(tabId: number): Promise<string[]> {
  try {
    const [top] = await chrome.scripting.executeScript({ target: { tabId }, func: addressesOfLargeFrames });
    return top?.result ?? [];
  } catch {
    return [];
  }
}

/** Runs in the page: uses nothing from around it. */
function addressesOfLargeFrames(): string[] {
  const frames = [...document.querySelectorAll('iframe')].filter((frame) => {
    const { width, height } = frame.getBoundingClientRect();
    return width * height > (innerWidth * innerHeight) / 4;
  });
  return frames.map(({ src }) => src).filter((src) => src.startsWith('https:'));
}

/** Runs the content script in these hosts from now on, as the manifest runs it in its own. */
export async function runInHosts(matches: readonly string[]): Promise<void> {
  const id = 'granted-hosts';
  const isThere = (await chrome.scripting.getRegisteredContentScripts({ ids: [id] })).length > 0;
  if (matches.length === 0) {
    if (isThere) await chrome.scripting.unregisterContentScripts({ ids: [id] });
    return;
  }
  const script: chrome.scripting.RegisteredContentScript = {
    id,
    matches: [...matches],
    js: ['content.js'],
    runAt: 'document_start',
    allFrames: true,
    matchOriginAsFallback: true,
    persistAcrossSessions: true,
  };
  if (isThere) await chrome.scripting.updateContentScripts([script]);
  else await chrome.scripting.registerContentScripts([script]);
}
