/**
 * When a page is searched for composes. Pages have tens of thousands of elements,
 * so it is done only when something that concerns composes came or went, when a
 * known one is gone, or every few seconds between two keys.
 */
import { IdleWork } from '../idle.ts';
import type { Descriptor } from './descriptor.ts';
import { composeRoots, concernsComposes } from './roots.ts';

/**
 * After this time the whole page is searched again, in the next pause, even if
 * nothing that was seen asked for it, in ms: attributes may have been set later.
 */
const SEARCH_EVERY = 3000;

export class ComposeSearch {
  readonly #descriptor: () => Descriptor;
  readonly #document: Document;
  /** A search that nothing asked for takes several milliseconds on long pages. */
  readonly #again: IdleWork;
  #found: readonly Element[] | null = null;
  #searchedAt = 0;

  /** `changed` is called when other composes are found than `roots` has told of. */
  constructor(descriptor: () => Descriptor, document: Document, changed: () => void) {
    this.#descriptor = descriptor;
    this.#document = document;
    this.#again = new IdleWork(document, () => {
      const before = this.#found;
      const now = this.search();
      if (now.length !== before?.length || now.some((root, at) => root !== before[at])) changed();
    });
  }

  roots(): readonly Element[] {
    const known = this.#intact();
    if (known === null) return this.search();
    if (performance.now() - this.#searchedAt >= SEARCH_EVERY) this.#again.soon();
    return known;
  }

  /** As the page was when it was searched last. */
  known(): readonly Element[] {
    return this.#intact() ?? this.search();
  }

  search(): readonly Element[] {
    this.#searchedAt = performance.now();
    this.#found = composeRoots(this.#descriptor(), this.#document);
    return this.#found;
  }

  forget(): void {
    this.#found = null;
  }

  note(changes: readonly MutationRecord[]): void {
    for (const { type, target, addedNodes, removedNodes } of changes) {
      if (this.#found === null) return;
      // What changes within a compose leaves it a compose; the next search looks again anyway.
      if (this.#found.some((root) => root.contains(target))) continue;
      const parts = type === 'childList' ? [...addedNodes, ...removedNodes] : type === 'attributes' ? [target] : [];
      if (parts.some((part) => concernsComposes(this.#descriptor(), part))) this.forget();
    }
  }

  #intact(): readonly Element[] | null {
    return this.#found?.every((root) => root.isConnected) === true ? this.#found : null;
  }
}

/** Of a page, and of the documents around it where it is the frame of an editor. */
export class Searches {
  readonly own: ComposeSearch;
  readonly #descriptor: () => Descriptor;
  readonly #document: Document;
  readonly #changed: () => void;
  #others = new WeakMap<Document, ComposeSearch>();

  constructor(descriptor: () => Descriptor, document: Document, changed: () => void) {
    this.#descriptor = descriptor;
    this.#document = document;
    this.#changed = changed;
    this.own = new ComposeSearch(descriptor, document, changed);
  }

  of(document: Document): ComposeSearch {
    if (document === this.#document) return this.own;
    let search = this.#others.get(document);
    if (search === undefined) {
      search = new ComposeSearch(this.#descriptor, document, this.#changed);
      this.#others.set(document, search);
    }
    return search;
  }

  forget(): void {
    this.own.forget();
    this.#others = new WeakMap();
  }
}
