/** Message text: what a mail says, never who gets it. Anything may stand in it, also a compose's own markup. */

import { documentOf, matchesSelector, parentElementOf } from '../dom.ts';
import type { Descriptor } from './descriptor.ts';
import { all, around, EDITABLE, has, matches } from './select.ts';
import { isAddressList } from './text.ts';
import { residue } from './typed.ts';

/**
 * The outermost message text around a place, be it written or shown; null
 * elsewhere. It is what the description calls so, a document that is an editor, or
 * an editable that is no recipients field.
 */
export function messageAround(descriptor: Descriptor, place: Element): Element | null {
  const document = documentOf(place);
  if (document.designMode === 'on') return document.documentElement;
  const texts = [...descriptor.body, ...(descriptor.shown ?? [])];
  const found = around(parentElementOf(place), [...texts, EDITABLE]);
  return found.findLast((one) => matches(one, texts) || !isRecipientsField(descriptor, one)) ?? null;
}

/** Whether a document is nothing but an editor. */
export function isEditor({ body, designMode }: Document): boolean {
  return designMode === 'on' || (body !== null && matchesSelector(body, EDITABLE));
}

/** By what it holds where its name is lost: chips and addresses, and nothing that only a whole compose has. */
function isRecipientsField(descriptor: Descriptor, editable: Element): boolean {
  const { fields, chips, send, body } = descriptor;
  if (matches(editable, Object.values(fields).flat())) return true;
  const ofCompose = [...send.buttons.flatMap(({ select }) => select), ...body, 'input', 'textarea', EDITABLE];
  if (has(editable, ofCompose)) return false;
  const known = new Set(chips.flatMap(({ select }) => all(editable, select)));
  return known.size > 0 && isAddressList(residue(editable, known));
}
