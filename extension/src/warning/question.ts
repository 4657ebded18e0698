/**
 * What the guard asks of the warning, and what it answers.
 */

import type { Organisation } from '../messages/guarding.ts';
import type { Choice, Verdict } from '../messages/verdict.ts';
import type { KeptClear } from './place.ts';

export interface NoticeHandlers {
  /** Whether `fix` can edit the recipient; else the notice offers to copy the right address. */
  readonly canFix: (verdict: Verdict) => boolean;
  readonly fix: (verdict: Verdict, replacement: string) => void;
  /** "This address is right." */
  readonly trust: (verdict: Verdict) => void;
  /** False where policy does not let people say it (Organisation.allowsTrust). */
  readonly canTrust?: boolean;
  /** A press was not taken, because something on the page may have covered the notice. */
  readonly refused?: (verdict: Verdict) => void;
  readonly dismiss?: (verdicts: readonly Verdict[]) => void;
  /** What the notice must not lie on. */
  readonly keptClear?: () => KeptClear;
}

export interface Question {
  /** The document the compose is in; a pop-out window has its own. */
  readonly document: Document;
  /**
   * Recipients that hold this mail (action ask, ask-reason or block), in the order of the page; after
   * them those that are hinted at (action notice), so that none goes out unnamed.
   */
  readonly verdicts: readonly Verdict[];
  /** Whether "Change to …" can edit the recipient; else it copies the right address and goes back. */
  readonly canFix: (verdict: Verdict) => boolean;
  readonly organisation: Organisation;
  /** Gets the focus back when the dialog closes. */
  readonly returnFocus: Element | null;
  /** Aborting closes the dialog as "Go back" (the compose vanished, the watchdog fired). */
  readonly signal?: AbortSignal;
  /** An answer given elsewhere, in the popup: closes the dialog as if it had been pressed there. */
  readonly elsewhere?: Promise<Answer>;
}

/** One decision for each verdict of the question, in its order. `replacement` belongs to `fix`. */
export interface Decision {
  readonly verdict: Verdict;
  readonly choice: Exclude<Choice, 'back'>;
  readonly replacement?: string;
  readonly reason?: string;
}

export type Answer =
  | { readonly choice: 'back' }
  | { readonly choice: 'proceed'; readonly decisions: readonly Decision[] };
