/** What the popup asks a frame of a webmail, and what the frame answers. */
import type { Choice, Verdict } from './verdict.ts';

/**
 * The popup to a frame whose report counts `questions`: what it asks at the
 * moment, and a person's answer to one of them. The popup offers them because
 * page styles reach nothing there. Taken from the extension's own pages alone
 * (browser/pages.ts: `onQuestion`).
 */
export type QuestionRequest =
  | { readonly question: 'pending' }
  | {
      readonly question: 'answer';
      readonly id: string;
      /** For all of the question's verdicts. `fix` takes each one's suggestion. */
      readonly choice: Choice;
      /** Of `fix` for a single verdict: its `alternative` instead. */
      readonly replacement?: string;
      /** Where policy asks for one. */
      readonly reason?: string;
    };

/** One question of a frame: the dialog at Send, or a notice. */
export interface PendingQuestion {
  /** Never used again in this document. */
  readonly id: string;
  /** A mail is held until this is answered; false for a notice. */
  readonly isHeld: boolean;
  /** What is asked about, as shown in the page. */
  readonly verdicts: readonly Verdict[];
  /** What may be answered, in the order to offer it. `trust` for a single verdict only. */
  readonly choices: readonly Choice[];
  /** `send` needs a reason. */
  readonly needsReason: boolean;
}

/** To `pending`: the questions. To `answer`: whether the question still stood and was answered. */
export type QuestionReply<R extends QuestionRequest> = R extends { readonly question: 'pending' }
  ? readonly PendingQuestion[]
  : boolean;
