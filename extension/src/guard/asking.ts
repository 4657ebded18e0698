/** Asks about a held mail: the core who its recipients are, and a person what becomes of it. */
import { isOrphaned } from '../browser/ask.ts';
import { documentOf } from '../dom.ts';
import type { Verdict } from '../messages/verdict.ts';
import { pause, waitOf, within } from '../waits.ts';
import { type Answer, askAtSend, hideStatus, showStatus } from '../warning/warning.ts';
import { canFix } from '../webmail/fix.ts';
import type { Parts } from './parts.ts';

/** True when the verdicts came in time. A long wait is shown. */
export async function askCore(
  { verdicts, touched }: Parts,
  root: Element,
  recipients: readonly string[],
  sender: string,
  signal: AbortSignal,
): Promise<boolean> {
  const checking = setTimeout(() => {
    if (!signal.aborted) showStatus(documentOf(root), 'checking');
  }, waitOf('say-checking'));
  try {
    const started = Date.now();
    const answer = verdicts.fetch(recipients, sender, touched.has(root));
    if (await within(waitOf('verdicts'), answer)) return true;
    // The copy that follows an update can ask.
    if (isOrphaned()) await pause(waitOf('verdicts') - (Date.now() - started), signal);
    return false;
  } finally {
    clearTimeout(checking);
    hideStatus('checking');
  }
}

/** In the page or in the popup, whichever is answered first. Aborting closes the question as "Go back". */
export async function askPerson(
  { webmail, verdicts, questions }: Parts,
  root: Element,
  bad: readonly Verdict[],
  signal: AbortSignal,
): Promise<Answer> {
  const document = documentOf(root);
  const { organisation } = verdicts.guarding;
  const question = { verdicts: bad, canFix: ({ recipient }: Verdict): boolean => canFix(webmail, root, recipient) };
  const { promise: elsewhere, resolve } = Promise.withResolvers<Answer>();
  const withdraw = questions.offer({
    ...question,
    isHeld: true,
    allowsTrust: organisation.allowsTrust !== false,
    answer: (choice, more) => {
      if (choice === 'back') resolve({ choice });
      else resolve({ choice: 'proceed', decisions: bad.map((verdict) => ({ verdict, choice, ...more })) });
    },
  });
  const returnFocus = document.activeElement;
  return askAtSend({ ...question, document, organisation, returnFocus, signal, elsewhere }).finally(withdraw);
}
