/**
 * Globals of this extension's isolated world in a frame. Each version has its own,
 * and no page reaches them. Yet in Chromium the page's frames and forms answer to
 * their names here, too, though never as a window's own properties.
 */
type OwnGlobal = 'isNearmissHere' | 'nearmissPeer';

/** What this extension has set in that window; undefined where it has set nothing, and in windows of other origins. */
export function ownGlobal(view: object, name: OwnGlobal): unknown {
  try {
    return Object.getOwnPropertyDescriptor(view, name)?.value;
  } catch {
    return undefined; // another origin
  }
}

/** The same in the frame around this one. */
export function globalAround(name: OwnGlobal): unknown {
  return window.parent === window ? undefined : ownGlobal(window.parent, name);
}

export function setOwnGlobal(name: OwnGlobal, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
