/**
 * A short line at the top of the page, announced and gone by itself. Its ten
 * seconds wait while the pointer is over it or the focus in it.
 */
import { text } from '../browser/texts.ts';
import { makeIn } from '../elements.ts';
import { type Host, makeHost, putInto, takeOut } from './host.ts';
import style from './status.css';

/** Long enough to read twice (about 15 words at 180 a minute). */
const SHOWN = 10_000;
/** A live region announces what changes in it, not what it is born with. */
const SPEAK_AFTER = 50;

interface BarContent {
  /** Its class, and the name that `hideBar` knows it by. */
  readonly name: string;
  readonly words: string;
  /** One button; what it resolves with takes the place of the words. */
  readonly action?: { readonly label: string; readonly press: () => Promise<string> };
}

interface Shown {
  readonly name: string;
  readonly host: Host;
  readonly countdown: Countdown;
}

let shown: Shown | undefined;

/** Replaces the line that is shown. */
export function showBar(document: Document, { name, words, action }: BarContent): void {
  hideBar();
  const view = document.defaultView;
  if (view === null) return;
  const host = makeHost(document, 'nearmiss-status', style);
  const line = makeIn(document, 'div', { class: 'line', role: 'status' });
  const close = makeIn(document, 'button', { type: 'button', class: 'close', 'aria-label': text('close') });
  close.addEventListener('click', () => hideBar());
  const bar = makeIn(document, 'div', { class: `bar ${name}`, popover: 'manual' }, line, close);
  host.theme.append(bar);
  const countdown = new Countdown(view, host.element, bar, () => hideBar());
  if (action !== undefined) {
    const button = makeIn(document, 'button', { type: 'button', class: 'button', 'data-choice': name }, action.label);
    button.addEventListener('click', async () => {
      button.disabled = true;
      const answer = await action.press();
      line.textContent = answer;
      button.remove();
      countdown.again();
    });
    close.before(button);
  }
  if (!putInto(document, host)) {
    countdown.stop();
    return;
  }
  view.setTimeout(() => line.append(words), SPEAK_AFTER);
  shown = { name, host, countdown };
}

/** Puts the focus on the button of the line; false where there is none. */
export function focusBar(): boolean {
  const button = shown?.host.root.querySelector<HTMLElement>('.button');
  button?.focus({ preventScroll: true });
  return button !== null && button !== undefined;
}

/** Takes the line away; with `only`, no other than that one. */
export function hideBar(only?: string): void {
  if (shown === undefined || (only !== undefined && shown.name !== only)) return;
  shown.countdown.stop();
  takeOut(shown.host);
  shown = undefined;
}

/** Ends after SHOWN, not counting the time in which somebody is at the line. */
class Countdown {
  readonly #view: Window;
  readonly #bar: HTMLElement;
  readonly #end: () => void;
  #timer = 0;
  #startedAt = 0;
  #left = SHOWN;
  #isHovered = false;
  #isFocused = false;

  constructor(view: Window, host: HTMLElement, bar: HTMLElement, end: () => void) {
    this.#view = view;
    this.#bar = bar;
    this.#end = end;
    // The line lets presses through to the page, so the pointer is never "in" it.
    view.addEventListener('pointermove', this.#pointed, { capture: true, passive: true });
    host.addEventListener('focusin', () => this.#wait(this.#isHovered, true));
    host.addEventListener('focusout', () => this.#wait(this.#isHovered, false));
    this.#run();
  }

  /** It says something new. */
  again(): void {
    this.#left = SHOWN;
    this.#isFocused = false; // the button that had it is gone
    this.#wait(this.#isHovered, false);
  }

  stop(): void {
    this.#view.clearTimeout(this.#timer);
    this.#view.removeEventListener('pointermove', this.#pointed, { capture: true });
  }

  readonly #pointed = ({ clientX: x, clientY: y }: PointerEvent): void => {
    const { left, right, top, bottom } = this.#bar.getBoundingClientRect();
    const isOver = x >= left && x <= right && y >= top && y <= bottom;
    if (isOver !== this.#isHovered) this.#wait(isOver, this.#isFocused);
  };

  #wait(isHovered: boolean, isFocused: boolean): void {
    this.#isHovered = isHovered;
    this.#isFocused = isFocused;
    if (this.#timer !== 0) this.#left -= this.#view.performance.now() - this.#startedAt;
    this.#view.clearTimeout(this.#timer);
    this.#timer = 0;
    if (!isHovered && !isFocused) this.#run();
  }

  #run(): void {
    this.#startedAt = this.#view.performance.now();
    this.#timer = this.#view.setTimeout(this.#end, Math.max(0, this.#left));
  }
}
