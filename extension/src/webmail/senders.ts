/** Whose mail it is: the person's own address, as the compose says it, or the page around it. */
import type { Parts } from './beside.ts';
import type { Descriptor } from './descriptor.ts';
import { selectorsOf } from './select.ts';
import { textOf } from './source.ts';

/** What the page says outside of composes is read again after this time, in ms. */
const GOOD_FOR = 3000;

export class Senders {
  readonly #changed: () => void;
  #ofPages = new WeakMap<Document, { address: string; until: number }>();

  /** `changed` is called when a page says another address than it did. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The person's own address, or ''. */
  of(descriptor: Descriptor, parts: Parts): string {
    for (const source of descriptor.sender) {
      for (const place of parts.all(selectorsOf(source))) {
        const address = textOf(place, source);
        if (address !== '') return address;
      }
    }
    return descriptor.sender.length === 0 ? '' : this.#ofPage(descriptor, parts.root.ownerDocument);
  }

  forget(): void {
    this.#ofPages = new WeakMap();
  }

  #ofPage(descriptor: Descriptor, page: Document): string {
    const now = performance.now();
    const known = this.#ofPages.get(page);
    if (known === undefined) {
      const address = searchPage(descriptor, page);
      this.#ofPages.set(page, { address, until: now + GOOD_FOR });
      return address;
    }
    if (now >= known.until) {
      known.until = now + GOOD_FOR;
      // The whole page is searched: no key and no press waits for that.
      const search = (): void => {
        const address = this.#ofPages.get(page) === known ? searchPage(descriptor, page) : known.address;
        if (address === known.address) return;
        known.address = address;
        this.#changed();
      };
      page.defaultView?.requestIdleCallback(search, { timeout: GOOD_FOR });
    }
    return known.address;
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
