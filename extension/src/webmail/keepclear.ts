/** What a person must be able to press in a page that has composes, whatever of ours lies over it. */
import type { Descriptor, Selector } from './descriptor.ts';
import { contains } from './dom.ts';
import { Parts } from './parts.ts';
import type { Control } from './roots.ts';
import { all } from './select.ts';
import { OPENS_LIST, openedLists } from './unmatched.ts';

export interface KeptClear {
  /** Send, and what stands for it. */
  readonly controls: readonly Element[];
  /** Suggestions and menus that are open. */
  readonly lists: readonly Element[];
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
  const { detached, openers } = descriptor.send;
  // Inside of a compose, a list is as often the row that holds the chips: there what an input opens counts.
  const lists = all(document, OPEN_LISTS).filter((one) => !roots.some((root) => contains(root, one)));
  return {
    controls: [
      ...roots.flatMap((root) => controlsOf(root).map(({ element }) => element)),
      ...parts.flatMap((one) => one.search(openers)),
      ...all(
        document,
        detached.flatMap(({ select }) => select),
      ),
    ],
    lists: [...lists, ...parts.flatMap((one) => one.search(OPENS_LIST).flatMap(openedLists))],
  };
}
