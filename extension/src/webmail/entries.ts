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

type Entry = Chip | Typed | StrayBox;

export interface Entries {
  readonly parts: Parts;
  /** Chips, and all that stands in fields. */
  readonly list: readonly Entry[];
  /** What is read after the line that may stand for the fields. */
  readonly rest: readonly (Typed | StrayBox)[];
  /** How many recipients fields were found. */
  readonly fields: number;
  readonly isFolded: boolean;
  /** Elements that are spoken for: chips, inputs, and what shows the same people again. */
  readonly taken: ReadonlySet<Element>;
  /** Where the person's own address may stand. */
  readonly senders: readonly SenderPlace[];
}

interface SenderPlace {
  readonly source: Descriptor['sender'][number];
  readonly element: Element;
}

interface Candidates<R> {
  readonly rule: R;
  /** In the whole compose. */
  readonly elements: readonly Element[];
}

interface Search {
  readonly taken: Set<Element>;
  readonly chips: readonly Candidates<ChipRule>[];
  readonly typed: readonly Candidates<TypedRule>[];
}

export function findEntries(descriptor: Descriptor, parts: Parts): Entries {
  const { root } = parts;
  const taken = new Set(parts.texts);
  const isFolded = takeSummaries(descriptor, parts, taken);
  const senders = takeSenders(descriptor, parts, taken);
  takePopUps(parts, taken);
  const candidates = <R extends { readonly select: readonly Selector[] }>(rules: readonly R[]): Candidates<R>[] =>
    rules.map((rule) => ({ rule, elements: parts.search(rule.select) }));
  const search = { taken, chips: candidates(descriptor.chips), typed: candidates(descriptor.typed) };
  const list: Entry[] = [];

  const named: Element[] = [];
  for (const field of ['to', 'cc', 'bcc'] as const) {
    for (const box of outermost(parts.settings(descriptor.fields[field]))) {
      named.push(box);
      addBox(list, search, box, field);
    }
  }
  for (const box of named) taken.add(box);
  // Names of fields are lost one by one: the others are read whether or not one has kept its own.
  let fields = named.length;
  for (const box of outermost(parts.settings(descriptor.fields.any)).filter((one) => !isWithin(one, taken))) {
    fields++;
    addBox(list, search, box, 'unknown');
  }
  // A chip outside every known field still gets the mail: fields are renamed sooner than chips.
  addChips(list, search, root, 'unknown');
  const rest: (Typed | StrayBox)[] = [];
  // Some fields are not drawn, or not known: text that is nothing but addresses counts, wherever it is typed.
  if (named.length < 3) addTyped(rest, search, root, 'unknown', true);
  // Below the message text stand attachments and notes, but no recipients.
  const [end] = parts.texts;
  rest.push({ kind: 'strays', field: 'unknown', element: root, known: null, ...(end === undefined ? {} : { end }) });
  return { parts, list, rest, fields, isFolded, taken, senders };
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
function takePopUps(parts: Parts, taken: Set<Element>): void {
  for (const input of parts.settings(OPENS_LIST)) addPopUps(taken, input);
  for (const text of parts.texts) {
    addPopUps(taken, text);
    const editor = text.matches(EDITABLE) ? null : text.querySelector(EDITORS);
    if (editor !== null) addPopUps(taken, editor);
  }
}

const EDITORS = `${EDITABLE},textarea`;

function addBox(list: Entry[], search: Search, box: Element, field: FieldName): void {
  addChips(list, search, box, field);
  addTyped(list, search, box, field, false);
  // A box may be an input, or a chip.
  if (!search.taken.has(box)) list.push({ kind: 'strays', field, element: box, known: null });
}

function addChips(list: Entry[], { chips, taken }: Search, box: Element, field: FieldName): void {
  for (const { rule, elements } of chips) {
    for (const element of elements) {
      // Also chips of chips: an outer and an inner element may both match.
      if (!box.contains(element) || isWithin(element, taken) || holdsAny(element, taken)) continue;
      taken.add(element);
      const address = firstText(element, rule.address);
      list.push({ kind: 'chip', field, element, address, display: firstText(element, rule.display) });
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
