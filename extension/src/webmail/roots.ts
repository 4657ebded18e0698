/** Composes in a document: the boxes that are one message each. */
import { Parts } from './beside.ts';
import type { Descriptor, RootRule, Selector, SendControl } from './descriptor.ts';
import { all, allWithin, concerns, has, innermost, matches, unionOf } from './select.ts';

/** The boxes of all open messages, in document order. */
export function composeRoots(descriptor: Descriptor, document: Document): Element[] {
  const found = new Set<Element>();
  // One walk through the page for all rules: it is what this takes its time for.
  const anchors = all(
    document,
    unionOf(descriptor.compose, () => descriptor.compose.flatMap((rule) => rule.anchor)),
  );
  for (const rule of descriptor.compose) {
    const tried = new Set<Element>();
    for (const anchor of anchors.filter((one) => matches(one, rule.anchor)).slice(0, MAX_ANCHORS)) {
      const root = climb(anchor, rule, tried);
      if (root !== null) found.add(root);
    }
  }
  return innermost([...found]);
}

/** Anchors stand in composes only; a page with more of them has something else in common with a compose. */
const MAX_ANCHORS = 400;

/** Boxes in `tried` were climbed through before: what is above them is known already. */
function climb(anchor: Element, rule: RootRule, tried: Set<Element>): Element | null {
  const top = anchor.ownerDocument.documentElement;
  for (let box: Element | null = anchor; box !== null && box !== top; box = box.parentElement) {
    if (tried.has(box)) return null;
    tried.add(box);
    if (rule.closest !== undefined && !matches(box, rule.closest)) continue;
    if (rule.having.every((group) => has(box, group))) return box;
  }
  return null;
}

/** Whether a part of the page that came or went may have to do with a compose. */
export function concernsComposes(descriptor: Descriptor, part: Node): boolean {
  if (part.nodeType !== 1) return false;
  const element = part as Element;
  return descriptor.compose.some((rule) => concerns(element, rule.anchor));
}

/** A control that starts a send, and what it starts. */
export interface Control {
  readonly element: Element;
  readonly kind: SendControl['kind'];
}

/**
 * The send controls of one compose. Where the box holds none, the nearest
 * ancestors are searched that belong to no other compose: toolbars move.
 */
export function sendControls(descriptor: Descriptor, root: Element, roots: readonly Element[]): readonly Control[] {
  const { buttons } = descriptor.send;
  const wanted = buttonsOf(buttons);
  const beside = sorted(new Parts(descriptor, root).search(wanted), buttons);
  if (beside.length > 0) return beside;
  for (let box: Element | null = root; box !== null; box = box.parentElement) {
    if (box !== root && roots.some((other) => other !== root && box.contains(other))) return [];
    const inside = sorted(allWithin(box, wanted), buttons);
    if (inside.length > 0) return inside;
  }
  return [];
}

function buttonsOf(buttons: readonly SendControl[]): readonly Selector[] {
  return unionOf(buttons, () => buttons.flatMap(({ select }) => select));
}

const seen = new WeakMap<Element, Element>();

/** Whether a compose has any send control; `search` is called where the last one is gone. */
export function hasSendControl({ send }: Descriptor, root: Element, search: () => readonly Control[]): boolean {
  const known = seen.get(root);
  if (known !== undefined && root.contains(known) && matches(known, buttonsOf(send.buttons))) return true;
  const first = search()[0]?.element;
  if (first !== undefined) seen.set(root, first);
  return first !== undefined;
}

/** Those marked as Send; where there are none, those that only look like it. */
function sorted(elements: readonly Element[], buttons: readonly SendControl[]): Control[] {
  const found: Control[] = [];
  for (const isFallback of [false, true]) {
    if (found.length > 0) break;
    for (const { select, kind, fallback = false } of buttons) {
      if (fallback !== isFallback) continue;
      for (const element of elements) {
        if (!matches(element, select) || found.some((known) => known.element === element)) continue;
        found.push({ element, kind });
      }
    }
  }
  return found;
}
