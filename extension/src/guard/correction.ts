/** What the person decided about a held mail, put into the page. */

import { documentOf } from '../dom.ts';
import { copySuggestion, type Decision } from '../warning/warning.ts';
import { fixRecipient, focusRecipient } from '../webmail/fix.ts';
import { addressesOf, type Reading } from '../webmail/recipients.ts';
import type { Webmail } from '../webmail/webmail.ts';

export class Correction {
  /** By address: suggestions that are in the page now. */
  readonly made = new Map<string, Decision>();
  /** The change that is being put into the page and is not there yet. */
  unfinished: Decision | undefined;
  readonly #webmail: Webmail;
  readonly #root: Element;

  constructor(webmail: Webmail, root: Element) {
    this.#webmail = webmail;
    this.#root = root;
  }

  /** True when the change is in the page; else the person finishes by hand. `isOver`: nobody waits for it any more. */
  async make(decision: Decision, isOver: () => boolean): Promise<boolean> {
    this.unfinished = decision;
    const isDone = await fixRecipient(this.#webmail, this.#root, decision.verdict.recipient, wantedOf(decision));
    if (isOver()) return false;
    if (!isDone) {
      this.handBack(decision);
      return false;
    }
    this.unfinished = undefined;
    this.made.set(wantedOf(decision), decision);
    return true;
  }

  /** A change that was in the page and is not in this reading: the page took something else instead. */
  lostIn(reading: Reading): Decision | undefined {
    const present = new Set(addressesOf(reading));
    return [...this.made].find(([address]) => !present.has(address))?.[1];
  }

  /** The page does not follow: the person finishes by hand, with the right address at hand. */
  handBack(decision: Decision): void {
    const { verdict } = decision;
    const suggestion = wantedOf(decision);
    copySuggestion(documentOf(this.#root), { ...verdict, suggestion });
    focusRecipient(this.#webmail, this.#root, verdict.recipient).catch(() => {});
  }
}

/** The address that stands in the page after a change. */
function wantedOf({ verdict, replacement }: Decision): string {
  return replacement ?? verdict.suggestion;
}
