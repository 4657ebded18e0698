/**
 * The endings that are one keystroke from a protected one, as the core judges
 * them: every edit of the ending is asked about, in the name of a listed body.
 */

/** Asks the core about a domain: its kind of near miss ('' for none), and the domain it suggests. */
export type Judge = (domain: string) => { readonly kind: string; readonly suggestion: string };

export type Keystroke =
  | { readonly did: 'left_out' | 'added'; readonly letter: string }
  | { readonly did: 'instead'; readonly letter: string; readonly other: string }
  | { readonly did: 'swapped' };

export interface Neighbour {
  /** "ml" */
  readonly ending: string;
  readonly keystroke: Keystroke;
}

export interface Neighbourhood {
  /** "mil" */
  readonly suffix: string;
  readonly neighbours: readonly Neighbour[];
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A body below each suffix, in whose name the core is asked. */
export function neighbourhood(suffix: string, body: string, judge: Judge): Neighbourhood {
  const right = `${body}.${suffix}`;
  const found = [...edits(suffix)].filter(([ending]) => {
    const { kind, suggestion } = judge(`${body}.${ending}`);
    return kind === 'suffix-slip' && suggestion === right;
  });
  const neighbours = found.map(([ending, keystroke]) => ({ ending, keystroke }));
  // Countries first: who is there is known.
  const rank = ({ ending }: Neighbour): string => `${ending.length === 2 ? 0 : 1}${ending}`;
  return { suffix, neighbours: neighbours.sort((one, other) => (rank(one) < rank(other) ? -1 : 1)) };
}

/** What one key makes of a word, by the word that comes of it. */
export function edits(word: string): ReadonlyMap<string, Keystroke> {
  const made = new Map<string, Keystroke>();
  const add = (typed: string, keystroke: Keystroke): void => {
    if (typed !== word && !made.has(typed)) made.set(typed, keystroke);
  };
  for (let at = 0; at < word.length; at++) {
    const [before, letter, after] = [word.slice(0, at), word[at] ?? '', word.slice(at + 1)];
    add(before + after, { did: 'left_out', letter });
    if (after !== '') add(before + after[0] + letter + after.slice(1), { did: 'swapped' });
  }
  for (let at = 0; at <= word.length; at++) {
    for (const letter of LETTERS) {
      add(word.slice(0, at) + letter + word.slice(at), { did: 'added', letter });
      if (at < word.length) {
        add(word.slice(0, at) + letter + word.slice(at + 1), { did: 'instead', letter, other: word[at] ?? '' });
      }
    }
  }
  return made;
}
