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

/** Watches the compose of a mail that has just been sent; ends by itself. */
export async function endingOf(webmail: Webmail, root: Element, sent: Reading): Promise<Ending> {
  if (await becomesTrue(() => !isConnected(root), waitOf('closing'), LOOK_EVERY)) return 'closed';
  return isIdle(webmail, root, sent) ? 'idle' : 'busy';
}

/** Whether the same mail could be sent again at this moment: no question of the page, no slow server, no empty compose. */
function isIdle(webmail: Webmail, root: Element, sent: Reading): boolean {
  if (!isVisible(root)) return false;
  const left = new Set(addressesOf(webmail.read(root)));
  const isSame = addressesOf(sent).some((one) => left.has(one));
  const isOn = webmail.controls(root).some(({ element }) => isVisible(element) && isEnabled(element));
  return isSame && isOn && !hasQuestion(root);
}

function isEnabled(control: Element): boolean {
  return closestTo(control, ':disabled,[aria-disabled="true"],[aria-busy="true"]') === null;
}

function hasQuestion(root: Element): boolean {
  const questions = findAll(documentOf(root), 'dialog[open],[role="dialog"],[role="alertdialog"]');
  return questions.some((one) => !contains(one, root) && !contains(root, one) && isVisible(one));
}
