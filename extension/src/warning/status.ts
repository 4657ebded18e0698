/**
 * What the extension did or could not do, in the line at the top of the page.
 */
import { text } from '../browser/texts.ts';
import type { Verdict } from '../messages/verdict.ts';
import { hideBar, showBar } from './bar.ts';
import { isolate } from './words.ts';

export type Status =
  | 'core-silent' // recipients cannot be checked at the moment
  | 'copied' // the right address is on the clipboard
  | 'by-hand' // the right address is to be written by hand
  | 'unchecked' // a mail went out unchecked
  | 'checking' // a mail is held while the core wakes; gone with hideStatus
  | 'unsent' // the question about a mail is gone, unanswered
  | 'left' // nobody checks this page any more: the extension was updated or removed
  | 'held' // a mail is held until it can be checked
  | 'still-open' // a mail was pressed to be sent for the person, and its compose stays open
  | 'script-held' // a mail is held that a script of the page tried to send
  | 'too-many'; // a mail has more recipients than are checked

export function showStatus(document: Document, status: Status, verdict?: Verdict): void {
  showBar(document, { name: status, words: wordsOf(status, verdict) });
}

/** Takes the line away; with `only`, no other line than that one. */
export function hideStatus(only?: Status): void {
  hideBar(only);
}

/** Those of 'copied' and 'by-hand' name the right address and the one to replace. */
const WORDS: Readonly<Record<Status, string>> = {
  copied: 'status_copied',
  'by-hand': 'status_by_hand',
  'core-silent': 'status_core_silent',
  unchecked: 'status_unchecked',
  checking: 'status_checking',
  unsent: 'dialog_lead',
  left: 'status_left',
  held: 'status_held',
  'still-open': 'status_still_open',
  'script-held': 'status_script_held',
  'too-many': 'status_too_many',
};

function wordsOf(status: Status, verdict: Verdict | undefined): string {
  if (verdict === undefined) return text(WORDS[status]);
  return text(WORDS[status], isolate(verdict.suggestion), isolate(verdict.recipient));
}
