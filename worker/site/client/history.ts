/** What changed in the lists, version by version, fetched when somebody opens it. */
import { language, text } from '../../../extension/src/browser/texts.ts';
import { make } from '../../../extension/src/elements.ts';
import { entriesOf } from '../listtext.ts';
import { fetchFile } from './fetch.ts';
import { type Publication, publicationOf, type Target, targetPath } from './publication.ts';

/** This many versions back. */
const STEPS = 5;
/** This many entries of a change are named. */
const NAMED = 8;

export interface Change {
  readonly list: string;
  /** New and removed lists are named, not read. */
  readonly what: 'changed' | 'new' | 'gone';
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export function showHistory(current: Publication): void {
  const details = document.querySelector<HTMLDetailsElement>('[data-history]');
  const place = details?.querySelector('div');
  if (details === null || details === undefined || place === null || place === undefined) return;
  details.hidden = false;
  details.addEventListener('toggle', () => void fill(), { once: true });

  const fill = async (): Promise<void> => {
    let later = current;
    for (let step = 0; step < STEPS; step++) {
      const earlier = later.version > 1 ? await publicationOf(later.version - 1) : undefined;
      if (earlier === undefined) {
        if (step === 0) place.append(make('p', { class: 'soft' }, text('site_lists_history_none')));
        return;
      }
      place.append(versionElement(later.version, await changesBetween(earlier, later)));
      later = earlier;
    }
  };
}

function versionElement(version: number, changes: readonly Change[]): HTMLElement {
  const shown = version.toLocaleString(language(), { useGrouping: false });
  const items = changes.map(({ list, what, added, removed }) =>
    make(
      'li',
      {},
      make('bdi', { dir: 'ltr' }, list),
      what === 'new' && ` – ${text('site_lists_history_new')}`,
      what === 'gone' && ` – ${text('site_lists_history_gone')}`,
      ...entryElements([...added.map((entry) => `+${entry}`), ...removed.map((entry) => `−${entry}`)]),
    ),
  );
  const none = make('p', { class: 'soft' }, text('site_lists_history_same'));
  return make(
    'section',
    {},
    make('h3', {}, text('site_lists_history_version', shown)),
    items.length === 0 ? none : make('ul', {}, ...items),
  );
}

function entryElements(entries: readonly string[]): Node[] {
  const named = entries
    .slice(0, NAMED)
    .map((entry) => make('code', { dir: 'ltr', class: entry.startsWith('+') ? 'added' : 'removed' }, entry));
  const rest = entries.length - named.length;
  const more = make('span', { class: 'soft' }, text('site_lists_more', rest.toLocaleString(language())));
  return rest > 0 ? [...named, more] : named;
}

export async function changesBetween(earlier: Publication, later: Publication): Promise<readonly Change[]> {
  const names = [...new Set([...earlier.lists.keys(), ...later.lists.keys()])].sort();
  const changes = names.map(async (list): Promise<Change | undefined> => {
    const [before, after] = [earlier.lists.get(list), later.lists.get(list)];
    if (before === undefined) return { list, what: 'new', added: [], removed: [] };
    if (after === undefined) return { list, what: 'gone', added: [], removed: [] };
    if (before.sha256 === after.sha256) return undefined;
    return { list, what: 'changed', ...(await difference(list, before, after, later)) };
  });
  return (await Promise.all(changes)).filter((change) => change !== undefined);
}

/** From the delta where one was published, else from both texts. */
async function difference(
  list: string,
  before: Target,
  after: Target,
  { deltas }: Publication,
): Promise<Pick<Change, 'added' | 'removed'>> {
  const name = `delta-${before.sha256.slice(0, 16)}-${after.sha256.slice(0, 16)}.txt`;
  const delta = deltas.get(name);
  const body = delta === undefined ? undefined : await fetchFile(targetPath(name, delta.sha256));
  if (body !== undefined) {
    const lines = new TextDecoder().decode(body).split('\n');
    const starting = (sign: string): string[] =>
      lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
    return { added: starting('+'), removed: starting('-') };
  }
  const [old, fresh] = await Promise.all([entriesAt(list, before), entriesAt(list, after)]);
  return {
    added: [...fresh].filter((entry) => !old.has(entry)),
    removed: [...old].filter((entry) => !fresh.has(entry)),
  };
}

async function entriesAt(list: string, { sha256 }: Target): Promise<ReadonlySet<string>> {
  const body = await fetchFile(targetPath(`${list}.txt`, sha256));
  return new Set(body === undefined ? [] : entriesOf(new TextDecoder().decode(body)));
}
