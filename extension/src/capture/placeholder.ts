/**
 * Texts without their letters: what is left of "Ann Bó <ann.bo7@army.ml>" is
 * "Xxx Xx <xxx.xx9@xxxx.xx>". Of a letter only its script and case stay, of a
 * digit that it was one; ASCII punctuation, spaces and the invisible characters
 * that webmails write around names stay, because addresses are told by them.
 * Nothing else of a text can be read from its placeholder.
 */

/** The letter that stands for all letters of a script; scripts that are not here are written as Latin. */
const SCRIPTS: readonly (readonly [script: RegExp, letter: string])[] = [
  [/\p{Script=Arabic}/u, '\u0633'],
  [/\p{Script=Hebrew}/u, '\u05e9'],
  [/\p{Script=Han}/u, '\u5b57'],
  [/\p{Script=Hiragana}/u, '\u3042'],
  [/\p{Script=Katakana}/u, '\u30a2'],
  [/\p{Script=Hangul}/u, '\uac00'],
  [/\p{Script=Devanagari}/u, '\u0915'],
  [/\p{Script=Thai}/u, '\u0e01'],
];

/** Zero width, direction marks, word joiners, byte order mark. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
/** Icon fonts put their pictures here; which picture it was does not matter. */
const ICON = /[\ue000-\uf8ff]/u;

/** As `pickAddress` of webmail/text.ts cuts them. */
const ADDRESS = /[^\s<>()[\]|;:",]+@[^\s<>()[\]|;:",]+/gu;

/** Different addresses of one shape stay different: their first letters count in these. */
const LATIN = ['x', 'y', 'z'] as const;

/** The placeholder of one character, or '' for what has no place in one. */
function characterOf(character: string): string {
  if (/[\n\r\u2028\u2029]/u.test(character)) return '\n';
  if (/\s/u.test(character) && character !== '\ufeff') return ' ';
  if (INVISIBLE.test(character)) return character;
  if (ICON.test(character)) return '\ue000';
  if (/\p{Nd}/u.test(character)) return '9';
  if (/\p{L}/u.test(character)) {
    const script = SCRIPTS.find(([known]) => known.test(character));
    return script?.[1] ?? (/\p{Lu}/u.test(character) ? 'X' : 'x');
  }
  if (/[!-/:-@[-`{-~]/u.test(character)) return character;
  if (/[\p{M}\p{C}]/u.test(character)) return '';
  return /\p{P}/u.test(character) ? '\u00b7' : '\u2022';
}

/** The placeholder of a text of which nothing is repeated: names of parts, values of attributes. */
export function shapeOf(text: string): string {
  return Array.from(text, characterOf).join('');
}

/** The placeholders of one capture: which addresses are the same can be seen, no more. */
export class Placeholders {
  readonly #numbers = new Map<string, number>();
  readonly #used = new Map<string, number>();

  /** At most `limit` characters of the placeholder of a text. */
  of(text: string, limit = Number.POSITIVE_INFINITY): string {
    let out = '';
    let end = 0;
    for (const { 0: address, index } of text.matchAll(ADDRESS)) {
      out += shapeOf(text.slice(end, index)) + this.#address(address);
      end = index + address.length;
    }
    out += shapeOf(text.slice(end));
    return out.length <= limit ? out : Array.from(out).slice(0, limit).join('');
  }

  #address(address: string): string {
    const shape = shapeOf(address);
    let number = this.#numbers.get(address);
    if (number === undefined) {
      number = this.#used.get(shape) ?? 0;
      this.#used.set(shape, number + 1);
      this.#numbers.set(address, number);
    }
    let rest = number;
    return shape.replace(/[xX]/gu, (letter) => {
      const next = LATIN[rest % LATIN.length] ?? 'x';
      rest = Math.floor(rest / LATIN.length);
      return letter === 'x' ? next : next.toUpperCase();
    });
  }
}
