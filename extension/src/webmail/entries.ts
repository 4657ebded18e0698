/**
 * The places in a compose that may say who gets it, in the order in which they
 * count, and what chips say. To find them is nearly all of a reading's work; what
 * is typed is read anew each time.
 */
import type { Parts } from './beside.ts';
import type { ChipRule, Descriptor, Field, Selector, TypedRule } from './descriptor.ts';
import { EDITABLE, isVisible, outermost, selectorsOf } from './select.ts';
import { firstText } from './source.ts';
import { addPopUps, OPENS_LIST, type Stray, strayAddresses } from './stray.ts';

export type FieldName = Field | 'unknown';

/** What the webmail took as a recipient. */
export interface Chip {
  readonly kind: 'chip';
  readonly field: FieldName;
  readonly element: Element;
  readonly rule: ChipRule;
  /** '' where only a name is shown. */
  readonly address: string;
  readonly display: string;
}

/** Where a person types. */
export interface Typed {
  readonly kind: 'typed';
  readonly field: FieldName;
  readonly element: Element;
  readonly as: TypedRule['as'];
  /** In no field that is known: counts only while nothing but addresses stands in it. */
  readonly isLoose: boolean;
}

/** A box in which addresses may stand that no rule knows. */
export interface StrayBox {
  readonly kind: 'strays';
  readonly field: FieldName;
  readonly element: Element;
  /** What comes after it is not looked at. */
  readonly end?: Element;
  /** Those of the last reading, as long as no text has changed. */
  known: readonly Stray[] | null;
}

export type Entry = Chip | Typed | StrayBox;

/** What is in one field; the last one is the whole compose, with the chips that are in no field. */
export interface Section {
  readonly box: Element;
  readonly field: FieldName;
  entries: readonly Entry[];
}

export interface Entries {
  readonly parts: Parts;
  readonly sections: readonly Section[];
  /** What is read after the line that may stand for the fields. */
  readonly rest: readonly (Typed | StrayBox)[];
  /** How many recipients fields were found. */
  readonly fields: number;
  readonly isFolded: boolean;
  /** Elements that are spoken for: chips, inputs, and what shows the same people again. */
  readonly taken: Set<Element>;
  /** Where the person's own address may stand. */
  readonly senders: readonly SenderPlace[];
}

interface SenderPlace {
  readonly source: Descriptor['sender'][number];
  readonly element: Element;
}

interface Candidates<R> {
  readonly rule: R;
  readonly elements: readonly Element[];
}

export interface Search {
  readonly taken: Set<Element>;
  readonly chips: readonly Candidates<ChipRule>[];
  readonly typed: readonly Candidates<TypedRule>[];
}

/** What may stand in the fields, by a way to find it. */
export function searchBy(
  { chips, typed }: Descriptor,
  taken: Set<Element>,
  find: (selectors: readonly Selector[]) => readonly Element[],
): Search {
  return {
    taken,
    chips: chips.map((rule) => ({ rule, elements: find(rule.select) })),
    typed: typed.map((rule) => ({ rule, elements: find(rule.select) })),
  };
}

export function findEntries(descriptor: Descriptor, parts: Parts): Entries {
  const { root } = parts;
  const taken = new Set(parts.texts);
  const isFolded = takeSummaries(descriptor, parts, taken);
  const senders = takeSenders(descriptor, parts, taken);
  takePopUps(parts, taken);
  const search = searchBy(descriptor, taken, (selectors) => parts.search(selectors));
  const sections: Section[] = [];
  for (const field of ['to', 'cc', 'bcc'] as const) {
    for (const box of outermost(parts.settings(descriptor.fields[field]))) {
      sections.push({ box, field, entries: entriesIn(box, field, search) });
    }
  }
  const named = sections.length;
  for (const { box } of sections) taken.add(box);
  // Names of fields are lost one by one: the others are read whether or not one has kept its own.
  for (const box of outermost(parts.settings(descriptor.fields.any)).filter((one) => !isWithin(one, taken))) {
    sections.push({ box, field: 'unknown', entries: entriesIn(box, 'unknown', search) });
  }
  const fields = sections.length;
  // A chip outside every known field still gets the mail: fields are renamed sooner than chips.
  const chips: Chip[] = [];
  addChips(chips, search, root, 'unknown');
  sections.push({ box: root, field: 'unknown', entries: chips });
  const rest: (Typed | StrayBox)[] = [];
  // Some fields are not drawn, or not known: text that is nothing but addresses counts, wherever it is typed.
  if (named < 3) addTyped(rest, search, root, 'unknown', true);
  // Below the message text stand attachments and notes, but no recipients.
  const [end] = parts.texts;
  rest.push({ kind: 'strays', field: 'unknown', element: root, known: null, ...(end === undefined ? {} : { end }) });
  return { parts, sections, rest, fields, isFolded, taken, senders };
}

