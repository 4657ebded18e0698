/**
 * One short line at the top of the page, announced and gone by itself: what the
 * extension did or could not do.
 */
import { text } from '../browser.ts';
import { make } from '../elements.ts';
import type { Verdict } from '../messages.ts';
import { type Host, makeHost, putInto, takeOut } from './host.ts';
import style from './status.css';
import { isolate } from './words.ts';

export type Status =
  | 'core-silent' // recipients cannot be checked at the moment
  | 'copied' // the right address is on the clipboard
  | 'unchecked' // a mail went out unchecked
  | 'checking' // a mail is held while the core wakes; gone with hideStatus
  | 'unsent' // the question about a mail is gone, unanswered
  | 'left' // nobody checks this page any more: the extension was updated or removed
  | 'held' // a mail is held until it can be checked
  | 'still-open' // a mail was pressed to be sent for the person, and its compose stays open
  | 'script-held' // a mail is held that a script of the page tried to send
  | 'too-many'; // a mail has more recipients than are checked

/** Long enough to read twice (about 15 words at 180 a minute), and pointer or focus keeps it. */
const SHOWN = 10_000;

let shown: { readonly status: Status; readonly host: Host; readonly timer: number } | undefined;

export function showStatus(document: Document, status: Status, verdict?: Verdict): void {
  hideStatus();
  const view = document.defaultView;
  if (view === null) return;
  const host = makeHost(document, 'nearmiss-status', style);
  const line = make(document, 'div', { class: 'line', role: 'status' });
  const close = make(document, 'button', { type: 'button', class: 'close', 'aria-label': text('close') });
  close.addEventListener('click', () => hideStatus());
  host.theme.append(make(document, 'div', { class: `bar ${status}`, popover: 'manual' }, line, close));
  if (!putInto(document, host)) return;
  // A live region announces what changes in it, not what it is born with.
  view.setTimeout(() => line.append(wordsOf(status, verdict)), 50);
  const timer = view.setTimeout(() => hideStatus(), SHOWN);
  host.element.addEventListener('pointerenter', () => view.clearTimeout(timer));
  host.element.addEventListener('focusin', () => view.clearTimeout(timer));
  shown = { status, host, timer };
}

/** Takes the line away; with `only`, no other line than that one. */
export function hideStatus(only?: Status): void {
  if (only !== undefined && shown?.status !== only) return;
  shown?.host.element.ownerDocument.defaultView?.clearTimeout(shown.timer);
  if (shown !== undefined) takeOut(shown.host);
  shown = undefined;
}

function wordsOf(status: Status, verdict: Verdict | undefined): string {
  switch (status) {
    case 'copied':
      return text('status_copied', isolate(verdict?.suggestion ?? ''), isolate(verdict?.recipient ?? ''));
    case 'unchecked':
      return text('status_unchecked');
    case 'checking':
      return text('status_checking');
    case 'held':
      return text('status_held');
    case 'unsent':
      return text('dialog_lead');
    case 'left':
      return text('status_left');
    case 'still-open':
      return text('status_still_open');
    case 'script-held':
      return text('status_script_held');
    case 'too-many':
      return text('status_too_many');
    default:
      return text('status_core_silent');
  }
}
