/** Who a message would go to, read from the page as it stands now. */
import type { Descriptor } from './descriptor.ts';
import { type Chip, type Entries, type FieldName, type StrayBox, straysIn, type Typed } from './entries.ts';
import type { NameMemory } from './memory.ts';
import { inputValue } from './source.ts';
import { readSummary } from './summary.ts';
import { isAddressList, typedAddresses, withoutInvisible } from './text.ts';

/**
 * `chip`: the webmail took it as a recipient. `typed`: text that is not
 * committed but would be sent. `summary`: read from the folded line. `opaque`:
 * only a person's name is visible.
 */
export type RecipientState = 'chip' | 'typed' | 'summary' | 'opaque';

export interface Recipient {
  readonly field: FieldName;
  /** As the page gives it, without a name; null exactly when the state is opaque. */
  readonly address: string | null;
  /** What the person sees. */
  readonly display: string;
  readonly state: RecipientState;
  /** Typed, and at the end of its text: what is typed next belongs to it. */
  readonly isLast?: boolean;
  readonly element: Element;
}

export interface Reading {
  readonly recipients: readonly Recipient[];
  /** False where the page hides some: folded lines, names without address. */
  readonly complete: boolean;
  /** The person's own address, or ''. */
  readonly sender: string;
  /** How many recipients fields were found; the folded line that stands for them counts as one. */
  readonly fields: number;
}

/** A compose, and what it says. */
export interface ComposeReading {
  readonly root: Element;
  readonly reading: Reading;
}

/** The distinct addresses of a reading, in its order. */
export function addressesOf({ recipients }: Pick<Reading, 'recipients'>): string[] {
  const [only] = recipients;
  if (recipients.length === 1 && only !== undefined) return only.address === null ? [] : [only.address];
  const addresses = new Set<string>();
  for (const { address } of recipients) if (address !== null) addresses.add(address);
  return [...addresses];
}

/** More recipients than this in one message are not read: no webmail sends to as many. */
const MAX_RECIPIENTS = 2000;

/** @param sender the person's own address, which stands in composes without being a recipient; '' if unknown */
export function readRecipients(descriptor: Descriptor, entries: Entries, memory: NameMemory, sender: string): Reading {
  const { parts, sections, rest, taken, isFolded } = entries;
  const recipients: Recipient[] = [];
  for (const section of sections) {
    for (const entry of section.entries) {
      if (entry.kind === 'chip') recipients.push(chipOf(entry, memory, parts.root));
      else if (entry.kind === 'typed') readTyped(recipients, entry, taken);
      else readStrays(recipients, entry, taken, '');
    }
  }
  if (recipients.length > 0) memory.keep(parts.root, recipients);
  let { fields } = entries;
  if (recipients.length === 0 && isFolded) {
    for (const one of readSummary(descriptor, parts, memory)) {
      recipients.push({ ...one, field: 'unknown', state: one.address === null ? 'opaque' : 'summary' });
    }
    if (recipients.length > 0) fields++;
  }
  for (const entry of rest) {
    if (entry.kind === 'typed') readTyped(recipients, entry, taken);
    else readStrays(recipients, entry, taken, sender);
  }
  return {
    recipients: recipients.length > MAX_RECIPIENTS ? recipients.slice(0, MAX_RECIPIENTS) : recipients,
    complete: recipients.every((one) => one.state !== 'opaque' && one.state !== 'summary'),
    sender,
    fields,
  };
}

function chipOf(chip: Chip, memory: NameMemory, compose: Element): Recipient {
  const { field, element, display } = chip;
  const address = chip.address || memory.addressOf(display, compose);
  if (address !== '') return { field, address, display, state: 'chip', element };
  // "ann@army mil" is no address, yet the webmail shows it as a recipient.
  if (display.includes('@')) return { field, address: display, display, state: 'chip', element };
  return { field, address: null, display, state: 'opaque', element };
}

function readTyped(recipients: Recipient[], entry: Typed, taken: ReadonlySet<Element>): void {
  const { field, element, isLoose } = entry;
  const text = typedText(entry, taken);
  if (!text.includes('@') || (isLoose && !isAddressList(text))) return;
  const end = writtenIn(text);
  for (const address of typedAddresses(text)) {
    if (recipients.some((one) => one.address === address && one.field === field)) continue;
    recipients.push({ field, address, display: address, state: 'typed', isLast: end.endsWith(address), element });
  }
}

/** What stands where a person types, without what is taken for something else. */
export function typedText({ element, as }: Typed, taken: ReadonlySet<Element>): string {
  return as === 'value' ? inputValue(element) : residue(element, taken);
}

/** Whether what stands at this place, in a field that a person types into, is read as typed. */
export function isTypedAt(place: Node, { element }: Typed, taken: ReadonlySet<Element>): boolean {
  for (let part: Node | null = place; part !== null && part !== element; part = part.parentNode) {
    if (part.nodeType === 1 && (taken.has(part as Element) || (part as Element).matches(NOT_TYPED))) return false;
  }
  return true;
}

/** The same to the last character that a person wrote. */
export function writtenIn(text: string): string {
  return withoutInvisible(text).replace(LINE_ENDS, '');
}

const LINE_ENDS = /\n+$/u;

/** Addresses that stand in a field though no rule knows what they stand in. */
function readStrays(recipients: Recipient[], box: StrayBox, taken: ReadonlySet<Element>, own: string): void {
  for (const { address, element } of straysIn(box, taken)) {
    if (address === own || recipients.some((one) => one.address === address)) continue;
    recipients.push({ field: box.field, address, display: address, state: 'chip', element });
  }
}

/** An editable's own text: chips, buttons and other things nobody typed left out, each as a break between texts. */
function residue(editable: Element, taken: ReadonlySet<Element>): string {
  let text = '';
  let isBroken = false;
  const walk = (node: Node): void => {
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.nodeType === 3) {
        const more = child.nodeValue ?? '';
        if (isBroken && more !== '' && text !== '') text += '\n';
        if (more !== '') isBroken = false;
        text += more;
      } else if (child.nodeType === 1) {
        const element = child as Element;
        const isTyped = !taken.has(element) && !element.matches(NOT_TYPED);
        const breaks = !isTyped || element.matches('div,p,br,li');
        isBroken ||= breaks;
        if (isTyped) walk(element);
        isBroken ||= breaks;
      }
    }
  };
  walk(editable);
  return text;
}

const NOT_TYPED = 'button,[role="button"],[contenteditable="false"],style,script';
