/** Which list a domain stands in, and what the core says of near misses of it. */
import type { Verdict } from '../../../extension/src/messages/verdict.ts';
import { entriesOf, headerOf } from '../listtext.ts';
import type { PublishedList } from '../messages.ts';
import { edits } from '../neighbours.ts';

export interface Lookup {
  /** As the core writes it; '' for what is no domain. */
  readonly domain: string;
  readonly verdict: Verdict;
  /** The list that has it, protected ones first. */
  readonly found: { readonly list: string; readonly role: string; readonly entry: string } | null;
  /** Domains one keystroke away at which the core asks. */
  readonly near: readonly string[];
}

/** What lookup needs of a Checker. */
export interface Judge {
  check(recipient: string, sender: string): Verdict;
}

const MOST_NEAR = 4;

export function lookup(typed: string, judge: Judge, lists: readonly PublishedList[]): Lookup {
  const verdict = judge.check(typed, '');
  const { domain } = verdict;
  const found = domain === '' ? null : find(domain, lists);
  return { domain, verdict, found, near: found?.role === 'protected' ? nearMisses(domain, judge) : [] };
}

/** Entries by list, read once: a Set of each list's. */
const read = new WeakMap<PublishedList, { role: string; entries: ReadonlySet<string> }>();

function find(domain: string, lists: readonly PublishedList[]): Lookup['found'] {
  const labels = domain.split('.');
  // The domain itself, names above it, and whole registries: "*.mil".
  const above = labels.map((_label, at) => labels.slice(at).join('.')).filter((name) => name.includes('.'));
  const registries = labels.slice(1).map((_label, at) => `*.${labels.slice(at + 1).join('.')}`);
  for (const role of ['protected', 'known']) {
    for (const entry of [...above, ...registries]) {
      const list = lists.find((one) => {
        const { role: own, entries } = contentOf(one);
        return own === role && entries.has(entry);
      });
      if (list !== undefined) return { list: list.name, role, entry };
    }
  }
  return null;
}

function contentOf(list: PublishedList): { role: string; entries: ReadonlySet<string> } {
  let content = read.get(list);
  if (content === undefined) {
    const text = new TextDecoder().decode(list.text);
    content = { role: headerOf(text, 'role'), entries: new Set(entriesOf(text)) };
    read.set(list, content);
  }
  return content;
}

/** Slips that end in another real ending first, countries before all, then slips in the name: half of each, where there are. */
function nearMisses(domain: string, judge: Judge): readonly string[] {
  const dot = domain.lastIndexOf('.');
  const [name, ending] = [domain.slice(0, dot), domain.slice(dot + 1)];
  const taken = (typed: readonly string[], most: number, kind?: Verdict['kind']): string[] => {
    const near: string[] = [];
    for (const one of typed) {
      if (near.length === most) break;
      const verdict = judge.check(one, '');
      if (verdict.level !== 'warn' || verdict.suggestion !== domain) continue;
      if (kind === undefined || verdict.kind === kind) near.push(one);
    }
    return near;
  };
  const endings = [...edits(ending).keys()]
    .filter((one) => one.length > 1)
    .sort((one, other) => one.length - other.length);
  const names = [...edits(name).keys()].filter((one) => /^[a-z0-9]/.test(one) && /[a-z0-9]$/.test(one));
  const byEnding = taken(
    endings.map((one) => `${name}.${one}`),
    MOST_NEAR / 2,
    'suffix-slip',
  );
  return [
    ...byEnding,
    ...taken(
      names.map((one) => `${one}.${ending}`),
      MOST_NEAR - byEnding.length,
    ),
  ];
}
