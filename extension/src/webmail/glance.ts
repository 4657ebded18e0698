/**
 * What looks remember of a compose while nothing in it is drawn: most keys
 * change the text of one field and nothing else. What decides a press uses none
 * of it.
 */
import { IdleWork } from '../idle.ts';
import { Parts } from './beside.ts';
import type { Descriptor } from './descriptor.ts';
import { type Entries, findEntries, type StrayBox } from './entries.ts';

/** What is watched of a page. */
export const WATCHED: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  // By these pages say who a recipient is, and what is none; all others change too often.
  attributeFilter: [
    ...[
      'data-hovercard-id',
      'data-name',
      'data-email',
      'data-address',
      'email',
      'title',
      'aria-label',
      'value',
      'name',
      'role',
      'contenteditable',
    ],
    ...['aria-controls', 'aria-owns'],
  ],
};

/** What was not looked at for so long is found again by the next look, in ms. */
const GOOD_FOR = 2000;

interface Glance {
  readonly descriptor: Descriptor;
  readonly entries: Entries;
  usedAt: number;
}

export class Glances {
  readonly #kept = new Map<Element, Glance>();
  /** What was found is found again in a pause: not all that selectors speak of is watched. */
  readonly #end: IdleWork;

  /** `again` is called when it is time to look anew at what was remembered. */
  constructor(document: Document, again: () => void) {
    this.#end = new IdleWork(document, () => {
      if (this.#kept.size === 0) return;
      this.#kept.clear();
      again();
    });
  }

  /** The entries of a compose, as they were found at one of the last looks. */
  entriesOf(descriptor: Descriptor, root: Element): Entries {
    const known = this.#kept.get(root);
    const now = performance.now();
    if (known !== undefined && known.descriptor === descriptor && now - known.usedAt < GOOD_FOR) {
      known.usedAt = now;
      this.#end.soon();
      return known.entries;
    }
    const entries = findEntries(descriptor, new Parts(descriptor, root));
    this.#kept.set(root, { descriptor, entries, usedAt: now });
    return entries;
  }

  /** Tell of changes in the page. */
  note(changes: readonly MutationRecord[]): void {
    for (const [root, glance] of this.#kept) {
      if (!root.isConnected || changes.some((change) => voids(change, root, glance))) this.#kept.delete(root);
    }
  }
}

/** Whether other elements may count now than were found. */
function voids(change: MutationRecord, root: Element, { entries }: Glance): boolean {
  const { type, target } = change;
  if (!root.contains(target)) return false;
  if (entries.parts.texts.some((text) => text.contains(target) && (text !== target || type !== 'attributes')))
    return false;
  if (type === 'attributes' || hasElement(change.addedNodes) || hasElement(change.removedNodes)) return true;
  // Plain text, which changes with each key that is typed.
  let isTyped = false;
  for (const list of [entries.list, entries.rest]) {
    for (const entry of list) {
      if (entry.kind === 'strays') forgetIn(entry, target, entries.taken);
      else if (entry.kind === 'typed') isTyped ||= entry.element.contains(target);
      else if (entry.element.contains(target)) return true;
    }
  }
  return !isTyped;
}

/** Texts in what is taken are none that strays are looked for in. */
function forgetIn(box: StrayBox, target: Node, taken: ReadonlySet<Element>): void {
  for (let part: Node | null = target; part !== null; part = part.parentNode) {
    if (part === box.element) box.known = null;
    if (part === box.element || taken.has(part as Element)) return;
  }
}

function hasElement(nodes: NodeList): boolean {
  for (const node of nodes) if (node.nodeType === 1) return true;
  return false;
}
