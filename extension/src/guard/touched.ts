/**
 * Composes that a person has touched. Only those are shown warnings and teach the
 * history: anything that looks like a compose may be made by a script. The focus
 * does not count, nor `input` alone: page scripts can make both trusted.
 */
import {
  boxOf,
  checkVisibility,
  closestTo,
  contains,
  documentOf,
  focusedBeside,
  isConnected,
  isOnScreen,
} from '../dom.ts';
import { placeOf, placesOf } from '../eventplaces.ts';
import { WRITABLE } from '../webmail/keys.ts';
import type { Webmail } from '../webmail/webmail.ts';

export class Touched {
  readonly #webmail: Webmail;
  readonly #roots = new Set<Element>();

  constructor(webmail: Webmail) {
    this.#webmail = webmail;
  }

  has(root: Element): boolean {
    return this.#roots.has(root);
  }

  /** Those that are still there. */
  all(): readonly Element[] {
    return [...this.#roots].filter(isConnected);
  }

  /** True when it is news. */
  add(root: Element | null): boolean {
    if (root === null || this.#roots.has(root)) return false;
    this.#roots.add(root);
    return true;
  }

  /** Note a key, a click, or what is written otherwise; true when a compose is touched by it for the first time. */
  note(event: Event): boolean {
    const place = event.isTrusted ? placeOf(event) : null;
    const around = place === null ? null : this.#webmail.rootAt(placesOf(event));
    if (place === null || (around !== null && this.has(around))) return false;
    const choice = closestTo(place, '[role="listbox"],[role="option"]') ?? this.#webmail.chipAround(place);
    const isChoice = event.type === 'click' && choice !== null;
    if (!isChoice && !isWritingIn(place)) return false;
    // Suggestions are drawn away from their compose, which keeps the focus; other lists of the page are not its own.
    const inUse = isChoice ? this.#webmail.activeRoot() : null;
    const focused = inUse !== null && contains(inUse, focusedBeside(inUse)) ? inUse : null;
    const root = around ?? focused;
    return root !== null && isOnScreen(root) && this.add(root);
  }
}

/** Whether a person writes at this place, and sees it: not where it is transparent or has no size. */
export function isWritingIn(place: Element): boolean {
  const editable = closestTo(place, WRITABLE);
  if (editable === null) return documentOf(place).designMode === 'on';
  const { width, height } = boxOf(editable);
  return width >= 2 && height >= 2 && checkVisibility(editable, { checkOpacity: true, checkVisibilityCSS: true });
}
