/**
 * Which address stood beside a name in the suggestion list, for directory
 * contacts whose chip shows the name alone. Kept for the life of the page only.
 */
import type { Descriptor } from './descriptor.ts';
import { all } from './select.ts';
import { firstText } from './source.ts';
import { pickAddress, visibleText } from './text.ts';

/** Names remembered at once; suggestion lists show some ten at a time. */
const MAX_NAMES = 2000;

export class NameMemory {
  /** An empty address stands for a name that two people bear. */
  readonly #addresses = new Map<string, string>();

  /** Look at the suggestions that are visible now. */
  learn(descriptor: Descriptor, document: Document): void {
    for (const rule of descriptor.memory) {
      for (const option of all(document, rule.select)) {
        const label = firstText(option, [rule.label]);
        const at = label.lastIndexOf(rule.split);
        if (at <= 0) continue;
        this.#remember(label.slice(0, at), pickAddress(label.slice(at + rule.split.length)));
      }
    }
  }

  /** The address that goes with a name, or '' when unknown or not certain. */
  addressOf(name: string): string {
    return this.#addresses.get(keyOf(name)) ?? '';
  }

  #remember(name: string, address: string): void {
    const key = keyOf(name);
    if (key === '' || address === '') return;
    const known = this.#addresses.get(key);
    if (known === undefined) {
      const oldest = this.#addresses.keys().next().value;
      if (this.#addresses.size >= MAX_NAMES && oldest !== undefined) this.#addresses.delete(oldest);
      this.#addresses.set(key, address);
    } else if (known !== address) {
      this.#addresses.set(key, '');
    }
  }
}

function keyOf(name: string): string {
  return visibleText(name).toLowerCase();
}
