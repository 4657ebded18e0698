/** Whether a person is typing at this moment, and where. */
import type { Recipient } from '../webmail/recipients.ts';
import { EDITABLE } from '../webmail/select.ts';
import { hasDomain } from './begun.ts';

/** After a key pause of this time, in ms, a typed address is taken to be whole. */
const WHOLE_AFTER = 1500;
/** What is no address yet is judged after a pause of this time, in ms. */
const PAUSE = 600;

/** Not of pastes, drops, or what the browser fills in. */
const BY_KEY = /^$|^insertText$|^insertCompositionText$|^delete/u;

export class Typing {
  readonly #paused: () => void;
  #keyAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The shortest pause that is waited for, in ms. */
  #pause = Number.POSITIVE_INFINITY;

  /** `paused` is called once a pause is long enough. */
  constructor(paused: () => void) {
    this.#paused = paused;
  }

  /** What has changed in a field, as its input event says: only what comes key by key goes on. */
  note(event: Event): void {
    const { inputType = '' } = event as Partial<InputEvent>;
    if (event.isTrusted && BY_KEY.test(inputType)) this.#keyAt = performance.now();
  }

  /** The next pause that is long enough to judge what is no address yet will be told. */
  waitForPause(): void {
    this.#waitFor(PAUSE);
  }

  /** Whether the next keys may change this text: "ann@army.mi" on its way to "ann@army.mil". The pause that ends it is told. */
  isOn(recipient: Pick<Recipient, 'isLast' | 'element'>): boolean {
    return this.#isWithin(WHOLE_AFTER, recipient);
  }

  /** Whether the keys of this moment have not yet come to the end of any domain. The pause that ends it is told. */
  isEarly(recipient: Pick<Recipient, 'address' | 'isLast' | 'element'>): boolean {
    // Chips, which are many, first.
    return recipient.isLast === true && !hasDomain(recipient.address ?? '') && this.#isWithin(PAUSE, recipient);
  }

  #isWithin(pause: number, { isLast, element }: Pick<Recipient, 'isLast' | 'element'>): boolean {
    if (isLast !== true || performance.now() >= this.#keyAt + pause || !isFocused(element)) return false;
    this.#waitFor(pause);
    return true;
  }

  #waitFor(pause: number): void {
    if (pause >= this.#pause) return;
    clearTimeout(this.#timer);
    this.#pause = pause;
    this.#wait();
  }

  /** Until so long after the last key, which may come while we wait. */
  #wait(): void {
    const rest = this.#keyAt + this.#pause - performance.now();
    this.#timer = setTimeout(() => {
      if (performance.now() < this.#keyAt + this.#pause) {
        this.#wait();
        return;
      }
      this.#pause = Number.POSITIVE_INFINITY;
      this.#paused();
    }, rest);
  }
}

/** Whether what is typed now goes to this field, or to the editable that it is a part of. */
function isFocused(field: Element): boolean {
  const focused = field.ownerDocument.activeElement;
  if (focused === null) return false;
  return field.contains(focused) || (focused.matches(EDITABLE) && focused.contains(field));
}
