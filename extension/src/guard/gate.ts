/**
 * Hears every press and every key before the page does: window-capture listeners
 * of the isolated world, set at document_start, run before any listener of the
 * page in Chromium and Firefox. It decides nothing.
 */
import { KEY_EVENTS, POINTER_EVENTS } from './press.ts';

/** By these a person writes where there is no key, too: input methods, dictation, pasting. */
const WRITING_EVENTS = ['beforeinput', 'compositionstart', 'paste', 'drop'] as const;

type Heard = (event: Event) => void;

export class Gate {
  readonly #listeners: (readonly [type: string, heard: Heard])[] = [];
  /** Nobody else knows it: an event of this name only shows whether listeners are still there. */
  readonly #checkName = crypto.randomUUID();
  #isHeard = false;

  /** `press` is called with presses and keys, `write` with other ways to write. */
  constructor(press: Heard, write: Heard) {
    this.listen([...POINTER_EVENTS, ...KEY_EVENTS], press);
    this.listen(WRITING_EVENTS, write);
    this.listen([this.#checkName], () => {
      this.#isHeard = true;
    });
  }

  /** Hear events of these types, too. */
  listen(types: Iterable<string>, heard: Heard): void {
    for (const type of types) this.#listeners.push([type, heard]);
    this.#arm();
  }

  /**
   * Reports whether events are heard. `document.open` takes all listeners of a
   * window and its document away, and tells nobody (whatwg/html#3818): they are set anew.
   */
  check(): boolean {
    if (this.#isListening()) return true;
    this.#arm();
    return this.#isListening();
  }

  /** Listeners that are there already stay as they are. */
  #arm(): void {
    for (const [type, heard] of this.#listeners) {
      window.addEventListener(type, heard, { capture: true, passive: false });
    }
  }

  #isListening(): boolean {
    this.#isHeard = false;
    window.dispatchEvent(new Event(this.#checkName));
    return this.#isHeard;
  }
}
