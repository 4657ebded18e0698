/**
 * How an old copy of us asks the new one. A page's own window-capture listeners
 * stand before those of a copy that came with an update, and could send before it
 * hears of a press. The oldest copy has stood before the page from the start: it
 * asks the new one about each event, in the moment of the event, and stops for it
 * what must not reach the page.
 *
 * Copies share nothing but the DOM. The question is an event of the same shape
 * under the name `nearmiss:<type>`; the answer "stop" is its preventDefault. One
 * that cannot be cancelled says: decided already, let it pass. `nearmiss:taken` hands
 * over a press on a control that only the old copy knows to send: an entry of a menu
 * that it saw being opened.
 */
import { isKey } from './gesture.ts';

const PREFIX = 'nearmiss:';
const TAKEN = 'nearmiss:taken';

/** What the newest copy does with the questions of the oldest. */
export interface Successor {
  readonly isAside: () => boolean;
  readonly decide: (event: Event, isByHand: boolean) => 'pass' | 'stop';
  /** A press on `control`, which sends `root`, is held and now this copy's. */
  readonly take: (press: Event, root: Element, control: Element) => void;
}

/** Both ends, in every copy: the oldest asks, the newest answers. */
export class Relay {
  /** Types whose next event has been decided by way of the relay. */
  readonly #decided = new Set<string>();
  #hasOlder = false;
  #isAsking = false;

  /** As an old copy: true when the newer one wants the event stopped. */
  asksToStop(event: Event): boolean {
    return !this.#ask(event, true);
  }

  /** As an old copy: the event belongs to a press that has been let through. */
  tellPassed(event: Event): void {
    this.#ask(event, false);
  }

  #ask(event: Event, cancelable: boolean): boolean {
    const target = event.composedPath()[0] ?? event.target ?? window;
    this.#isAsking = true;
    try {
      return target.dispatchEvent(copyOf(event, cancelable));
    } finally {
      this.#isAsking = false;
    }
  }

  /** True once an older copy asked: it relays for all. */
  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  /** Call at document_start, with the types that the guard listens to. */
  listen(view: Window, types: readonly string[], { isAside, decide, take }: Successor): void {
    for (const type of types) {
      const answer = (asked: Event): void => {
        if (this.#isAsking) return;
        this.#hasOlder = true;
        if (isAside()) return;
        asked.stopImmediatePropagation(); // the page has no business with it
        this.#decided.add(type);
        if (!asked.cancelable) return;
        Object.defineProperty(asked, 'type', { value: type });
        if (decide(asked, isByHand(asked)) === 'stop') asked.preventDefault();
      };
      view.addEventListener(PREFIX + type, answer, { capture: true, passive: false });
    }
    const takeOver = (press: Event): void => {
      if (this.#isAsking || isAside()) return;
      press.stopImmediatePropagation();
      const [control] = press.composedPath();
      const root = (press as MouseEvent).relatedTarget;
      if (isElement(control) && isElement(root)) take(press, root, control);
    };
    view.addEventListener(TAKEN, takeOver, { capture: true });
  }

  /** As an old copy: a held press on a control of this compose is the newer copy's from now on. */
  handOver(root: Element, control: Element): void {
    this.#isAsking = true;
    try {
      control.dispatchEvent(new MouseEvent(TAKEN, { bubbles: true, composed: true, relatedTarget: root }));
    } finally {
      this.#isAsking = false;
    }
  }

  /** Whether an older copy has just asked about this event. */
  hasDecided(event: Event): boolean {
    return this.#decided.delete(event.type);
  }
}

function isElement(target: EventTarget | null | undefined): target is Element {
  return target != null && 'nodeType' in target && target.nodeType === 1;
}

/** A copy is never trusted by itself; no send is pressed with AltGraph, so that it may stand for the original's trust. */
function isByHand(copy: Event): boolean {
  return (copy as MouseEvent | KeyboardEvent).getModifierState('AltGraph');
}

function copyOf(event: Event, cancelable: boolean): Event {
  const { bubbles, composed, isTrusted: modifierAltGraph } = event;
  const type = PREFIX + event.type;
  if (isKey(event)) {
    const { key, code, keyCode, location, repeat, isComposing, ctrlKey, metaKey, shiftKey, altKey } = event;
    const struck = { key, code, keyCode, location, repeat, isComposing, ctrlKey, metaKey, shiftKey, altKey };
    return new KeyboardEvent(type, { bubbles, composed, cancelable, modifierAltGraph, ...struck });
  }
  const { button = 0, detail = 0 } = event as Partial<MouseEvent>;
  return new MouseEvent(type, { bubbles, composed, cancelable, modifierAltGraph, button, detail });
}
