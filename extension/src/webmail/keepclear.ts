/** What a person must be able to press in a page that has composes, whatever of ours lies over it. */

import { boxOf, contains, parentElementOf } from '../dom.ts';
import type { Descriptor, Selector } from './descriptor.ts';
import { Parts } from './parts.ts';
import type { Control } from './roots.ts';
import { all, matches } from './select.ts';
import { OPENS_LIST, openedLists } from './unmatched.ts';

export interface KeptClear {
  /** Send, and what stands for it. */
  readonly controls: readonly Element[];
  /** Suggestions and menus that are open. */
  readonly lists: readonly Element[];
  /** Where recipients stand. */
  readonly rows: readonly Element[];
}

const OPEN_LISTS: readonly Selector[] = ['[role="menu"]', '[role="listbox"]'];

/** @param roots the composes of the page */
export function keptClear(
  descriptor: Descriptor,
  document: Document,
  roots: readonly Element[],
  controlsOf: (root: Element) => readonly Control[],
): KeptClear {
  const parts = roots.map((root) => new Parts(descriptor, root));
  const { openers } = descriptor.send;
  const detached = descriptor.send.detached.flatMap(({ select }) => select);
  // One search of the page for both, since searching it takes most of the time.
  const found = all(document, [...OPEN_LISTS, ...detached]);
  // Inside of a compose, a list is as often the row that holds the chips: there what an input opens counts.
  const isBeside = (one: Element): boolean => matches(one, OPEN_LISTS) && !roots.some((root) => contains(root, one));
  return {
    controls: [
      ...roots.flatMap((root) => controlsOf(root).map(({ element }) => element)),
      ...parts.flatMap((one) => one.search(openers)),
      ...found.filter((one) => matches(one, detached)),
    ],
    lists: [...found.filter(isBeside), ...parts.flatMap((one) => one.search(OPENS_LIST).flatMap(openedLists))],
    rows: parts.flatMap((one) => rowsOf(descriptor, one)),
  };
}

/** A row is no higher than this, in CSS pixels: what is higher holds other things, too. */
const ROW_HEIGHT = 160;
/** More rows than this stand in no compose; beyond it chips are in rows that are known. */
const MAX_ROWS = 24;

/** The fields, and what holds the chips: a field may be the input alone. */
function rowsOf({ fields, chips, typed }: Descriptor, parts: Parts): readonly Element[] {
  const rows = new Set(
    parts.below([...fields.to, ...fields.cc, ...fields.bcc, ...typed.flatMap(({ select }) => select)]),
  );
  for (const chip of parts.search(chips.flatMap(({ select }) => select))) {
    const around = parentElementOf(chip);
    if (rows.size >= MAX_ROWS) break;
    if (around === null || rows.has(around)) continue;
    rows.add(boxOf(around).height <= ROW_HEIGHT ? around : chip);
  }
  return [...rows].filter((row) => !parts.isInText(row));
}
