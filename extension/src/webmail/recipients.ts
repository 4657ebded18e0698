/** Who a message would go to, read from the page as it stands now. */
import type { Parts } from './beside.ts';
import type { ChipRule, Descriptor, Field } from './descriptor.ts';
import type { NameMemory } from './memory.ts';
import { EDITABLE, outermost, selectorsOf } from './select.ts';
import { firstText, inputValue } from './source.ts';
import { addPopUps, OPENS_LIST } from './stray.ts';
import { readSummary } from './summary.ts';
import { isAddressList, typedAddresses, withoutInvisible } from './text.ts';

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

/** What one look at a compose has found so far. */
interface Look {
  readonly descriptor: Descriptor;
  readonly parts: Parts;
  readonly memory: NameMemory;
  readonly recipients: Recipient[];
  /** Elements that are spoken for: chips, inputs, and what shows the same people again. */
  readonly taken: Set<Element>;
}

/** @param sender the person's own address, which stands in composes without being a recipient; '' if unknown */
export function readRecipients(descriptor: Descriptor, parts: Parts, memory: NameMemory, sender: string): Reading {
  const { root } = parts;
  const look: Look = { descriptor, parts, memory, recipients: [], taken: new Set(parts.texts) };
  const { recipients, taken } = look;
  let isFolded = false;
  for (const { select } of descriptor.summary) {
    for (const element of parts.all(select)) {
      isFolded = true;
      // The folded line shows the same people again; what is sent with the form stands inside of their chips.
      if (!element.matches('input')) taken.add(element);
    }
  }
  for (const source of descriptor.sender) {
    for (const element of parts.all(selectorsOf(source))) taken.add(element);
  }
  for (const input of parts.all(OPENS_LIST)) addPopUps(taken, input);
  for (const text of parts.texts) {
    addPopUps(taken, text);
    const editor = text.matches(EDITABLE) ? null : text.querySelector(`${EDITABLE},textarea`);
    if (editor !== null) addPopUps(taken, editor);
  }

  const named: Element[] = [];
  for (const field of ['to', 'cc', 'bcc'] as const) {
    for (const box of outermost(parts.all(descriptor.fields[field]))) {
      named.push(box);
      readBox(look, box, field);
    }
  }
  for (const box of named) taken.add(box);
  // Names of fields are lost one by one: the others are read whether or not one has kept its own.
  const others = outermost(parts.all(descriptor.fields.any)).filter((box) => !isWithin(box, taken));
  for (const box of others) readBox(look, box, 'unknown');
  // A chip outside every known field still gets the mail: fields are renamed sooner than chips.
  readChips(look, root, 'unknown');
  if (recipients.length > 0) memory.keep(root, recipients);
  let fields = named.length + others.length;
  if (recipients.length === 0 && isFolded) {
    for (const one of readSummary(descriptor, parts, memory)) {
      recipients.push({ ...one, field: 'unknown', state: one.address === null ? 'opaque' : 'summary' });
    }
    if (recipients.length > 0) fields++;
  }
  // Some fields are not drawn, or not known: text that is nothing but addresses counts, wherever it is typed.
  if (named.length < 3) readTyped(look, root, 'unknown', (text) => (isAddressList(text) ? typedAddresses(text) : []));
  // Below the message text stand attachments and notes, but no recipients.
  readStray(look, root, 'unknown', sender, parts.texts[0]);
  return {
    recipients: recipients.length > MAX_RECIPIENTS ? recipients.slice(0, MAX_RECIPIENTS) : recipients,
    complete: recipients.every((one) => one.state !== 'opaque' && one.state !== 'summary'),
    sender,
    fields,
  };
}

function readBox(look: Look, box: Element, field: Recipient['field']): void {
  readChips(look, box, field);
  readTyped(look, box, field, typedAddresses);
  readStray(look, box, field);
}

function readChips(look: Look, box: Element, field: Recipient['field']): void {
  const { descriptor, parts, recipients, taken } = look;
  for (const rule of descriptor.chips) {
    for (const element of parts.within(box, rule.select)) {
      // Also chips of chips: an outer and an inner element may both match.
      if (isWithin(element, taken) || holdsAny(element, taken)) continue;
      taken.add(element);
      recipients.push(chipOf(look, element, field, rule));
    }
  }
}

function chipOf(look: Look, element: Element, field: Recipient['field'], rule: ChipRule): Recipient {
  const display = firstText(element, rule.display);
  const address = firstText(element, rule.address) || look.memory.addressOf(display, look.parts.root);
  if (address !== '') return { field, address, display, state: 'chip', element };
  // "ann@army mil" is no address, yet the webmail shows it as a recipient.
  if (display.includes('@')) return { field, address: display, display, state: 'chip', element };
  return { field, address: null, display, state: 'opaque', element };
}

function readTyped(look: Look, box: Element, field: Recipient['field'], parse: (text: string) => string[]): void {
  const { descriptor, parts, recipients, taken } = look;
  for (const rule of descriptor.typed) {
    for (const element of parts.within(box, rule.select)) {
      if (isWithin(element, taken)) continue;
      const text = rule.as === 'value' ? inputValue(element) : residue(element, taken);
      if (rule.as === 'value') taken.add(element);
      if (!text.includes('@')) continue;
      const end = withoutInvisible(text).replace(/\n+$/u, '');
      for (const address of parse(text)) {
        if (isNamed(recipients, address, field)) continue;
        recipients.push({ field, address, display: address, state: 'typed', isLast: end.endsWith(address), element });
      }
    }
  }
}

function isNamed(recipients: readonly Recipient[], address: string, field: Recipient['field']): boolean {
  return recipients.some((one) => one.address === address && one.field === field);
}

/** Addresses that stand in a field though no rule knows what they stand in. */
function readStray(look: Look, box: Element, field: Recipient['field'], own = '', end?: Element): void {
  for (const { address, element } of look.parts.straysIn(box, look.taken, end)) {
    if (address === own || look.recipients.some((one) => one.address === address)) continue;
    look.taken.add(element);
    look.recipients.push({ field, address, display: address, state: 'chip', element });
  }
}

function isWithin(element: Element, taken: ReadonlySet<Element>): boolean {
  for (let one: Element | null = element; one !== null; one = one.parentElement) if (taken.has(one)) return true;
  return false;
}

function holdsAny(element: Element, taken: ReadonlySet<Element>): boolean {
  if (element.firstElementChild === null) return false;
  for (const one of taken) if (one !== element && element.contains(one)) return true;
  return false;
}

/** An editable's own text: chips, buttons and other things nobody typed left out, each as a break. */
function residue(editable: Element, taken: ReadonlySet<Element>): string {
  let text = '';
  const walk = (node: Node): void => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) text += child.nodeValue ?? '';
      else if (child.nodeType === 1) {
        const element = child as Element;
        if (taken.has(element) || element.matches(NOT_TYPED)) text += '\n';
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
