/** Tells the background what a person decided, and offers to take "This address is right" back. */
import { ask } from '../browser/ask.ts';
import type { Decided } from '../messages/verdict.ts';
import { offerUndo } from '../warning/warning.ts';
import type { Verdicts } from './verdicts.ts';

export interface DecisionSurroundings {
  readonly document: Document;
  readonly verdicts: Verdicts;
  /** The question held a mail, which goes with the answer. */
  readonly isAtSend: boolean;
  /** The background gave no answer. */
  readonly silent: () => void;
  /** The person took back that this recipient is right. */
  readonly undone: (recipient: string) => void;
}

export async function reportDecisions(decisions: readonly Decided[], around: DecisionSurroundings): Promise<void> {
  const { document, verdicts, isAtSend, silent, undone } = around;
  const recipients = decisions.flatMap(({ verdict, choice }) => (choice === 'trust' ? [verdict.recipient] : []));
  try {
    verdicts.adopt(await ask('decided', { decisions, isAtSend }));
  } catch {
    silent();
    return;
  }
  if (recipients.length === 0 || verdicts.guarding.organisation.allowsTrust === false) return;
  const undo = async (): Promise<boolean> => {
    try {
      for (const recipient of recipients) {
        undone(recipient);
        verdicts.adopt(await ask('untrust', { recipient }));
      }
      return true;
    } catch {
      return false;
    }
  };
  offerUndo(document, { recipients, isAtSend, undo });
}
