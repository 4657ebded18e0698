/** What becomes of a compose after its Send has passed to the page. */
import { waitOf } from '../waits.ts';
import { closestTo, contains, documentOf, findAll, isConnected } from '../webmail/dom.ts';
import { addressesOf, type Reading } from '../webmail/recipients.ts';
import { isVisible } from '../webmail/select.ts';
import type { Webmail } from '../webmail/webmail.ts';

const LOOK_EVERY = 500;

export interface ClosingListener {
  /** The compose closed: the mail went, as far as anybody can see. */
  readonly closed: () => void;
  /** It stands there open and idle: nobody knows whether the mail went. */
  readonly stays: () => void;
}

/** Watches the compose of a mail that has just been sent; ends by itself. */
export function watchClosing(webmail: Webmail, root: Element, sent: Reading, { closed, stays }: ClosingListener): void {
  const started = Date.now();
  const timer = setInterval(() => {
    const isClosed = !isConnected(root);
    if (!isClosed && Date.now() - started < waitOf('closing')) return;
    clearInterval(timer);
    if (isClosed) closed();
    else if (isIdle(webmail, root, sent)) stays();
  }, LOOK_EVERY);
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
