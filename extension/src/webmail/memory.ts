/**
 * Which address stood beside a name, in the suggestion list or in a chip, for
 * directory contacts whose chip shows the name alone and for lines that name
 * the people once their fields are folded away. Kept for the life of the page
 * only.
 */
import type { Descriptor, MemoryRule } from './descriptor.ts';
import { all, closest } from './select.ts';
import { firstText, shownParts } from './source.ts';
import { nameIn, pickAddress, visibleText } from './text.ts';

/** Names remembered at once; suggestion lists show some ten at a time. */
const MAX_NAMES = 2000;

/** A page that has drawn more parts than this is looked at as a whole. */
const MAX_PARTS = 200;

export class NameMemory {
  /** An empty address stands for a name that two people bear. */
  readonly #addresses = new Map<string, string>();
  /** What the chips of one compose said when they were last drawn: nearer than what others say. */
  readonly #drawn = new WeakMap<Element, ReadonlyMap<string, string>>();
  /** What was drawn since the last time, and whether more than its own text was; null stands for the whole page. */
  #parts: Map<Element, boolean> | null = null;

  /** Tell of changes in the page: suggestions may have come with them. */
  note(changes: readonly MutationRecord[]): void {
    for (const { type, target, addedNodes } of changes) {
      if (type !== 'childList') this.#noteDrawn(target);
      else for (const node of addedNodes) this.#noteDrawn(node);
    }
  }

  #noteDrawn(node: Node): void {
    if (node.nodeType === 1) this.#parts?.set(node as Element, true);
    else if (node.parentElement !== null && this.#parts?.has(node.parentElement) === false) {
      this.#parts.set(node.parentElement, false);
    }
    if (this.#parts !== null && this.#parts.size > MAX_PARTS) this.#parts = null;
  }

  /** The whole page is looked at by the next `learn`. */
  forgetDrawn(): void {
    this.#parts = null;
  }

  /** Look at the suggestions that were drawn since the last time, the first time at all that are there. */
  learn(descriptor: Descriptor, document: Document): void {
    const parts = this.#parts;
    if (parts === null || parts.size > 0) this.#parts = new Map();
    for (const rule of descriptor.memory) {
      if (parts === null) for (const option of all(document, rule.select)) this.#learnOption(rule, option);
      // Also of parts that are gone again: who is chosen quickly is known all the same.
      else {
        for (const [part, isWhole] of parts) {
          for (const option of optionsAt(part, isWhole, rule)) this.#learnOption(rule, option);
        }
      }
    }
  }

  #learnOption(rule: MemoryRule, option: Element): void {
    const label = firstText(option, [rule.label]);
    const at = label.lastIndexOf(rule.split);
    const address = at <= 0 ? '' : pickAddress(label.slice(at + rule.split.length));
    if (address !== '') this.remember(label.slice(0, at), address);
    else this.#learnParts(shownParts(option));
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
      if (address === null || display === address) continue;
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

/** The suggestions that a part of a page is, stands in, or, where more than its text is new, holds. */
function optionsAt(part: Element, isWhole: boolean, { select }: MemoryRule): Element[] {
  const options = isWhole ? [...all(part, select)] : [];
  let around: Element | null = closest(part, select);
  while (around !== null) {
    options.push(around);
    around = around.parentElement === null ? null : closest(around.parentElement, select);
  }
  return options;
}

function keyOf(name: string): string {
  return visibleText(name).toLowerCase();
}
