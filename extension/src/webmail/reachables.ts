/** What a person must be able to press in a page that has composes, whatever of ours lies over it. */
import { IdleWork } from '../idle.ts';
import { Parts } from './beside.ts';
import type { Descriptor, Selector } from './descriptor.ts';
import type { Control } from './roots.ts';
import { all, concerns, matches, unionOf } from './select.ts';
import { addPopUps, OPENS_LIST } from './stray.ts';

export interface Reachables {
  /** Send, and what stands for it. */
  readonly controls: readonly Element[];
  /** Suggestions and menus that are open. */
  readonly lists: readonly Element[];
}

const OPEN_LISTS: readonly Selector[] = ['[role="menu"]', '[role="listbox"]'];

/** After this time the page is searched again, in the next pause, even if nothing that was seen asked for it; in ms. */
const SEARCH_EVERY = 3000;

/** What stands anywhere in the page is kept: to search a long one takes longer than a key may wait. */
export class ReachableSearch {
  readonly #descriptor: () => Descriptor;
  readonly #document: Document;
  /** Menus, suggestions, and entries that send, drawn or not; null when the page has to be searched. */
  #away: readonly Element[] | null = null;
  #searchedAt = 0;
  #askedAt = 0;
  readonly #again: IdleWork;

  constructor(descriptor: () => Descriptor, document: Document) {
    this.#descriptor = descriptor;
    this.#document = document;
    this.#again = new IdleWork(document, () => this.#search());
  }

  /** @param roots the composes of the page */
  find(roots: readonly Element[], controlsOf: (root: Element) => readonly Control[]): Reachables {
    const descriptor = this.#descriptor();
    const away = this.#away ?? this.#search();
    this.#askedAt = performance.now();
    if (this.#askedAt - this.#searchedAt >= SEARCH_EVERY) this.#again.soon();
    const parts = roots.map((root) => new Parts(descriptor, root));
    const controls = roots.flatMap((root) => controlsOf(root).map(({ element }) => element));
    const openers = parts.flatMap((one) => one.search(descriptor.send.openers));
    // Inside of a compose, a list is as often the row that holds the chips: there what an input opens counts.
    const lists = away.filter((one) => matches(one, OPEN_LISTS) && !roots.some((root) => root.contains(one)));
    return {
      controls: [...controls, ...openers, ...away.filter((one) => matches(one, detachedOf(descriptor)))],
      lists: [...lists, ...parts.flatMap(openedIn)],
    };
  }

  forget(): void {
    this.#away = null;
  }

  /** Tell of changes in the page. */
  note(changes: readonly MutationRecord[]): void {
    if (this.#away === null) return;
    const now = performance.now();
    if (now - this.#askedAt > SEARCH_EVERY) {
      // There is no notice any more that would ask.
      this.forget();
      return;
    }
    const wanted = awaySelectors(this.#descriptor());
    const isWanted = (part: Node): boolean => part.nodeType === 1 && concerns(part as Element, wanted);
    for (const { type, target, addedNodes } of changes) {
      const parts = type === 'childList' ? [...addedNodes] : type === 'attributes' ? [target] : [];
      if (parts.some(isWanted)) {
        this.forget();
        return;
      }
    }
  }

  #search(): readonly Element[] {
    this.#searchedAt = performance.now();
    this.#away = all(this.#document, awaySelectors(this.#descriptor()));
    return this.#away;
  }
}

function awaySelectors(descriptor: Descriptor): readonly Selector[] {
  return unionOf(descriptor.send, () => [...OPEN_LISTS, ...detachedOf(descriptor)]);
}

/** What sends and is drawn away from its compose. */
function detachedOf({ send: { detached } }: Descriptor): readonly Selector[] {
  return unionOf(detached, () => detached.flatMap(({ select }) => select));
}

function openedIn(parts: Parts): Element[] {
  const lists = new Set<Element>();
  for (const input of parts.search(OPENS_LIST)) addPopUps(lists, input);
  return [...lists];
}
