/** Message text: what a mail says, never who gets it. Anything may stand in it, also a compose's own markup. */
import type { Descriptor } from './descriptor.ts';
import { closestTo, documentOf, parentElementOf } from './dom.ts';
import { all, closest, EDITABLE, has, matches } from './select.ts';
import { isAddressList } from './text.ts';
import { residue } from './typed.ts';

/**
 * Whether a place lies inside of message text, be it written or shown: in what
 * the description calls so, in a document that is an editor, or in an editable
 * that is no recipients field.
 */
export function isInMessage(descriptor: Descriptor, place: Element): boolean {
  if (documentOf(place).designMode === 'on') return true;
  const around = parentElementOf(place);
  if (around === null) return false;
  if (closest(around, [...descriptor.body, ...(descriptor.shown ?? [])]) !== null) return true;
  for (let editable = closestTo(around, EDITABLE); editable !== null; ) {
    if (!isRecipientsField(descriptor, editable)) return true;
    const above = parentElementOf(editable);
    editable = above === null ? null : closestTo(above, EDITABLE);
  }
  return false;
}

/** By what it holds where its name is lost: chips and addresses, and nothing that only a whole compose has. */
function isRecipientsField(descriptor: Descriptor, editable: Element): boolean {
  const { fields, chips, send, body } = descriptor;
  if (matches(editable, [fields.to, fields.cc, fields.bcc, fields.any].flat())) return true;
  const ofCompose = [...send.buttons.flatMap(({ select }) => select), ...body, 'input', 'textarea', EDITABLE];
  if (has(editable, ofCompose)) return false;
  const known = new Set(chips.flatMap(({ select }) => all(editable, select)));
  return known.size > 0 && isAddressList(residue(editable, known));
}
