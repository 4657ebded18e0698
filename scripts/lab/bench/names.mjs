/**
 * Names to measure with: the domains of worker/lists, and as many more of the
 * same make as a size asks for. The same seed gives the same names everywhere.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small seeded generator (mulberry32). @param {number} seed @returns {() => number} in [0, 1) */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Domains of any text files: the first thing of a line or of its comma-separated
 * fields that looks like one.
 * @param {string} folder @returns {string[]} unique
 */
export function namesIn(folder) {
  const names = new Set();
  for (const file of readdirSync(folder).filter((name) => /\.(txt|csv)$/.test(name))) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      if (line.startsWith('#')) continue;
      const domain = /(?:^|[,\s])([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*[a-z0-9])(?=$|[,\s])/i.exec(line)?.[1];
      if (domain !== undefined && domain.length <= 253) names.add(domain.toLowerCase());
    }
  }
  return [...names];
}

/**
 * Names as the given ones are made: a Markov chain over their letters, the next
 * one by the four before it.
 */
export class NameModel {
  #next = new Map();

  /** @param {string[]} names */
  constructor(names) {
    for (const name of names) {
      const text = `^^^^${name}$`;
      for (let i = 4; i < text.length; i++) {
        const before = text.slice(i - 4, i);
        this.#next.set(before, (this.#next.get(before) ?? '') + text[i]);
      }
    }
  }

  /** @param {() => number} random */
  make(random) {
    for (;;) {
      let text = '^^^^';
      while (!text.endsWith('$') && text.length < 70) {
        const letters = this.#next.get(text.slice(-4));
        text += letters[Math.floor(random() * letters.length)];
      }
      const name = text.slice(4, -1);
      if (text.endsWith('$') && /^[a-z0-9-]{2,}(\.[a-z0-9-]+)+$/.test(name)) return name;
    }
  }
}

/** How many names a family of similar ones has: "branch000.example" to "branch499.example". */
const familySize = 500;

/**
 * A set to protect and the names that are asked for.
 * @param {string[]} real @param {number} size
 */
export function makeNames(real, size) {
  const random = randomFrom(size);
  const shuffled = shuffle(real, randomFrom(7));
  const model = new NameModel(real);
  const names = new Set();
  // One name in a hundred is of a family, as list-makers number their branches.
  for (let family = 0; family < Math.floor(size / 100 / familySize); family++) {
    const stem = model.make(random);
    for (let i = 0; i < familySize; i++)
      names.add(`${stem.split('.')[0]}${String(i).padStart(3, '0')}.${stem.split('.').at(-1)}`);
  }
  const held = Math.min(2000, Math.floor(shuffled.length / 4));
  for (const name of shuffled.slice(held)) if (names.size < size) names.add(name);
  while (names.size < size) names.add(model.make(random));
  const unrelated = shuffled.slice(0, held).filter((name) => !names.has(name));
  return { names: shuffle([...names], random), unrelated };
}

function shuffle(list, random) {
  const shuffled = [...list];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled;
}

/** One slip of a finger in the part before the last dot. @param {string} name @param {() => number} random */
export function slip(name, random) {
  const end = name.lastIndexOf('.');
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const letter = letters[Math.floor(random() * letters.length)];
  const i = Math.floor(random() * end);
  switch (Math.floor(random() * 4)) {
    case 0:
      return name.slice(0, i) + letter + name.slice(i);
    case 1:
      return end > 2 ? name.slice(0, i) + name.slice(i + 1) : name + letter;
    case 2:
      return name.slice(0, i) + letter + name.slice(i + 1);
    default:
      return i + 1 < end ? name.slice(0, i) + name[i + 1] + name[i] + name.slice(i + 2) : letter + name;
  }
}

/**
 * What is asked for, by kind.
 * @param {{names: string[], unrelated: string[]}} set @param {number} count of each kind
 * @returns {Record<string, string[]>}
 */
export function makeQueries({ names, unrelated }, count) {
  const random = randomFrom(99);
  const some = () => names[Math.floor(random() * names.length)];
  const family = names.filter((name) => /^[a-z0-9-]*[a-z-]\d{3}\.[a-z]+$/.test(name));
  const times = (make) => Array.from({ length: count }, make);
  return {
    exact: times(some),
    unrelated: unrelated.slice(0, count),
    'distance 1': times(() => slip(some(), random)),
    'distance 2': times(() => slip(slip(some(), random), random)),
    ...(family.length > 0 && { family: times(() => slip(family[Math.floor(random() * family.length)], random)) }),
    IDN: times(() => some().replace(/[aeou]/, (c) => ({ a: 'ä', e: 'é', o: 'о', u: 'ü' })[c])),
    hostile: [
      'a'.repeat(253),
      `${'ab.'.repeat(84)}c`,
      `${'x'.repeat(63)}.${'y'.repeat(63)}.${'z'.repeat(63)}.com`,
      '-'.repeat(200),
      `${'1.'.repeat(100)}mil`,
      `xn--${'a'.repeat(59)}.com`,
      ''.padEnd(250, names[0]),
      '\u{1F600}'.repeat(60),
      'é'.repeat(120),
    ],
  };
}
