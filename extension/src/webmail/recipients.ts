/** Who a message would go to, read from the page as it stands now. */
import type { Descriptor, Field, Source } from './descriptor.ts';
import type { NameMemory } from './memory.ts';
import { all, allWithin, closest, outermost } from './select.ts';
import { firstText, inputValue } from './source.ts';
import { typedAddresses, visibleText } from './text.ts';

/**
 * `chip`: the webmail took it as a recipient. `typed`: text that is not
 * committed but would be sent. `summary`: read from the folded line. `opaque`:
 * only a person's name is visible.
 */
export type RecipientState = 'chip' | 'typed' | 'summary' | 'opaque';

export interface Recipient {
  readonly field: Field | 'unknown';
  /** As the page gives it, without a name; null exactly when the state is opaque. */
  readonly address: string | null;
  /** What the person sees. */
  readonly display: string;
  readonly state: RecipientState;
  readonly element: Element;
}

export interface Reading {
  readonly recipients: readonly Recipient[];
  /** False where the page hides some: folded lines, names without address. */
  readonly complete: boolean;
  /** Whether any recipients field was found at all. */
  readonly fields: number;
}

/** The distinct addresses of a reading, in its order. */
export function addressesOf(reading: Reading): string[] {
  return [...new Set(reading.recipients.flatMap((one) => (one.address === null ? [] : [one.address])))];
}

/** More recipients than this in one message are not read: no webmail sends to as many. */
const MAX_RECIPIENTS = 2000;

export function readRecipients(descriptor: Descriptor, root: Element, memory: NameMemory): Reading {
  const recipients: Recipient[] = [];
  const taken: Element[] = [];
  let fields = 0;
  for (const field of ['to', 'cc', 'bcc'] as const) {
    for (const box of boxes(descriptor, root, descriptor.fields[field])) {
      fields++;
      readBox(descriptor, box, field, memory, taken, recipients);
    }
  }
  if (fields === 0) {
    for (const box of boxes(descriptor, root, descriptor.fields.any)) {
      fields++;
      readBox(descriptor, box, 'unknown', memory, taken, recipients);
    }
  }
  // A chip outside every known field still gets the mail: fields are renamed sooner than chips.
  // The folded line shows the same people again.
  taken.push(...descriptor.summary.flatMap((rule) => all(root, rule.select)));
  readChips(descriptor, root, 'unknown', memory, taken, recipients);
  if (recipients.length === 0) readSummary(descriptor, root, recipients);
  return {
    recipients: recipients.slice(0, MAX_RECIPIENTS),
    complete: recipients.every((one) => one.state !== 'opaque' && one.state !== 'summary'),
    fields,
  };
}

function boxes(descriptor: Descriptor, root: Element, selectors: readonly string[]): Element[] {
  return outermost(all(root, selectors)).filter((box) => closest(box, descriptor.body) === null);
}

function readBox(
  descriptor: Descriptor,
  box: Element,
  field: Recipient['field'],
  memory: NameMemory,
  taken: Element[],
  recipients: Recipient[],
): void {
  readChips(descriptor, box, field, memory, taken, recipients);
  for (const rule of descriptor.typed) {
    for (const element of allWithin(box, rule.select)) {
      if (taken.some((chip) => chip === element || chip.contains(element))) continue;
      const text = rule.as === 'value' ? inputValue(element) : residue(element, taken);
      for (const address of typedAddresses(text)) {
        if (recipients.some((one) => one.state === 'typed' && one.address === address && one.field === field)) continue;
        recipients.push({ field, address, display: address, state: 'typed', element });
      }
    }
  }
}

function readChips(
  descriptor: Descriptor,
  box: Element,
  field: Recipient['field'],
  memory: NameMemory,
  taken: Element[],
  recipients: Recipient[],
): void {
  for (const rule of descriptor.chips) {
    for (const element of allWithin(box, rule.select)) {
      // Also chips of chips: an outer and an inner element may both match.
      if (taken.some((chip) => chip === element || chip.contains(element) || element.contains(chip))) continue;
      if (closest(element, descriptor.body) !== null) continue;
      taken.push(element);
      recipients.push(chipOf(element, field, rule.address, rule.display, memory));
    }
  }
}

function chipOf(
  element: Element,
  field: Recipient['field'],
  addresses: readonly Source[],
  displays: readonly Source[],
  memory: NameMemory,
): Recipient {
  const display = firstText(element, displays);
  const address = firstText(element, addresses) || memory.addressOf(display);
  if (address !== '') return { field, address, display, state: 'chip', element };
  // "ann@army mil" is no address, yet the webmail shows it as a recipient.
  if (display.includes('@')) return { field, address: display, display, state: 'chip', element };
  return { field, address: null, display, state: 'opaque', element };
}

function readSummary(descriptor: Descriptor, root: Element, recipients: Recipient[]): void {
  for (const rule of descriptor.summary) {
    for (const element of all(root, rule.select)) {
      if (closest(element, descriptor.body) !== null || !isVisible(element)) continue;
      const address = firstText(element, rule.address);
      if (address === '' || recipients.some((one) => one.address === address)) continue;
      recipients.push({
        field: 'unknown',
        address,
        display: visibleText(element.textContent ?? ''),
        state: 'summary',
        element,
      });
    }
  }
}

export function isVisible(element: Element): boolean {
  return element.getClientRects().length > 0;
}

/** An editable's own text: chips, buttons and other things nobody typed left out, each as a break. */
function residue(editable: Element, chips: readonly Element[]): string {
  let text = '';
  const walk = (node: Node): void => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) text += child.nodeValue ?? '';
      else if (child.nodeType === 1) {
        const element = child as Element;
        if (chips.includes(element) || element.matches(NOT_TYPED)) text += '\n';
        else {
          const breaks = element.matches('div,p,br,li');
          if (breaks) text += '\n';
          walk(element);
          if (breaks) text += '\n';
        }
      }
    }
  };
  walk(editable);
  return text;
}

const NOT_TYPED = 'button,[role="button"],[contenteditable="false"],style,script';
