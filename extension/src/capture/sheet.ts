/**
 * The text of a capture while it is written: markup with holes. A hole stands
 * for a name of the page that nobody knows; it holds a placeholder until the
 * person who looks at the capture lets the name stay.
 */
import type { CapturedName } from '../messages/capture.ts';
import { shapeOf } from './placeholder.ts';

/** More unknown names than anybody would read are replaced for good. */
const MAX_NAMES = 400;
/** In characters; a compose has some ten thousand. */
const MAX_LENGTH = 2_000_000;

class TooLarge extends Error {
  constructor() {
    super(`a capture has at most ${MAX_LENGTH} characters`);
    this.name = 'TooLarge';
  }
}

/** The names of one capture, numbered. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #mayStay: (name: string) => boolean;

  constructor(mayStay: (name: string) => boolean) {
    this.#mayStay = mayStay;
  }

  /** The number of a name that may be offered, or -1. */
  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.#numbers.size >= MAX_NAMES || !this.#mayStay(name)) return -1;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  all(): CapturedName[] {
    return Array.from(this.#numbers.keys(), (name) => ({ name, placeholder: shapeOf(name) }));
  }
}

export class Sheet {
  readonly #pieces: (string | number)[] = [];
  readonly #names: Names;
  #length = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  /** Markup, as it is. */
  write(markup: string): void {
    this.#length += markup.length;
    if (this.#length > MAX_LENGTH) throw new TooLarge();
    const last = this.#pieces.length - 1;
    const before = this.#pieces[last];
    if (typeof before === 'string') this.#pieces[last] = before + markup;
    else this.#pieces.push(markup);
  }

  /** A name of the page: a hole, or its placeholder. Answers whether it can be let stay. */
  name(name: string): boolean {
    const number = this.#names.numberOf(name);
    if (number < 0) this.write(escapeText(shapeOf(name)));
    else this.#pieces.push(number);
    return number >= 0;
  }

  /** Another sheet of the same names, as the value of an attribute. */
  writeQuoted(inner: Sheet): void {
    for (const piece of inner.#pieces) {
      if (typeof piece === 'string') this.write(escapeValue(piece));
      else this.#pieces.push(piece);
    }
  }

  get pieces(): readonly (string | number)[] {
    return this.#pieces;
  }
}

export function escapeText(text: string): string {
  return text.replace(/[&<>]/gu, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '');
}

export function escapeValue(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;');
}
