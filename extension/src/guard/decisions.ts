/** Tells the background what a person decided, and offers to take "This address is right" back. */
import { ask } from '../browser/ask.ts';
import { documentOf } from '../dom.ts';
import type { Decided } from '../messages/verdict.ts';
import { offerUndo } from '../warning/warning.ts';
import type { Parts } from './parts.ts';

/**
 * @param isAtSend the question held a mail, which goes with the answer
 * @param undone called when the person takes back that this recipient is right
 */
export async function reportDecisions(
  root: Element,
  decisions: readonly Decided[],
  isAtSend: boolean,
  { verdicts, health }: Parts,
  undone: (recipient: string) => void,
): Promise<void> {
  // The background needs no replacement.
  const reported = decisions.map(
    ({ verdict, choice, reason }): Decided => ({ verdict, choice, ...(reason !== undefined && { reason }) }),
  );
  const recipients = decisions.flatMap(({ verdict, choice }) => (choice === 'trust' ? [verdict.recipient] : []));
  try {
    verdicts.adopt(await ask('decided', { decisions: reported, isAtSend }));
  } catch {
    health.add('core-silent');
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
  offerUndo(documentOf(root), { recipients, isAtSend, undo });
}
