/**
 * What looks remember of a compose while nothing in it is drawn: most keys
 * change the text of one field and nothing else. What decides a press uses none
 * of it.
 */
import { Parts } from './beside.ts';
import type { Descriptor } from './descriptor.ts';

/** What is remembered is found again after this time, in ms: not all that selectors speak of is watched. */
const GOOD_FOR = 2000;

/** What is watched of a page. */
export const WATCHED: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  // By these pages say who a recipient is, and what is none; all others change too often.
  attributeFilter: [
    ...['data-hovercard-id', 'email', 'title', 'aria-label', 'value', 'name', 'role', 'contenteditable'],
    ...['aria-controls', 'aria-owns'],
  ],
};

interface Glance {
  readonly descriptor: Descriptor;
  readonly parts: Parts;
  readonly until: number;
  isRepeated: boolean;
}

export class Glances {
  readonly #again: () => void;
  readonly #kept = new Map<Element, Glance>();

  /** `again` is called when it is time to look anew at what was remembered. */
  constructor(again: () => void) {
    this.#again = again;
  }

  /** The parts of a compose, as they were found at one of the last looks. */
  partsOf(descriptor: Descriptor, root: Element): Parts {
    const known = this.#kept.get(root);
    const now = performance.now();
    if (known !== undefined && known.descriptor === descriptor && now < known.until) {
      if (!known.isRepeated) setTimeout(() => this.#end(root, known), known.until - now);
      known.isRepeated = true;
      return known.parts;
    }
    const parts = new Parts(descriptor, root, { isKept: true });
    this.#kept.set(root, { descriptor, parts, until: now + GOOD_FOR, isRepeated: false });
    return parts;
  }

  /** Timers may come a moment early: what they end is over all the same. */
  #end(root: Element, glance: Glance): void {
    if (this.#kept.get(root) === glance) this.#kept.delete(root);
    this.#again();
  }

  /** Tell of changes in the page. */
  note(changes: readonly MutationRecord[]): void {
    for (const [root, glance] of this.#kept) {
      if (!root.isConnected || changes.some((change) => voids(change, root, glance))) this.#kept.delete(root);
    }
  }
}

/** Whether other elements may count now than were found. */
function voids(change: MutationRecord, root: Element, { descriptor, parts }: Glance): boolean {
  const { type, target } = change;
  if (!root.contains(target)) return false;
  if (parts.texts.some((text) => text.contains(target) && (text !== target || type !== 'attributes'))) return false;
  if (type === 'attributes' || hasElement(change.addedNodes) || hasElement(change.removedNodes)) return true;
  // Plain text, which says who they are and changes with each key.
  parts.forgetStrays();
  return !descriptor.typed.some((rule) => parts.all(rule.select).some((field) => field.contains(target)));
}

function hasElement(nodes: NodeList): boolean {
  for (const node of nodes) if (node.nodeType === 1) return true;
  return false;
}
