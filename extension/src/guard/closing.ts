/** What becomes of a compose after its Send has passed to the page. */

import { closestTo, contains, documentOf, findAll, isConnected } from '../dom.ts';
import { becomesTrue, waitOf } from '../waits.ts';
import { addressesOf, type Reading } from '../webmail/recipients.ts';
import { isVisible } from '../webmail/select.ts';
import type { Webmail } from '../webmail/webmail.ts';

const LOOK_EVERY = 500;

/**
 * `closed`: the mail went, as far as anybody can see. `idle`: the compose stands
 * there open, and nobody knows whether the mail went. `busy`: it does something yet.
 */
export type Ending = 'closed' | 'idle' | 'busy';

/** Watches the compose of a mail that is being sent; stops by itself. */
export async function endingOf(webmail: Webmail, root: Element, sent: Reading): Promise<Ending> {
  const wasVisible = isVisible(root);
  if (await becomesTrue(() => !isConnected(root), waitOf('closing'), LOOK_EVERY)) return 'closed';
  // Not sooner: some pages hide a compose at once, and show it again when a slow server refuses the mail.
  if (hasQuestion(root)) return 'busy';
  if (!isVisible(root)) return wasVisible ? 'closed' : 'busy';
  return holdsAny(webmail.read(root), sent) && isSendOn(webmail, root) ? 'idle' : 'busy';
}

/** Whether its fields come to hold none of the recipients: the page uses it for the next mail, or the person changes it. */
export function becomesAnother(webmail: Webmail, root: Element, sent: Reading): Promise<boolean> {
  const isAnother = (reading: Reading): boolean => reading.fields > 0 && !holdsAny(reading, sent);
  const isSo = (): boolean => isVisible(root) && !hasQuestion(root) && isAnother(webmail.read(root));
  return becomesTrue(isSo, waitOf('closing'), LOOK_EVERY);
}

function holdsAny(reading: Reading, { recipients }: Reading): boolean {
  const standing = new Set(addressesOf(reading));
  return addressesOf({ recipients }).some((one) => standing.has(one));
}

function isSendOn(webmail: Webmail, root: Element): boolean {
  const off = ':disabled,[aria-disabled="true"],[aria-busy="true"]';
  return webmail.controls(root).some(({ element }) => isVisible(element) && closestTo(element, off) === null);
}

function hasQuestion(root: Element): boolean {
  const questions = findAll(documentOf(root), 'dialog[open],[role="dialog"],[role="alertdialog"]');
  return questions.some((one) => !contains(one, root) && !contains(root, one) && isVisible(one));
}
