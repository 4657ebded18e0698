/**
 * Hears every press and every key before the page does: window-capture listeners
 * of the isolated world, set at document_start, run before any listener of the
 * page in Chromium and Firefox. It decides nothing.
 */
import { KEY_EVENTS, POINTER_EVENTS } from './press.ts';

/** By these a person writes where there is no key, too: input methods, dictation, pasting. */
const WRITING_EVENTS = ['beforeinput', 'compositionstart', 'paste', 'drop'] as const;

export class Gate {
  readonly #view: Window;
  readonly #press: (event: Event) => void;
  readonly #write: (event: Event) => void;
  /** Nobody else knows it: an event of this name only shows whether listeners are still there. */
  readonly #checkName = crypto.randomUUID();
  #isHeard = false;

  /** `press` is called with presses and keys, `write` with other ways to write. */
  constructor(view: Window, press: (event: Event) => void, write: (event: Event) => void) {
    this.#view = view;
    this.#press = press;
    this.#write = write;
  }

  /** Listens; listeners that are there already stay as they are. */
  arm(): void {
    const how = { capture: true, passive: false };
    for (const type of [...POINTER_EVENTS, ...KEY_EVENTS]) this.#view.addEventListener(type, this.#press, how);
    for (const type of WRITING_EVENTS) this.#view.addEventListener(type, this.#write, how);
    this.#view.addEventListener(this.#checkName, this.#hear);
  }

  /**
   * Reports whether presses are heard. `document.open` takes all listeners of a
   * window and its document away, and tells nobody (whatwg/html#3818): they are set anew.
   */
  check(): boolean {
    if (this.#isListening()) return true;
    this.arm();
    return this.#isListening();
  }

  #isListening(): boolean {
    this.#isHeard = false;
    this.#view.dispatchEvent(new Event(this.#checkName));
    return this.#isHeard;
  }

  readonly #hear = (): void => {
    this.#isHeard = true;
  };
}
