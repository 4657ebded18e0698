/** Who a message would go to, read from the page as it stands now. */
import { MAX_RECIPIENT_LENGTH } from '../messages/verdict.ts';
import type { Descriptor } from './descriptor.ts';
import { type Chip, type Entries, type Entry, type FieldName, findEntries, type Typed } from './fields.ts';
import type { NameMemory } from './memory.ts';
import { Parts } from './parts.ts';
import { senderOf } from './sender.ts';
import { inputValue } from './source.ts';
import { readSummary } from './summary.ts';
import { isAddressList, typedAddresses } from './text.ts';
import { residue, writtenIn } from './typed.ts';
import { unmatchedAddresses } from './unmatched.ts';

/**
 * `chip`: the webmail took it as a recipient. `typed`: text that is not
 * committed but would be sent. `summary`: read from the folded line. `opaque`:
 * only a person's name is visible, or the address is longer than any that is delivered.
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
  /** False where there are more than MAX_RECIPIENTS, or an address too long to judge. */
  readonly isJudgeable: boolean;
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
  return [...new Set(recipients.flatMap(({ address }) => address ?? []))];
}

/** More recipients than this in one message are not judged, and that is said: no webmail sends to as many. */
export const MAX_RECIPIENTS = 10_000;

export function readCompose(descriptor: Descriptor, root: Element, memory: NameMemory): Reading {
  const entries = findEntries(descriptor, new Parts(descriptor, root));
  const sender = senderOf(descriptor, entries);
  const found = new Found(memory, entries);
  for (const entry of entries.inFields) found.add(entry, '');
  if (found.recipients.length > 0) memory.keep(root, found.recipients);
  let { fields } = entries;
  if (found.recipients.length === 0 && entries.isFolded) {
    for (const one of readSummary(descriptor, entries.parts, memory)) {
      found.push({ ...one, field: 'unknown', state: one.address === null ? 'opaque' : 'summary' });
    }
    if (found.recipients.length > 0) fields++;
  }
  for (const entry of entries.rest) found.add(entry, sender);
  const { recipients } = found;
  return {
    recipients: recipients.slice(0, MAX_RECIPIENTS),
    complete: recipients.every((one) => one.state !== 'opaque' && one.state !== 'summary'),
    isJudgeable: recipients.length <= MAX_RECIPIENTS && !found.hasTooLong,
    sender,
    fields,
  };
}

/** Collects recipients; what is typed or matches no rule counts once. */
class Found {
  readonly recipients: Recipient[] = [];
  hasTooLong = false;
  readonly #known = new Set<string>();
  readonly #memory: NameMemory;
  readonly #entries: Entries;

  constructor(memory: NameMemory, entries: Entries) {
    this.#memory = memory;
    this.#entries = entries;
  }

  push(one: Recipient): void {
    const isTooLong = (one.address?.length ?? 0) > MAX_RECIPIENT_LENGTH;
    this.hasTooLong ||= isTooLong;
    this.recipients.push(isTooLong ? { ...one, address: null, state: 'opaque' } : one);
    this.#known.add(one.address ?? '').add(`${one.field} ${one.address}`);
  }

  /** @param own the person's own address, which stands in composes without being a recipient */
  add(entry: Entry, own: string): void {
    if (entry.kind === 'chip') this.#addChip(entry);
    else if (entry.kind === 'typed') this.#addTyped(entry);
    else {
      const { field, element: box, end } = entry;
      for (const { address, element } of unmatchedAddresses(box, this.#entries.taken, end)) {
        if (address === own || this.#known.has(address)) continue;
        this.push({ field, address, display: address, state: 'chip', element });
      }
    }
  }

  #addChip({ field, element, display, address: given }: Chip): void {
    const address = given || this.#memory.addressOf(display, this.#entries.parts.root);
    if (address !== '') this.push({ field, address, display, state: 'chip', element });
    // "ann@army mil" is no address, yet the webmail shows it as a recipient.
    else if (display.includes('@')) this.push({ field, address: display, display, state: 'chip', element });
    else this.push({ field, address: null, display, state: 'opaque', element });
  }

  #addTyped({ field, element, as, isLoose }: Typed): void {
    const text = as === 'value' ? inputValue(element) : residue(element, this.#entries.taken);
    if (!text.includes('@') || (isLoose && !isAddressList(text))) return;
    const end = writtenIn(text);
    for (const address of typedAddresses(text)) {
      if (this.#known.has(`${field} ${address}`)) continue;
      this.push({ field, address, display: address, state: 'typed', isLast: end.endsWith(address), element });
    }
  }
}
