/**
 * The places in a compose that may say who gets it, in the order in which they
 * count, and what chips say.
 */

import { contains, find, firstElementOf, matchesSelector, parentElementOf } from '../dom.ts';
import type { ChipRule, Descriptor, Field, Selector, TypedRule } from './descriptor.ts';
import type { Parts } from './parts.ts';
import { EDITABLE, outermost } from './select.ts';
import { firstText, shownParts } from './source.ts';
import { bracketedAddress } from './text.ts';
import { OPENS_LIST, openedLists } from './unmatched.ts';

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
export interface Unknowns {
  readonly kind: 'unknowns';
  readonly field: FieldName;
  readonly element: Element;
  /** What comes after it does not count. */
  readonly end?: Element;
}

export type Entry = Chip | Typed | Unknowns;

export interface Entries {
  readonly parts: Parts;
  /** Field by field; last what is in no field. */
  readonly inFields: readonly Entry[];
  /** What is read after the line that may stand for the fields. */
  readonly rest: readonly (Typed | Unknowns)[];
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
  const search: Search = {
    taken,
    chips: descriptor.chips.map((rule) => ({ rule, elements: parts.search(rule.select) })),
    typed: descriptor.typed.map((rule) => ({ rule, elements: parts.search(rule.select) })),
  };
  const boxes: Element[] = [];
  const entries: Entry[] = [];
  const read = (field: FieldName, selectors: readonly Selector[]): void => {
    for (const box of outermost(parts.below(selectors))) {
      if (field === 'unknown' && isWithin(box, taken)) continue;
      boxes.push(box);
      addEntries(entries, box, field, search);
    }
  };
  for (const field of ['to', 'cc', 'bcc'] as const) read(field, descriptor.fields[field]);
  const named = boxes.length;
  for (const box of boxes) taken.add(box);
  // Names of fields are lost one by one: the others are read whether or not one has kept its own.
  read('unknown', descriptor.fields.any);
  const fields = boxes.length;
  // A chip outside every known field still gets the mail: fields are renamed sooner than chips.
  addChips(entries, search, root, 'unknown');
  const rest: (Typed | Unknowns)[] = [];
  // Some fields are not drawn, or not known: text that is nothing but addresses counts, wherever it is typed.
  if (named < 3) addTyped(rest, search, root, 'unknown', true);
  // Below the message text stand attachments and notes, but no recipients.
  const [end] = parts.texts;
  rest.push({ kind: 'unknowns', field: 'unknown', element: root, ...(end === undefined ? {} : { end }) });
  return { parts, inFields: entries, rest, fields, isFolded, taken, senders };
}

/** True where a line stands for the fields. */
function takeSummaries(descriptor: Descriptor, parts: Parts, taken: Set<Element>): boolean {
  let isFolded = false;
  for (const { select } of descriptor.summary) {
    for (const element of parts.below(select)) {
      isFolded = true;
      // The folded line shows the same people again; what is sent with the form stands inside of their chips.
      if (!matchesSelector(element, 'input')) taken.add(element);
    }
  }
  return isFolded;
}

function takeSenders({ sender }: Descriptor, parts: Parts, taken: Set<Element>): readonly SenderPlace[] {
  const places = sender.flatMap((source) => parts.below([source.select]).map((element) => ({ source, element })));
  for (const { element } of places) taken.add(element);
  return places;
}

/** What opens below an input holds proposals. */
function takePopUps(parts: Parts, taken: Set<Element>): void {
  const editorIn = (text: Element): Element | null =>
    matchesSelector(text, EDITABLE) ? null : find(text, `${EDITABLE},textarea`);
  const editors = parts.texts.flatMap((text) => [text, editorIn(text) ?? text]);
  for (const input of [...parts.below(OPENS_LIST), ...editors]) {
    for (const list of openedLists(input)) taken.add(list);
  }
}

function addEntries(entries: Entry[], box: Element, field: FieldName, search: Search): void {
  addChips(entries, search, box, field);
  addTyped(entries, search, box, field, false);
  // A box may be an input, or a chip.
  if (!search.taken.has(box)) entries.push({ kind: 'unknowns', field, element: box });
}

function addChips(entries: Entry[], { chips, taken }: Search, box: Element, field: FieldName): void {
  for (const { rule, elements } of chips) {
    for (const element of elements) {
      // Also chips of chips: an outer and an inner element may both match.
      if (!contains(box, element) || isWithin(element, taken) || holdsAny(element, taken)) continue;
      taken.add(element);
      const display = firstText(element, rule.display);
      const address = firstText(element, rule.address);
      entries.push({ kind: 'chip', field, element, address, display });
      // A name may lie: "bob@example.org <ann@army.ml>".
      const bracketed = bracketedAddress(shownParts(element).join(''));
      if (bracketed !== '' && address !== '' && bracketed !== address)
        entries.push({ kind: 'chip', field, element, address: bracketed, display });
    }
  }
}

function addTyped(
  entries: { push(entry: Typed): unknown },
  { typed, taken }: Search,
  box: Element,
  field: FieldName,
  isLoose: boolean,
): void {
  for (const { rule, elements } of typed) {
    for (const element of elements) {
      if (!contains(box, element) || isWithin(element, taken)) continue;
      if (rule.as === 'value') taken.add(element);
      entries.push({ kind: 'typed', field, element, as: rule.as, isLoose });
    }
  }
}

function isWithin(element: Element, taken: ReadonlySet<Element>): boolean {
  for (let one: Element | null = element; one !== null; one = parentElementOf(one)) if (taken.has(one)) return true;
  return false;
}

function holdsAny(element: Element, taken: ReadonlySet<Element>): boolean {
  if (firstElementOf(element) === null) return false;
  for (const one of taken) if (one !== element && contains(element, one)) return true;
  return false;
}
