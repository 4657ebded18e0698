/** The menu of other ways to send, which is drawn away from its compose: while it may be open, its entries send. */

import { closestTo } from '../dom.ts';
import { waitOf } from '../waits.ts';

const ENTRY = '[role="menuitem"],[role="menuitemradio"],[role="menu"] [role="button"],[role="menu"] button';

export class SendMenu {
  #until = 0;

  /** Entries of whatever menu is there count as sending from now on. */
  opened(): void {
    this.#until = Date.now() + waitOf('send-menu');
  }

  get isOpen(): boolean {
    return Date.now() < this.#until;
  }

  /** The entry around this place; null where there is none, or the menu is not open. */
  entryAround(place: Element): Element | null {
    return this.isOpen ? closestTo(place, ENTRY) : null;
  }
}
