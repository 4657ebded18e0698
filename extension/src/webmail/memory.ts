/**
 * Which address stood beside a name, in the suggestion list or in a chip, for
 * directory contacts whose chip shows the name alone and for lines that name
 * the people once their fields are folded away. Kept for the life of the page
 * only.
 */
import type { Descriptor } from './descriptor.ts';
import { all } from './select.ts';
import { firstText, shownParts } from './source.ts';
import { nameIn, pickAddress, visibleText } from './text.ts';

/** Names remembered at once; suggestion lists show some ten at a time. */
const MAX_NAMES = 2000;

export class NameMemory {
  /** An empty address stands for a name that two people bear. */
  readonly #addresses = new Map<string, string>();
  /** What the chips of one compose said when they were last drawn: nearer than what others say. */
  readonly #drawn = new WeakMap<Element, ReadonlyMap<string, string>>();

  /** Look at the suggestions that are visible now. */
  learn(descriptor: Descriptor, document: Document): void {
    for (const rule of descriptor.memory) {
      for (const option of all(document, rule.select)) {
        const label = firstText(option, [rule.label]);
        const at = label.lastIndexOf(rule.split);
        const address = at <= 0 ? '' : pickAddress(label.slice(at + rule.split.length));
        if (address !== '') this.remember(label.slice(0, at), address);
        else this.#learnParts(shownParts(option));
      }
    }
  }

  /** A suggestion whose name and address are elements of their own. */
  #learnParts(parts: readonly string[]): void {
    const addresses = new Set(parts.map(pickAddress).filter((one) => one !== ''));
    const [address] = addresses;
    const name = parts.find((part) => !part.includes('@'));
    if (addresses.size === 1 && address !== undefined && name !== undefined) this.remember(name, address);
  }

  /** The address that goes with a name in a compose, or '' when unknown or not certain. */
  addressOf(name: string, compose: Element): string {
    const key = keyOf(name);
    return this.#drawn.get(compose)?.get(key) ?? this.#addresses.get(key) ?? '';
  }

  /** Note all chips that a compose shows now. */
  keep(compose: Element, chips: readonly { readonly display: string; readonly address: string | null }[]): void {
    // Most chips show an address and no name; this is done for each look and each press.
    let drawn: Map<string, string> | undefined;
    for (const { display, address } of chips) {
      if (address === null) continue;
      const key = keyOf(nameIn(display));
      if (key === '') continue;
      this.#remember(key, address);
      drawn ??= new Map();
      drawn.set(key, (drawn.get(key) ?? address) === address ? address : '');
    }
    if (drawn === undefined) this.#drawn.delete(compose);
    else this.#drawn.set(compose, drawn);
  }

  /** Note that `label`, a name with or without the address, stood for `address`. */
  remember(label: string, address: string): void {
    const key = keyOf(nameIn(label));
    if (key !== '' && address !== '') this.#remember(key, address);
  }

  #remember(key: string, address: string): void {
    const known = this.#addresses.get(key);
    if (known === undefined) {
      const oldest = this.#addresses.keys().next().value;
      if (this.#addresses.size >= MAX_NAMES && oldest !== undefined) this.#addresses.delete(oldest);
      this.#addresses.set(key, address);
    } else if (known.toLowerCase() !== address.toLowerCase()) {
      this.#addresses.set(key, '');
    }
  }
}

function keyOf(name: string): string {
  return visibleText(name).toLowerCase();
}
