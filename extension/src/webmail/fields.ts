/** The places in a compose that may say who gets it, in the order in which they count. */

import { contains, find, findAll, matchesSelector, parentElementOf } from '../dom.ts';
import type { ChipRule, Descriptor, Field, Selector, TypedRule } from './descriptor.ts';
import type { Parts } from './parts.ts';
import { EDITABLE, outermost } from './select.ts';
import { OPENS_LIST, openedLists } from './unmatched.ts';

export type FieldName = Field | 'unknown';

export interface Place {
  readonly field: FieldName;
  readonly element: Element;
  /** By which it is a chip, or where a person types; null for a box in which addresses may stand that no rule knows. */
  readonly rule: ChipRule | TypedRule | null;
}

interface Places {
  /** Field by field; last what is in no field. */
  readonly inFields: readonly Place[];
  /** What is read after the line that may stand for the fields: in no field, so only what is certain counts. */
  readonly loose: readonly Place[];
  /** How many recipients fields were found. */
  readonly fields: number;
  readonly isFolded: boolean;
  /** Elements that are spoken for: chips, inputs, and what shows the same people again. */
  readonly taken: ReadonlySet<Element>;
}

export function findPlaces({ fields, chips, typed, summary, sender }: Descriptor, parts: Parts): Places {
  const { root, texts } = parts;
  const summaries = parts.below(summary.flatMap(({ select }) => select));
  const taken = new Set([
    ...texts,
    // The folded line shows the same people again; what is sent with the form stands inside of their chips.
    ...summaries.filter((one) => !matchesSelector(one, 'input')),
    ...parts.below(sender.map(({ select }) => select)),
    ...proposals(parts),
  ]);
  const isTaken = (element: Element): boolean => {
    for (let one: Element | null = element; one !== null && one !== root; one = parentElementOf(one))
      if (taken.has(one)) return true;
    return taken.has(root);
  };
  const chipsFound = chips.flatMap((rule) => parts.search(rule.select).map((element) => ({ element, rule })));
  const typedFound = typed.flatMap((rule) => parts.search(rule.select).map((element) => ({ element, rule })));
  const inFields: Place[] = [];
  const loose: Place[] = [];

  const addChips = (box: Element, field: FieldName): void => {
    for (const { element, rule } of chipsFound) {
      // Also chips of chips: an outer and an inner element may both match.
      if (!contains(box, element) || isTaken(element) || findAll(element, '*').some((one) => taken.has(one))) continue;
      taken.add(element);
      inFields.push({ field, element, rule });
    }
  };
  const addTyped = (places: Place[], box: Element, field: FieldName): void => {
    for (const { element, rule } of typedFound) {
      if (!contains(box, element) || isTaken(element)) continue;
      if (rule.as === 'value') taken.add(element);
      places.push({ field, element, rule });
    }
  };
  const addFields = (field: FieldName, selectors: readonly Selector[]): readonly Element[] => {
    const boxes = outermost(parts.below(selectors)).filter((box) => field !== 'unknown' || !isTaken(box));
    for (const box of boxes) {
      addChips(box, field);
      addTyped(inFields, box, field);
      // A box may be an input, or a chip.
      if (!taken.has(box)) inFields.push({ field, element: box, rule: null });
    }
    return boxes;
  };

  const named = (['to', 'cc', 'bcc'] as const).flatMap((field) => addFields(field, fields[field]));
  for (const box of named) taken.add(box);
  // Names of fields are lost one by one: the others are read whether or not one has kept its own.
  const others = addFields('unknown', fields.any);
  // A chip outside every known field still gets the mail: fields are renamed sooner than chips.
  addChips(root, 'unknown');
  // Some fields are not drawn, or not known: text that is nothing but addresses counts, wherever it is typed.
  if (named.length < 3) addTyped(loose, root, 'unknown');
  loose.push({ field: 'unknown', element: root, rule: null });
  return { inFields, loose, fields: named.length + others.length, isFolded: summaries.length > 0, taken };
}

/** What has opened below an input. */
function proposals(parts: Parts): readonly Element[] {
  const editorIn = (text: Element): Element | null =>
    matchesSelector(text, EDITABLE) ? null : find(text, `${EDITABLE},textarea`);
  const editors = parts.texts.flatMap((text) => [text, editorIn(text) ?? text]);
  return [...parts.below(OPENS_LIST), ...editors].flatMap(openedLists);
}
