/** Composes in a document: the boxes that are one message each. */
import type { Descriptor, RootRule, SendControl } from './descriptor.ts';
import { contains, documentOf, parentElementOf, typeOf } from './dom.ts';
import { isInMessage } from './message.ts';
import { Parts } from './parts.ts';
import { all, allWithin, concerns, has, innermost, matches } from './select.ts';

/** Anchors stand in composes only; a page with more of them has something else in common with a compose. */
const MAX_ANCHORS = 400;

/** The boxes of all open messages, in document order. */
export function composeRoots(descriptor: Descriptor, document: Document): Element[] {
  const found = new Set<Element>();
  // One walk through the page for all rules: it is what this takes its time for.
  const anchors = all(
    document,
    descriptor.compose.flatMap((rule) => rule.anchor),
  );
  for (const rule of descriptor.compose) {
    const tried = new Set<Element>();
    for (const anchor of anchors.filter((one) => matches(one, rule.anchor)).slice(0, MAX_ANCHORS)) {
      // A mail may quote the markup of a compose.
      if (isInMessage(descriptor, anchor)) continue;
      const root = climb(anchor, rule, tried);
      if (root !== null) found.add(root);
    }
  }
  return innermost([...found]);
}

/** Boxes in `tried` were climbed through before: what is above them is known already. */
function climb(anchor: Element, rule: RootRule, tried: Set<Element>): Element | null {
  const top = documentOf(anchor).documentElement;
  for (let box: Element | null = anchor; box !== null && box !== top; box = parentElementOf(box)) {
    if (tried.has(box)) return null;
    tried.add(box);
    if (rule.closest !== undefined && !matches(box, rule.closest)) continue;
    if (rule.having.every((group) => has(box as Element, group))) return box;
  }
  return null;
}

/** Whether a part of the page that came or went may have to do with a compose. */
export function concernsComposes(descriptor: Descriptor, part: Node): boolean {
  return typeOf(part) === 1 && descriptor.compose.some((rule) => concerns(part as Element, rule.anchor));
}

/** A control that starts a send, and what it starts. */
export interface Control {
  readonly element: Element;
  readonly kind: SendControl['kind'];
}

/**
 * The send controls of one compose. Where the box holds none, the nearest
 * ancestors are searched that hold none of the other composes: toolbars move.
 */
export function sendControls(descriptor: Descriptor, root: Element, others: readonly Element[]): readonly Control[] {
  const { buttons } = descriptor.send;
  const wanted = buttons.flatMap(({ select }) => select);
  const beside = sorted(new Parts(descriptor, root).search(wanted), buttons);
  if (beside.length > 0) return beside;
  for (let box = parentElementOf(root); box !== null; box = parentElementOf(box)) {
    if (others.some((other) => contains(box as Element, other))) return [];
    const inside = allWithin(box, wanted).filter((one) => !isInMessage(descriptor, one));
    const controls = sorted(inside, buttons);
    if (controls.length > 0) return controls;
  }
  return [];
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
