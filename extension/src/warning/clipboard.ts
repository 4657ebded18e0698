/** The right address for a person who changes the recipient by hand. */
import type { Verdict } from '../messages/verdict.ts';
import { showStatus } from './status.ts';

/**
 * Puts the suggestion on the clipboard, which the browser refuses where the page
 * has no focus or nobody has just pressed something. Says which address to write,
 * and once it is on the clipboard that it can be pasted.
 */
export function copySuggestion(document: Document, verdict: Verdict): void {
  showStatus(document, 'by-hand', verdict);
  document.defaultView?.navigator.clipboard?.writeText(verdict.suggestion).then(
    () => showStatus(document, 'copied', verdict),
    () => undefined,
  );
}
