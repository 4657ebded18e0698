/** Whose mail it is: the person's own address, as each compose says it. */
import type { Descriptor } from './descriptor.ts';
import { firstText } from './source.ts';

/** An address is read again after this time, in ms. */
const GOOD_FOR = 3000;

interface Known {
  address: string;
  until: number;
}

export class Senders {
  readonly #known = new WeakMap<Element, Known>();

  /** The person's own address, or ''. */
  of(descriptor: Descriptor, root: Element): string {
    const known = this.#known.get(root);
    const now = performance.now();
    if (known === undefined) {
      const address = readSender(descriptor, root);
      this.#known.set(root, { address, until: now + GOOD_FOR });
      return address;
    }
    if (now >= known.until) {
      // Where a compose does not say it, the whole page is searched: no key and no press waits for that.
      known.until = now + GOOD_FOR;
      const read = (): void => {
        if (root.isConnected) known.address = readSender(descriptor, root);
      };
      root.ownerDocument.defaultView?.requestIdleCallback(read, { timeout: GOOD_FOR });
    }
    return known.address;
  }
}

function readSender({ sender }: Descriptor, root: Element): string {
  for (const source of sender) {
    for (const scope of [root, root.ownerDocument]) {
      const place = scope.querySelector(source.select);
      if (place === null) continue;
      const { select: _, ...own } = source;
      const address = firstText(place, [own]);
      if (address !== '') return address;
    }
  }
  return '';
}
