/** What the person decided about a held mail, put into the page. */
import { type Decision, showStatus } from '../warning/warning.ts';
import { fixRecipient, focusRecipient } from '../webmail/fix.ts';
import type { Webmail } from '../webmail/webmail.ts';

export class Changes {
  readonly #webmail: Webmail;
  readonly #root: Element;
  #unfinished: Decision | undefined;

  constructor(webmail: Webmail, root: Element) {
    this.#webmail = webmail;
    this.#root = root;
  }

  /** The change that is being put into the page and is not there yet. */
  get unfinished(): Decision | undefined {
    return this.#unfinished;
  }

  /** True when the change is in the page; else the person finishes by hand. `isOver`: nobody waits for it any more. */
  async make(decision: Decision, isOver: () => boolean): Promise<boolean> {
    this.#unfinished = decision;
    const isDone = await fixRecipient(this.#webmail, this.#root, decision.verdict.recipient, wantedOf(decision));
    if (isOver()) return false;
    if (isDone) this.#unfinished = undefined;
    else this.handBack(decision);
    return isDone;
  }

  /** The page does not follow: the person finishes by hand, with the right address at hand. */
  handBack(decision: Decision): void {
    const { verdict } = decision;
    const suggestion = wantedOf(decision);
    void copy(suggestion);
    showStatus(this.#root.ownerDocument, 'copied', { ...verdict, suggestion });
    focusRecipient(this.#webmail, this.#root, verdict.recipient).catch(() => {});
  }
}

/** The address that stands in the page after a change. */
export function wantedOf({ verdict, replacement }: Decision): string {
  return replacement ?? verdict.suggestion;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // The page may not allow it; the status line shows the address all the same.
  }
}
