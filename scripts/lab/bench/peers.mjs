/** The npm peers, given the same names, as calls of a query. */
import SpellChecker from '@zootools/email-spell-checker';
import { closest } from 'fastest-levenshtein';
import Mailcheck from 'mailcheck';
import SymSpell from 'node-symspell';

/** node-symspell indexes deletions of a prefix: its default, and one that makes it faster. */
const prefixLengths = [7, 12];

/**
 * Each peer makes what it needs of the names and answers with a call. most is the
 * largest set it can be given here: beyond it node-symspell takes gigabytes.
 * @type {readonly {name: string, most: number, open: (names: readonly string[]) => (query: string) => unknown}[]}
 */
export const peers = [
  {
    name: 'Map',
    most: Number.POSITIVE_INFINITY,
    open(names) {
      const map = new Map(names.map((name, i) => [name, i]));
      return (query) => map.get(query);
    },
  },
  ...[1, 2].flatMap((distance) =>
    prefixLengths.map((prefixLength) => ({
      name: `node-symspell d${distance}, prefix ${prefixLength}`,
      most: distance === 1 || prefixLength === 7 ? 100_000 : 15_000,
      open(names) {
        const dictionary = new SymSpell(distance, prefixLength);
        for (const name of names) dictionary.createDictionaryEntry(name, 1);
        return (query) => dictionary.lookup(query, SymSpell.Verbosity.ALL, distance);
      },
    })),
  ),
  {
    name: 'fastest-levenshtein',
    most: Number.POSITIVE_INFINITY,
    open: (names) => (query) => closest(query, names),
  },
  {
    name: 'mailcheck',
    most: Number.POSITIVE_INFINITY,
    open: (names) => (query) => Mailcheck.run({ email: `jane.doe@${query}`, domains: names }),
  },
  {
    name: 'email-spell-checker',
    most: Number.POSITIVE_INFINITY,
    open: (names) => (query) => SpellChecker.run({ email: `jane.doe@${query}`, domains: names }),
  },
];
