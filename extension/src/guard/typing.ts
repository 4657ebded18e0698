/** Whether a person is typing at this moment, and where. */

import { contains, focusedBeside, matchesSelector } from '../dom.ts';
import { waitOf } from '../waits.ts';
import type { Recipient } from '../webmail/recipients.ts';
import { EDITABLE } from '../webmail/select.ts';
import { hasDomain } from '../webmail/text.ts';

/** Not of pastes, drops, or what the browser fills in. */
const BY_KEY = /^$|^insertText$|^insertCompositionText$|^delete/u;

type TypedRecipient = Pick<Recipient, 'address' | 'isLast' | 'element'>;

export class Typing {
  readonly #paused: () => void;
  #keyAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `paused` is called when a pause that somebody was told to wait for is over. */
  constructor(paused: () => void) {
    this.#paused = paused;
  }

  /** What has changed in a field, as its input event says: only what comes key by key goes on. */
  note(event: Event): void {
    const { inputType = '' } = event as Partial<InputEvent>;
    if (event.isTrusted && BY_KEY.test(inputType)) this.#keyAt = performance.now();
  }

  /** Whether the next keys may change this text: "ann@army.mi" on its way to "ann@army.mil". `paused` follows. */
  isOn(recipient: TypedRecipient): boolean {
    return this.#isWithin(waitOf('address-pause'), recipient);
  }

  /** Whether the keys of this moment have not yet come to the end of any domain. `paused` follows. */
  isIncomplete(recipient: TypedRecipient): boolean {
    return !hasDomain(recipient.address ?? '') && this.#isWithin(waitOf('word-pause'), recipient);
  }

  #isWithin(pause: number, { isLast, element }: TypedRecipient): boolean {
    const rest = this.#keyAt + pause - performance.now();
    if (isLast !== true || rest <= 0 || !isFocused(element)) return false;
    // The next key makes a scan of its own, which asks again.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#paused, rest);
    return true;
  }
}

/** Whether what is typed now goes to this field, or to the editable that it is a part of. */
function isFocused(field: Element): boolean {
  const focused = focusedBeside(field);
  if (focused === null) return false;
  return contains(field, focused) || (matchesSelector(focused, EDITABLE) && contains(focused, field));
}
