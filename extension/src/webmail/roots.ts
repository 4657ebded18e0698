/** Composes in a document: the boxes that are one message each. */

import { contains, documentOf, find, parentElementOf, shadowOf, upFrom } from '../dom.ts';
import type { Descriptor, Selector, SendControl } from './descriptor.ts';
import { isEditor, messageAround } from './message.ts';
import { Parts } from './parts.ts';
import { all, allWithin, matches } from './select.ts';

/** The boxes of all open messages, in document order. */
export function composeRoots(descriptor: Descriptor, document: Document): Element[] {
  // One walk through the page for all rules: it is what this takes its time for.
  const wanted = descriptor.compose.flatMap(({ anchor }) => anchor);
  const anchors = all(scopeOf(descriptor, document), wanted);
  const messages = new Map(anchors.map((anchor) => [anchor, messageAround(descriptor, anchor)]));
  const outside = anchors.filter((anchor) => messages.get(anchor) === null);
  // What a text says makes no compose of what is around it.
  const found = climbFrom(descriptor, outside, (one) => messageAround(descriptor, one) === null);
  // A mail may quote the markup of a compose. A whole compose in an editable is one all the same, but for an editor's frame.
  if (!isEditorFrame(descriptor, document)) {
    const isFree = (message?: Element | null): boolean =>
      message != null && ![...found].some((root) => root !== message && contains(root, message));
    const inside = anchors.filter((anchor) => isFree(messages.get(anchor)));
    for (const root of climbFrom(descriptor, inside, () => true)) found.add(root);
  }
  // A common box of several composes gives way to them; what is put into a compose takes no compose's place.
  const roots = [...found].filter((root) => isWholeBeside(descriptor, root, [...found]));
  return roots.filter((root) => !roots.some((other) => other !== root && contains(other, root)));
}

/** Where a description looks for composes: the page, or what a part of it draws by itself. */
function scopeOf({ within = [] }: Descriptor, document: Document): ParentNode {
  return within.reduce<ParentNode>((scope, selector) => {
    const host = find(scope, selector);
    return (host === null ? null : shadowOf(host)) ?? scope;
  }, document);
}

/** @param counts whether an element makes a compose of the box that it is in */
function climbFrom(
  { compose }: Descriptor,
  anchors: readonly Element[],
  counts: (one: Element) => boolean,
): Set<Element> {
  const found = new Set<Element>();
  for (const rule of compose) {
    const isRoot = (box: Element): boolean =>
      (rule.closest === undefined || matches(box, rule.closest)) &&
      rule.having.every((group) => all(box, group).some(counts));
    const tried = new Set<Element>();
    for (const anchor of anchors.filter((one) => matches(one, rule.anchor))) {
      for (const box of upFrom(anchor)) {
        // What is above a box that was climbed through before is known already.
        if (tried.has(box) || box === documentOf(box).documentElement) break;
        tried.add(box);
        if (!isRoot(box)) continue;
        found.add(box);
        break;
      }
    }
  }
  return found;
}

/** Whether this document is a part of the message text of a compose around it. */
function isEditorFrame(descriptor: Descriptor, document: Document): boolean {
  const frame = document.defaultView?.frameElement ?? null;
  if (frame === null) return false;
  return isEditor(document) || matches(frame, descriptor.body) || messageAround(descriptor, frame) !== null;
}

/** Whether parts that make a compose stand in a box and in no other box that is found in it. */
function isWholeBeside(descriptor: Descriptor, box: Element, found: readonly Element[]): boolean {
  const { fields, body, send } = descriptor;
  const inner = found.filter((other) => other !== box && contains(box, other));
  const isBeside = (wanted: readonly Selector[]): boolean =>
    all(box, wanted).some((one) => !inner.some((other) => contains(other, one)) && !isQuoted(descriptor, one, box));
  if (inner.length === 0) return true;
  const hasTo = isBeside([...fields.to, ...fields.cc, ...fields.bcc]);
  const hasSend = isBeside(send.buttons.flatMap((one) => (one.fallback ? [] : one.select)));
  return hasSend ? hasTo || isBeside([...fields.any, ...body]) : hasTo && isBeside(body);
}

/** Whether a part of a page is what a message says, unless the compose itself stands in it. */
function isQuoted(descriptor: Descriptor, part: Element, compose: Element): boolean {
  const message = messageAround(descriptor, part);
  return message !== null && !contains(message, compose);
}

/** A control that starts a send, and what it starts. */
export interface Control {
  readonly element: Element;
  readonly kind: SendControl['kind'];
}

/**
 * The send controls of one compose. Where the box holds none, the nearest
 * ancestors are searched that hold none of the other composes: toolbars move.
 * One that several rules know comes several times.
 */
export function sendControls(descriptor: Descriptor, root: Element, others: readonly Element[]): readonly Control[] {
  const { buttons } = descriptor.send;
  const wanted = buttons.flatMap(({ select }) => select);
  const beside = sorted(new Parts(descriptor, root).search(wanted), buttons);
  if (beside.length > 0) return beside;
  for (const box of upFrom(parentElementOf(root))) {
    if (others.some((other) => contains(box, other))) return [];
    const inside = allWithin(box, wanted).filter((one) => !isQuoted(descriptor, one, root));
    const controls = sorted(inside, buttons);
    if (controls.length > 0) return controls;
  }
  return [];
}

/** Those marked as Send; where there are none, those that only look like it. */
function sorted(elements: readonly Element[], buttons: readonly SendControl[]): Control[] {
  const matching = (some: readonly SendControl[]): Control[] =>
    some.flatMap(({ select, kind }) =>
      elements.filter((one) => matches(one, select)).map((element) => ({ element, kind })),
    );
  const certain = matching(buttons.filter(({ fallback }) => fallback !== true));
  return certain.length > 0 ? certain : matching(buttons);
}
