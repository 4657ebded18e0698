/**
 * A question in words and values that can be sent: for the popup, which offers the
 * answers where the page may have covered the dialog.
 */
import { text } from '../browser/texts.ts';
import type { Verdict } from '../messages/verdict.ts';
import type { Kind } from '../policy.generated.ts';
import type { Answer, Decision, Question } from './question.ts';
import { isolate, pairOf, reasonOf } from './words.ts';

/** What may be chosen for one recipient. `copy`: the right address goes to the clipboard, and the mail stays open. */
export interface OfferedChoice {
  readonly choice: 'fix' | 'copy' | 'send' | 'trust';
  /** The right address, with `fix` and `copy`; '' with the others. */
  readonly replacement: string;
  /** The words of the button, in the person's language. */
  readonly words: string;
}

export interface QuestionText {
  /** In the order of the question's verdicts. */
  readonly recipients: readonly {
    readonly recipient: string;
    readonly kind: Kind;
    /** What is before "@"; '' for a domain alone. */
    readonly local: string;
    /** The domains: as typed, and the right one or ''. */
    readonly typed: string;
    readonly right: string;
    /** One sentence. */
    readonly reason: string;
    /** "Go back" is offered besides, once for the whole question. */
    readonly choices: readonly OfferedChoice[];
    /** Whether `send` needs a reason. */
    readonly needsReason: boolean;
  }[];
}

export function describeQuestion(question: Question): QuestionText {
  return {
    recipients: question.verdicts.map((verdict) => {
      const pair = pairOf(verdict);
      return {
        recipient: verdict.recipient,
        kind: verdict.kind,
        ...pair,
        reason: reasonOf(verdict, pair),
        choices: choicesOf(question, verdict),
        needsReason: verdict.action === 'ask-reason',
      };
    }),
  };
}

/**
 * The answer that `given` stands for; null when it is none that this question
 * offers. Shape: 'back', or for each recipient in turn what was chosen.
 */
export function answerFrom(question: Question, given: unknown): Answer | null {
  if (given === 'back') return { choice: 'back' };
  if (!Array.isArray(given) || given.length !== question.verdicts.length) return null;
  const decisions: Decision[] = [];
  for (const [at, verdict] of question.verdicts.entries()) {
    const chosen = (given[at] ?? {}) as Record<string, unknown>;
    const offered = choicesOf(question, verdict).find(
      ({ choice, replacement }) => choice === chosen.choice && replacement === (chosen.replacement ?? ''),
    );
    if (offered === undefined) return null;
    if (offered.choice === 'copy') return { choice: 'back' };
    const { choice, replacement } = offered;
    const reason = typeof chosen.reason === 'string' ? chosen.reason.trim().slice(0, MAX_REASON) : '';
    if (choice === 'send' && verdict.action === 'ask-reason' && reason === '') return null;
    decisions.push({ verdict, choice, ...(replacement !== '' && { replacement }), ...(reason !== '' && { reason }) });
  }
  return decisions.length === 0 ? null : { choice: 'proceed', decisions };
}

/** As long as the dialog's own field takes. */
const MAX_REASON = 500;

function choicesOf({ verdicts, canFix, organisation }: Question, verdict: Verdict): OfferedChoice[] {
  const isAlone = verdicts.length === 1;
  const mayFix = canFix(verdict);
  const choices: OfferedChoice[] = [];
  for (const replacement of [verdict.suggestion, verdict.alternative]) {
    if (replacement === '' || (!mayFix && !isAlone)) continue;
    const fix = isAlone ? 'choice_fix_send' : 'choice_fix';
    const words = text(mayFix ? fix : 'choice_copy', isolate(replacement));
    choices.push({ choice: mayFix ? 'fix' : 'copy', replacement, words });
  }
  if (verdict.action !== 'block') {
    choices.push({ choice: 'send', replacement: '', words: text(isAlone ? 'choice_send' : 'choice_keep') });
  }
  if ((verdict.action === 'ask' || verdict.action === 'notice') && organisation.allowsTrust !== false) {
    choices.push({ choice: 'trust', replacement: '', words: text('choice_trust') });
  }
  return choices;
}
