/**
 * Which events belong to one press. Webmails react to any of them (Gmail already
 * to mousedown), so all of them share one decision: a press that was let through
 * is never stopped half-way, and one that was stopped never leaks.
 */
import { waitOf } from '../waits.ts';

export const POINTER_EVENTS = [
  'pointerdown',
  'touchstart',
  'mousedown',
  'pointerup',
  'touchend',
  'mouseup',
  'click',
  'pointercancel',
] as const;
export const KEY_EVENTS = ['keydown', 'keypress', 'keyup'] as const;

const UPS: readonly string[] = ['pointerup', 'mouseup', 'touchend'];

export class Press {
  readonly outcome: 'pass' | 'stop';
  /** Null for a pointer. */
  readonly #key: string | null;
  readonly #seen: string[] = [];
  #last = Date.now();
  #over = false;
  #endedOnControl = false;
  readonly #end = Promise.withResolvers<boolean>();
  /** Resolves when the person has finished it: true when it stayed a press on the control, false when given up. */
  readonly finished = this.#end.promise;

  constructor(event: Event, outcome: 'pass' | 'stop') {
    this.outcome = outcome;
    this.#key = isKey(event) ? event.key : null;
    this.#giveUpLater();
    this.#take(event, () => true);
  }

  /** Gives up after a while. A page that stands still gets no events, so the time starts anew after that. */
  #giveUpLater(): void {
    const due = Date.now() + waitOf('press');
    setTimeout(() => {
      if (Date.now() - due > waitOf('click-after-up')) this.#giveUpLater();
      else {
        this.#over = true;
        this.#end.resolve(false);
      }
    }, waitOf('press'));
  }

  /** Takes the event where it goes on with this press. `isOnControl` is asked only where it matters. */
  takes(event: Event, isOnControl: () => boolean): boolean {
    if (!this.continuedBy(event, isOnControl)) return false;
    this.#take(event, isOnControl);
    return true;
  }

  /** Whether the event goes on with this press. */
  continuedBy(event: Event, isOnControl: () => boolean): boolean {
    const age = Date.now() - this.#last;
    if (this.#over) return false;
    if (this.#key !== null) {
      if (isKey(event)) return event.key === this.#key && event.type !== 'keydown';
      // Browsers make a click of Enter and Space on a button; any other click is a press of its own.
      return event.type === 'click' && age < waitOf('click-after-up') && isOnControl();
    }
    if (isKey(event) || this.#seen.includes(event.type)) return false;
    if (event.type === 'pointerdown') return false;
    // A click while the button is down is nobody's finger: a page's, a tool's, or our own change of a chip.
    const isUp = UPS.some((up) => this.#seen.includes(up));
    if (event.type === 'click' && !isUp) return false;
    return !isUp || age < waitOf('click-after-up');
  }

  #take(event: Event, isOnControl: () => boolean): void {
    this.#last = Date.now();
    this.#seen.push(event.type);
    if (this.#key !== null) {
      this.#end.resolve(true);
      // The click that a browser makes of Space follows the key's coming up.
      this.#over = event.type === 'click';
    } else if (event.type === 'click') {
      this.#over = true;
      // Dragged off, the click falls on what holds both ends; a control that was drawn anew was still let go of.
      this.#end.resolve(this.#endedOnControl || isOnControl());
    } else if (event.type === 'pointercancel') {
      this.#over = true;
      this.#end.resolve(false);
    } else if (UPS.includes(event.type)) {
      this.#endedOnControl = isOnControl();
      setTimeout(() => this.#end.resolve(this.#endedOnControl), waitOf('click-lost'));
    }
  }
}

/** Whether a press may begin with this event. */
export function begins({ type }: Event): boolean {
  return type === 'pointerdown' || type === 'keydown';
}

export function isKey(event: Event): event is KeyboardEvent {
  return event.type.startsWith('key');
}

export function isEscape(event: Event): boolean {
  return isKey(event) && event.type === 'keydown' && event.key === 'Escape' && !event.isComposing;
}
