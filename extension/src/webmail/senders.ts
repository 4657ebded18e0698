/** Whose mail it is: the person's own address, as the compose says it, or the page around it. */
import { IdleWork } from '../idle.ts';
import type { Descriptor } from './descriptor.ts';
import type { Entries } from './entries.ts';
import { textOf } from './source.ts';

/** After this time what the page says outside of composes is read again, in ms. */
const GOOD_FOR = 3000;
/** Not much later, though keys keep coming: presses are judged by it. */
const LONGEST = 1000;

export class Senders {
  readonly #changed: () => void;
  #ofPages = new WeakMap<Document, PageSender>();

  /** `changed` is called when a page says another address than it did. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The person's own address, or ''. */
  of(descriptor: Descriptor, { parts, senders }: Entries): string {
    for (const { source, element } of senders) {
      const address = textOf(element, source);
      if (address !== '') return address;
    }
    return descriptor.sender.length === 0 ? '' : this.#ofPage(descriptor, parts.root.ownerDocument);
  }

  forget(): void {
    this.#ofPages = new WeakMap();
  }

  #ofPage(descriptor: Descriptor, page: Document): string {
    let known = this.#ofPages.get(page);
    if (known === undefined) {
      known = new PageSender(descriptor, page, this.#changed);
      this.#ofPages.set(page, known);
    }
    return known.address();
  }
}

/** The whole page is searched for it, for which no key and no press waits but the first. */
class PageSender {
  readonly #again: IdleWork;
  #address: string;
  #searchedAt = performance.now();

  constructor(descriptor: Descriptor, page: Document, changed: () => void) {
    this.#address = searchPage(descriptor, page);
    this.#again = new IdleWork(
      page,
      () => {
        const before = this.#address;
        this.#address = searchPage(descriptor, page);
        this.#searchedAt = performance.now();
        if (this.#address !== before) changed();
      },
      LONGEST,
    );
  }

  address(): string {
    if (performance.now() - this.#searchedAt >= GOOD_FOR) this.#again.soon();
    return this.#address;
  }
}

function searchPage({ sender }: Descriptor, page: Document): string {
  for (const source of sender) {
    const place = page.querySelector(source.select);
    const address = place === null ? '' : textOf(place, source);
    if (address !== '') return address;
  }
  return '';
}