/** True where a line stands for the fields. */
function takeSummaries(descriptor: Descriptor, parts: Parts, taken: Set<Element>): boolean {
  let isFolded = false;
  for (const { select } of descriptor.summary) {
    for (const element of parts.settings(select)) {
      isFolded = true;
      // The folded line shows the same people again; what is sent with the form stands inside of their chips.
      if (!element.matches('input')) taken.add(element);
    }
  }
  return isFolded;
}

function takeSenders({ sender }: Descriptor, parts: Parts, taken: Set<Element>): readonly SenderPlace[] {
  const places: SenderPlace[] = [];
  for (const source of sender) {
    for (const element of parts.settings(selectorsOf(source))) {
      taken.add(element);
      places.push({ source, element });
    }
  }
  return places;
}

/** What opens below an input holds proposals. */
export function takePopUps(parts: Parts, taken: Set<Element>): void {
  for (const input of parts.settings(OPENS_LIST)) addPopUps(taken, input);
  for (const text of parts.texts) {
    addPopUps(taken, text);
    const editor = text.matches(EDITABLE) ? null : text.querySelector(EDITORS);
    if (editor !== null) addPopUps(taken, editor);
  }
}

const NO_CHIPS: ReadonlyMap<Element, Chip> = new Map();

const EDITORS = `${EDITABLE},textarea`;

/** What stands in one field. What is known of chips in it that have not changed is taken as it is. */
export function entriesIn(
  box: Element,
  field: FieldName,
  search: Search,
  known: ReadonlyMap<Element, Chip> = NO_CHIPS,
): readonly Entry[] {
  const list: Entry[] = [];
  addChips(list, search, box, field, known);
  addTyped(list, search, box, field, false);
  // A box may be an input, or a chip.
  if (!search.taken.has(box)) list.push({ kind: 'strays', field, element: box, known: null });
  return list;
}

function addChips(
  list: { push(entry: Chip): unknown },
  { chips, taken }: Search,
  box: Element,
  field: FieldName,
  known: ReadonlyMap<Element, Chip> = NO_CHIPS,
): void {
  for (const { rule, elements } of chips) {
    for (const element of elements) {
      if (!box.contains(element) || isWithin(element, taken)) continue;
      const same = known.get(element);
      if (same?.rule === rule) {
        taken.add(element);
        list.push(same);
        continue;
      }
      // Also chips of chips: an outer and an inner element may both match.
      if (holdsAny(element, taken)) continue;
      taken.add(element);
      const address = firstText(element, rule.address);
      list.push({ kind: 'chip', field, element, rule, address, display: firstText(element, rule.display) });
    }
  }
}

function addTyped(
  list: { push(entry: Typed): unknown },
  { typed, taken }: Search,
  box: Element,
  field: FieldName,
  isLoose: boolean,
): void {
  for (const { rule, elements } of typed) {
    for (const element of elements) {
      if (!box.contains(element) || isWithin(element, taken)) continue;
      if (rule.as === 'value') taken.add(element);
      list.push({ kind: 'typed', field, element, as: rule.as, isLoose });
    }
  }
}

function isWithin(element: Element, taken: ReadonlySet<Element>): boolean {
  for (let one: Element | null = element; one !== null; one = one.parentElement) if (taken.has(one)) return true;
  return false;
}

function holdsAny(element: Element, taken: ReadonlySet<Element>): boolean {
  if (element.firstElementChild === null) return false;
  for (const one of taken) if (one !== element && element.contains(one)) return true;
  return false;
}

/** The strays of a box, in document order. */
export function straysIn(box: StrayBox, taken: ReadonlySet<Element>): readonly Stray[] {
  // What comes into sight and goes is no change in the page.
  if (box.known?.every(isInSight) === true) return box.known;
  const { found, hasHidden } = strayAddresses(box.element, taken, box.end);
  box.known = hasHidden ? null : found;
  return found;
}

function isInSight({ element }: Stray): boolean {
  return isVisible(element);
}
