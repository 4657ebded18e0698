/**
 * Which address stood beside a name, in the suggestion list or in a chip, for
 * directory contacts whose chip shows the name alone and for lines that name
 * the people once their fields are folded away. Kept for the life of the page
 * only.
 */

import { elementOf } from '../eventplaces.ts';
import type { Descriptor, MemoryRule } from './descriptor.ts';
import { messageAround } from './message.ts';
import { all, around } from './select.ts';
import { firstText, shownParts } from './source.ts';
import { nameIn, pickAddress, visibleText } from './text.ts';

/** Names remembered at once; suggestion lists show some ten at a time. */
const MAX_NAMES = 2000;

/** If more parts than this were drawn, the whole page is searched instead. */
const MAX_PARTS = 200;

export class NameMemory {
  /** An empty address stands for a name that two people bear. */
  readonly #addresses = new Map<string, string>();
  /** What the chips of one compose said when they were last drawn: nearer than what others say. */
  readonly #drawn = new WeakMap<Element, ReadonlyMap<string, string>>();
  /** The parts drawn since names were last learned. Null means the whole page: at first, and if there are too many. */
  #drawnParts: Set<Element> | null = null;

  /** Note changes in the page: suggestions may have come with them, and may be gone by the next scan. */
  note(changes: readonly MutationRecord[]): void {
    for (const { type, target, addedNodes } of changes) {
      for (const node of type === 'childList' ? addedNodes : [target]) {
        const part = elementOf(node);
        if (part !== null) this.#drawnParts?.add(part);
      }
    }
    if ((this.#drawnParts?.size ?? 0) > MAX_PARTS) this.#drawnParts = null;
  }

  /** Learn from the suggestions that have come since the last time, even if they are gone again. */
  learn(descriptor: Descriptor, document: Document): void {
    const parts = this.#drawnParts === null ? [document.documentElement] : [...this.#drawnParts];
    this.#drawnParts = new Set();
    for (const rule of descriptor.memory) {
      const options = new Set(parts.flatMap((part) => [...all(part, rule.select), ...around(part, rule.select)]));
      for (const option of options) if (messageAround(descriptor, option) === null) this.#learnOption(rule, option);
    }
  }

  #learnOption(rule: MemoryRule, option: Element): void {
    const label = firstText(option, [rule.label]);
    const at = label.lastIndexOf(rule.split);
    const address = at <= 0 ? '' : pickAddress(label.slice(at + rule.split.length));
    if (address !== '') this.#remember(keyIn(label.slice(0, at)), address);
    else this.#learnParts(shownParts(option));
  }

  /** A suggestion whose name and address are elements of their own. */
  #learnParts(parts: readonly string[]): void {
    const addresses = new Set(parts.map(pickAddress).filter((one) => one !== ''));
    const [address] = addresses;
    const name = parts.find((part) => !part.includes('@'));
    if (addresses.size === 1 && address !== undefined && name !== undefined) this.#remember(keyIn(name), address);
  }

  /** The address that goes with a name in a compose, or '' when unknown or not certain. */
  addressOf(name: string, compose: Element): string {
    const key = keyOf(name);
    return this.#drawn.get(compose)?.get(key) ?? this.#addresses.get(key) ?? '';
  }

  /** Note all chips that a compose shows now. */
  keep(compose: Element, chips: readonly { readonly display: string; readonly address: string | null }[]): void {
    const drawn = new Map<string, string>();
    for (const { display, address } of chips) {
      if (address === null || display === address) continue;
      const key = keyIn(display);
      if (key === '') continue;
      this.#remember(key, address);
      drawn.set(key, (drawn.get(key) ?? address) === address ? address : '');
    }
    this.#drawn.set(compose, drawn);
  }

  #remember(key: string, address: string): void {
    if (key === '') return;
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

/** Of a label: a name with or without the address. */
function keyIn(label: string): string {
  return keyOf(nameIn(label));
}

function keyOf(name: string): string {
  return visibleText(name).toLowerCase();
}
