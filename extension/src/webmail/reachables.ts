/** What a person must be able to press in a page that has composes, whatever of ours lies over it. */
import { allBeside, messageTexts } from './beside.ts';
import type { Descriptor } from './descriptor.ts';
import type { Control } from './roots.ts';
import { all, unionOf } from './select.ts';
import { addPopUps, OPENS_LIST } from './stray.ts';

export interface Reachables {
  /** Send, and what stands for it. */
  readonly controls: readonly Element[];
  /** Suggestions and menus that are open. */
  readonly lists: readonly Element[];
}

const OPEN_LISTS = ['[role="menu"]', '[role="listbox"]'];

/** @param roots the composes of the document */
export function reachablesOf(
  descriptor: Descriptor,
  document: Document,
  roots: readonly Element[],
  controlsOf: (root: Element) => readonly Control[],
): Reachables {
  const { openers, detached } = descriptor.send;
  const ofRoots = roots.flatMap((root) => [...controlsOf(root).map(({ element }) => element), ...all(root, openers)]);
  const away = all(
    document,
    unionOf(detached, () => detached.flatMap(({ select }) => select)),
  );
  // Inside of a compose, a list is as often the row that holds the chips: there what an input opens counts.
  const lists = all(document, OPEN_LISTS).filter((list) => !roots.some((root) => root.contains(list)));
  return { controls: [...ofRoots, ...away], lists: [...lists, ...roots.flatMap((root) => openedIn(descriptor, root))] };
}

function openedIn(descriptor: Descriptor, root: Element): Element[] {
  const lists = new Set<Element>();
  for (const input of allBeside(root, messageTexts(descriptor, root), OPENS_LIST)) addPopUps(lists, input);
  return [...lists];
}
