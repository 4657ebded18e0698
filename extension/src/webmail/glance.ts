/**
 * What looks remember of a compose while nothing in it is drawn: most keys
 * change the text of one field and nothing else. What decides a press uses none
 * of it.
 */
import { IdleWork } from '../idle.ts';
import { Parts } from './beside.ts';
import type { Descriptor } from './descriptor.ts';
import { type Entries, type Entry, findEntries, type StrayBox, type Typed } from './entries.ts';
import { isTypedAt, typedText, writtenIn } from './recipients.ts';
import { addChange, type Changed, renew, sectionOf } from './renewal.ts';

/** Attributes by which chips say who they are. */
const SAYS_WHO = new Set([
  'data-hovercard-id',
  'data-name',
  'data-email',
  'data-address',
  'email',
  'title',
  'aria-label',
]);

/** What is watched of a page. */
export const WATCHED: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  // By these pages say who a recipient is, and what is none; all others change too often.
  attributeFilter: [...SAYS_WHO, 'value', 'name', 'role', 'contenteditable', 'aria-controls', 'aria-owns'],
};

/** What was not looked at for so long is found again by the next look, in ms. */
const GOOD_FOR = 2000;

interface Glance {
  readonly descriptor: Descriptor;
  readonly entries: Entries;
  /** Fields whose chips and inputs have come or gone, and by what. */
  readonly changed: Changed;
  usedAt: number;
  /** Found in a pause, and not looked at since. */
  isNew: boolean;
}

/** What stands in a field at this moment. */
export interface TypedText {
  /** The compose that the field is in. */
  readonly root: Element;
  readonly element: Element;
  readonly text: string;
}

export class Glances {
  readonly #kept = new Map<Element, Glance>();
  /** What was found is found again in a pause: not all that selectors speak of is watched. */
  readonly #end: IdleWork;

  /** `again` is called when it is time to look anew at what was remembered. */
  constructor(document: Document, again: () => void) {
    this.#end = new IdleWork(document, () => {
      if (this.#kept.size === 0) return;
      const kept = [...this.#kept];
      this.#kept.clear();
      again();
      for (const [root, { descriptor, usedAt, isNew }] of kept) {
        if (!isNew && isInUse(usedAt) && root.isConnected) this.#find(descriptor, root, true);
      }
    });
  }

  #find(descriptor: Descriptor, root: Element, isNew: boolean): Entries {
    const entries = findEntries(descriptor, new Parts(descriptor, root));
    this.#kept.set(root, { descriptor, entries, changed: new Map(), usedAt: performance.now(), isNew });
    return entries;
  }

  /** The entries of a compose, as they were found at one of the last looks. */
  entriesOf(descriptor: Descriptor, root: Element): Entries {
    const known = this.#kept.get(root);
    if (known !== undefined && known.descriptor === descriptor && isInUse(known.usedAt)) {
      if (!known.isNew || known.changed.size > 0) this.#use(known);
      known.isNew = false;
      if (known.changed.size > 0) {
        // Should this fail, all is found anew.
        this.#kept.delete(root);
        renew(descriptor, known.entries, known.changed);
        known.changed.clear();
        this.#kept.set(root, known);
      }
      return known.entries;
    }
    return this.#find(descriptor, root, false);
  }

  #use(known: Glance): void {
    known.usedAt = performance.now();
    this.#end.soon();
  }

  /** The text of the field around this place; null where none is remembered, or more than texts have changed since. */
  typedAt(place: Node): TypedText | null {
    for (const [root, glance] of this.#kept) {
      if (!root.contains(place)) continue;
      const { entries, changed, usedAt } = glance;
      if (changed.size > 0 || !isInUse(usedAt)) return null;
      const typed = onlyTypedAt(entries, place);
      if (typed === null || !isTypedAt(place, typed, entries.taken)) return null;
      const text = writtenIn(typedText(typed, entries.taken));
      // Any letter there may end, or make, the list that counts.
      if (typed.isLoose && text.includes('@')) return null;
      this.#use(glance);
      return { root, element: typed.element, text };
    }
    return null;
  }

  /** Tell of changes in the page. */
  note(changes: readonly MutationRecord[]): void {
    for (const [root, glance] of this.#kept) {
      if (!root.isConnected || changes.some((change) => voids(change, root, glance))) this.#kept.delete(root);
    }
  }
}

/** Whether other elements may count now than were found, elsewhere than in fields that can be looked at alone. */
function voids(change: MutationRecord, root: Element, { descriptor, entries, changed }: Glance): boolean {
  const { type, target } = change;
  if (!root.contains(target)) return false;
  if (entries.parts.texts.some((text) => text.contains(target) && (text !== target || type !== 'attributes')))
    return false;
  if (type === 'attributes' && !SAYS_WHO.has(change.attributeName ?? '')) return true;
  const isText = type !== 'attributes' && !hasElement(change.addedNodes) && !hasElement(change.removedNodes);
  if (!isText || saysRecipient(entries, target)) {
    const section = sectionOf(descriptor, entries, change);
    if (section === null) return true;
    addChange(changed, section, change);
    return false;
  }
  // Plain text, which changes with each key that is typed.
  for (const section of entries.sections) forget(section.entries, target, entries.taken);
  forget(entries.rest, target, entries.taken);
  return typedAround(entries, target).length === 0;
}

/** The one place around this one where a person types; null where there is none, or more. */
function onlyTypedAt(entries: Entries, place: Node): Typed | null {
  const [typed, other] = typedAround(entries, place);
  return typed === undefined || other !== undefined ? null : typed;
}

function typedAround({ sections, rest }: Entries, place: Node): readonly Typed[] {
  const around: Typed[] = [];
  const add = (entry: Entry): void => {
    if (entry.kind === 'typed' && entry.element.contains(place)) around.push(entry);
  };
  for (const section of sections) section.entries.forEach(add);
  rest.forEach(add);
  return around;
}

function isInUse(usedAt: number): boolean {
  return performance.now() - usedAt < GOOD_FOR;
}

function saysRecipient({ sections }: Entries, part: Node): boolean {
  return sections.some(({ entries }) => entries.some((entry) => entry.kind === 'chip' && entry.element.contains(part)));
}

function forget(entries: readonly Entry[], target: Node, taken: ReadonlySet<Element>): void {
  for (const entry of entries) if (entry.kind === 'strays') forgetIn(entry, target, taken);
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
