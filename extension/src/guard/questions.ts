/**
 * What this frame asks at the moment, for the popup: it offers the answers where
 * the page may have covered ours.
 */
import type { PendingQuestion, QuestionReply, QuestionRequest } from '../messages/questions.ts';
import type { Choice, Verdict } from '../messages/verdict.ts';
import type { Decision } from '../warning/warning.ts';

export interface AskedQuestion {
  /** A mail is held until this is answered; false for a notice. */
  readonly isHeld: boolean;
  readonly verdicts: readonly Verdict[];
  /** Whether the recipient can be changed in the page. */
  readonly canFix: (verdict: Verdict) => boolean;
  readonly allowsTrust: boolean;
  /** `more`: the reason, where policy asks for one; the other suggestion, where that was chosen. */
  readonly answer: (choice: Choice, more: Pick<Decision, 'reason' | 'replacement'>) => void;
}

export class Questions {
  readonly #asked = new Map<string, AskedQuestion>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** How many are asked now. */
  get count(): number {
    return this.#asked.size;
  }

  /** Offers a question until it is answered or the returned function is called. */
  offer(question: AskedQuestion): () => void {
    const id = crypto.randomUUID();
    this.#asked.set(id, question);
    this.#changed();
    return () => {
      if (this.#asked.delete(id)) this.#changed();
    };
  }

  take<R extends QuestionRequest>(request: R): QuestionReply<R> {
    const reply = request.question === 'pending' ? this.#pending() : this.#answer(request);
    return reply as QuestionReply<R>;
  }

  #pending(): readonly PendingQuestion[] {
    return [...this.#asked].map(([id, question]) => ({
      id,
      isHeld: question.isHeld,
      verdicts: question.verdicts,
      choices: choicesOf(question),
      needsReason: question.verdicts.some(({ action }) => action === 'ask-reason'),
    }));
  }

  #answer(request: Extract<QuestionRequest, { readonly question: 'answer' }>): boolean {
    const { id, choice, replacement = '', reason = '' } = request;
    const question = this.#asked.get(id);
    if (question === undefined || !choicesOf(question).includes(choice)) return false;
    const isOffered = choice === 'fix' && question.verdicts.every(({ alternative }) => alternative === replacement);
    if (replacement !== '' && !isOffered) return false;
    const needsReason = choice === 'send' && question.verdicts.some(({ action }) => action === 'ask-reason');
    if (needsReason && reason.trim() === '') return false;
    question.answer(choice, {
      ...(replacement !== '' && { replacement }),
      ...(needsReason && { reason: reason.trim() }),
    });
    return true;
  }
}

/** In the order to offer them. */
function choicesOf({ isHeld, verdicts, canFix, allowsTrust }: AskedQuestion): readonly Choice[] {
  const choices: Choice[] = [];
  if (verdicts.every((one) => one.suggestion !== '' && canFix(one))) choices.push('fix');
  if (isHeld) choices.push('back');
  if (isHeld && !verdicts.some(({ action }) => action === 'block')) choices.push('send');
  const isMine = verdicts.length === 1 && verdicts.every(({ action }) => action === 'ask' || action === 'notice');
  if (allowsTrust && isMine) choices.push('trust');
  return choices;
}
