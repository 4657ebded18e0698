/**
 * What a person sees in a webmail page: the quiet notice at a compose, and the
 * dialog that holds a mail at Send. Both live in closed shadow roots; the page's
 * styles do not reach them and its scripts cannot press their buttons.
 */
import type { Organisation, Verdict } from '../messages.ts';

export interface NoticeHandlers {
  /** "Change to …" of one recipient was pressed. Without it the notice offers to copy the address. */
  readonly change?: (verdict: Verdict, replacement: string) => void;
  /** "This address is right." was pressed; the notice offers Undo by itself and calls `undo`. */
  readonly allow: (verdict: Verdict) => void;
  readonly undo: (verdict: Verdict) => void;
}

export interface Question {
  /** Recipients that hold this mail (action ask, ask-reason or block), in the order of the page. */
  readonly verdicts: readonly Verdict[];
  /**
   * What "Change to …" will do, and therefore what it says: `send` edits the
   * recipient and sends, `edit` edits and stays in the compose, `copy` puts the
   * right address on the clipboard.
   */
  readonly change: 'send' | 'edit' | 'copy';
  readonly organisation: Organisation;
  /** Aborting closes the dialog as "Go back" (the compose vanished, the watchdog fired). */
  readonly signal?: AbortSignal;
}

/** `changes` and `right` hold recipients exactly as the verdicts spelt them. */
export type Decision =
  | {
      readonly choice: 'change';
      /** recipient → replacement; the other recipients of the question are in `right`. */
      readonly changes: ReadonlyMap<string, string>;
      /** recipients said to be right in the same dialog: to be allowed. */
      readonly right: readonly string[];
    }
  | { readonly choice: 'back' }
  | {
      readonly choice: 'send';
      /** recipients said to be right: to be allowed. Empty for a plain "Send anyway". */
      readonly right: readonly string[];
      /** typed by the person where policy asks for it, else ''. */
      readonly reason: string;
    };

export { askAtSend } from './dialog.ts';
export { hideNotice, showNotice } from './notice.ts';
