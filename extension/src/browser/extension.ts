/** The extension itself: its files, its start and its version. */

/** A file of the extension; the only fetch outside background/liststore.ts. */
export async function file(path: string): Promise<Response> {
  const response = await fetch(chrome.runtime.getURL(path));
  if (!response.ok) throw new Error(`the extension's file ${path} is missing`);
  return response;
}

/** The absolute address of a file of the extension. */
export function fileUrl(path: string): string {
  return chrome.runtime.getURL(path);
}

const ALARM = 'wake';

/** Starts the background at this time, in milliseconds since 1970, also after sleep; 0: no longer. */
export function wakeAt(time: number): void {
  if (time === 0) void chrome.alarms.clear(ALARM);
  else void chrome.alarms.create(ALARM, { when: time });
}

export function onWake(listen: () => void): void {
  chrome.alarms.onAlarm.addListener(listen);
}

export function onInstalled(listen: (reason: 'install' | 'update' | 'other') => void): void {
  chrome.runtime.onInstalled.addListener(({ reason }) => {
    listen(reason === 'install' || reason === 'update' ? reason : 'other');
  });
}

export function onStartup(listen: () => void): void {
  chrome.runtime.onStartup.addListener(listen);
}

/** Firefox names some of its buttons otherwise. */
export function isFirefox(): boolean {
  return 'getBrowserInfo' in chrome.runtime;
}

/** Pushed by an administrator: nobody asked for a welcome page. */
export async function isPushedByPolicy(): Promise<boolean> {
  return (await chrome.management.getSelf()).installType === 'admin';
}

export function version(): string {
  return chrome.runtime.getManifest().version;
}
