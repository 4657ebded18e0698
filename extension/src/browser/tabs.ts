/** Tabs: what happens in them, what we open in them, and our button beside them. */

export interface Badge {
  readonly text: string;
  readonly title: string;
}

/** What all tabs show; the types do not know it (https://developer.chrome.com/docs/extensions/reference/api/action). */
const INHERITED = null as unknown as string;

/** In one tab, or in all that show nothing of their own. */
export async function showBadge(tab: number | undefined, { text: label, title }: Badge): Promise<void> {
  const where = tab === undefined ? {} : { tabId: tab };
  try {
    await chrome.action.setBadgeBackgroundColor({ ...where, color: '#8a4b00' });
    await chrome.action.setBadgeTextColor({ ...where, color: '#ffffff' });
    // '' would be a label of the tab's own.
    await chrome.action.setBadgeText({ ...where, text: label === '' && tab !== undefined ? INHERITED : label });
    await chrome.action.setTitle({ ...where, title });
  } catch {
    // The tab was closed meanwhile.
  }
}

export function onTabClosed(listen: (tab: number) => void): void {
  chrome.tabs.onRemoved.addListener(listen);
}

/** Something in the tab loads or has loaded: a page, one of its frames, or a new address of the same page. */
export function onTabLoading(listen: (tab: number) => void): void {
  chrome.tabs.onUpdated.addListener((tab, change) => {
    if (change.status !== undefined) listen(tab);
  });
}

/** Whether a private tab is open that we may see, besides one that is being closed. */
export async function hasPrivateTabs(closing?: number): Promise<boolean> {
  return (await chrome.tabs.query({})).some(({ incognito, id }) => incognito && id !== closing);
}

export async function activeTab(): Promise<{ readonly id: number; readonly url: string } | undefined> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id === undefined ? undefined : { id: tab.id, url: tab.url ?? '' };
}

export async function openPage(path: string): Promise<void> {
  await chrome.tabs.create({ url: chrome.runtime.getURL(path) });
}

/** Whether our button stands in the toolbar itself; undefined where the browser does not say. */
export async function isPinned(): Promise<boolean | undefined> {
  const settings = await chrome.action.getUserSettings?.();
  return settings?.isOnToolbar;
}

/** A page of the web, in a new tab. */
export async function openAddress(url: string): Promise<void> {
  await chrome.tabs.create({ url });
}

export async function openOptions(): Promise<void> {
  await chrome.runtime.openOptionsPage();
}

/** Own pages: whether this one stands in a private window. */
export function isPrivateWindow(): boolean {
  return chrome.extension?.inIncognitoContext === true;
}
