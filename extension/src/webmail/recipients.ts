/** Who a message would go to, read from the page as it stands now. */
import { contains, documentOf, find, focusedBeside } from '../dom.ts';
import { MAX_RECIPIENT_LENGTH } from '../messages/verdict.ts';
import type { ChipRule, Descriptor, Source, TypedRule } from './descriptor.ts';
import { type FieldName, findPlaces, type Place } from './fields.ts';
import { isWritable } from './keys.ts';
import type { NameMemory } from './memory.ts';
import { messageAround } from './message.ts';
import { Parts } from './parts.ts';
import { all } from './select.ts';
import { firstText, inputValue, shownParts, textOf } from './source.ts';
import { type Named, readSummary } from './summary.ts';
import { bracketedAddress, holdsName, isAddressList, typedAddresses } from './text.ts';
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
  /** False where there are more than MAX_RECIPIENTS, or an address too long to judge. */
  readonly isJudgeable: boolean;
  /** The person's own address, or ''. */
  readonly sender: string;
  /** How many recipients fields were found; the folded line that stands for them counts as one. */
  readonly fields: number;
  /** Whether a name is being typed where an address belongs: the page may make an address of it. */
  readonly hasName: boolean;
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
  const parts = new Parts(descriptor, root);
  const { inFields, loose, fields, isFolded, taken } = findPlaces(descriptor, parts);
  const sender = senderOf(descriptor, parts);
  const found = new Found(memory, parts, taken, sender);
  for (const place of inFields) found.add(place, false);
  const { recipients } = found;
  if (recipients.length > 0) memory.keep(root, recipients);
  // Where chips stand beside it, the folded line may say more than they do, as a script can draw one of them.
  const known = new Set(addressesOf(found));
  const isNews = ({ address }: Named): boolean => (address === null ? known.size === 0 : !known.has(address));
  const named = isFolded ? readSummary(descriptor, parts, memory).filter(isNews) : [];
  for (const one of named) found.push({ ...one, field: 'unknown', state: one.address === null ? 'opaque' : 'summary' });
  for (const place of loose) found.add(place, true);
  return {
    recipients: recipients.slice(0, MAX_RECIPIENTS),
    isJudgeable: recipients.length <= MAX_RECIPIENTS && !found.hasTooLong,
    sender,
    fields: named.length > 0 ? fields + 1 : fields,
    hasName: found.hasName,
  };
}

/** All that two descriptors read of one compose. */
export function union(one: Reading, other: Reading): Reading {
  const known = new Set(addressesOf(one));
  const more = other.recipients.filter(({ address }) => address !== null && !known.has(address));
  return {
    recipients: [...one.recipients, ...more],
    isJudgeable: one.isJudgeable && other.isJudgeable,
    sender: one.sender || other.sender,
    fields: Math.max(one.fields, other.fields),
    hasName: one.hasName || other.hasName,
  };
}

/** The person's own address, as the compose says it, or the page around it, whatever a mail says; or ''. */
function senderOf(descriptor: Descriptor, parts: Parts): string {
  const addresses = descriptor.sender.flatMap((source) =>
    parts.below([source.select]).map((place) => textOf(place, source)),
  );
  return addresses.find((address) => address !== '') ?? senderOfPage(descriptor, documentOf(parts.root));
}

function senderOfPage(descriptor: Descriptor, document: Document): string {
  for (const source of descriptor.sender) {
    const read = (place: Element): string => (messageAround(descriptor, place) === null ? textOf(place, source) : '');
    // Usually the first match says it, and stands far ahead of the mails.
    const first = find(document, source.select);
    const address = first === null ? '' : read(first) || all(document, [source.select]).map(read).find(Boolean);
    if (address) return address;
  }
  return '';
}

/** Collects recipients; what is typed or matches no rule counts once. */
class Found {
  readonly recipients: Recipient[] = [];
  hasTooLong = false;
  hasName = false;
  readonly #known = new Set<string>();
  readonly #memory: NameMemory;
  readonly #parts: Parts;
  readonly #taken: ReadonlySet<Element>;
  readonly #sender: string;

  constructor(memory: NameMemory, parts: Parts, taken: ReadonlySet<Element>, sender: string) {
    this.#memory = memory;
    this.#parts = parts;
    this.#taken = taken;
    this.#sender = sender;
  }

  push(one: Recipient): void {
    const isTooLong = (one.address?.length ?? 0) > MAX_RECIPIENT_LENGTH;
    this.hasTooLong ||= isTooLong;
    this.recipients.push(isTooLong ? { ...one, address: null, state: 'opaque' } : one);
    this.#known.add(one.address ?? '').add(`${one.field} ${one.address}`);
  }

  /** @param isLoose in no field that is known: it counts only where it is certain to be a recipient */
  add({ field, element, rule }: Place, isLoose: boolean): void {
    if (rule === null) this.#addUnmatched(field, element, isLoose);
    else if ('as' in rule) this.#addTyped(field, element, rule, isLoose);
    else this.#addChip(field, element, rule);
  }

  #addChip(field: FieldName, element: Element, rule: ChipRule): void {
    const display = firstText(element, rule.display);
    // A name may be somebody's address. What is being written in a chip is newer than all else.
    const isWritten = contains(element, focusedBeside(element));
    const isText = ({ from }: Source): number => Number(from === 'text');
    const given = firstText(element, isWritten ? rule.address : rule.address.toSorted((a, b) => isText(a) - isText(b)));
    const address = given || this.#memory.addressOf(display, this.#parts.root);
    if (address !== '') this.push({ field, address, display, state: 'chip', element });
    // "ann@army mil" is no address, yet the webmail shows it as a recipient.
    else if (display.includes('@')) this.push({ field, address: display, display, state: 'chip', element });
    else this.push({ field, address: null, display, state: 'opaque', element });
    // A name may lie: "bob@example.org <ann@army.ml>".
    const bracketed = bracketedAddress(shownParts(element).join(''));
    if (bracketed !== '' && given !== '' && bracketed !== given)
      this.push({ field, address: bracketed, display, state: 'chip', element });
  }

  #addTyped(field: FieldName, element: Element, { as }: TypedRule, isLoose: boolean): void {
    const text = as === 'value' ? inputValue(element) : residue(element, this.#taken);
    // In no To, Cc or Bcc only what is being written counts: other inputs have texts of their own.
    const isName = field !== 'unknown' || (!isLoose && contains(element, focusedBeside(element)));
    this.hasName ||= isName && isWritable(element) && holdsName(text);
    if (!text.includes('@') || (isLoose && !isAddressList(text))) return;
    const end = writtenIn(text);
    for (const address of typedAddresses(text)) {
      if (this.#known.has(`${field} ${address}`)) continue;
      this.push({ field, address, display: address, state: 'typed', isLast: end.endsWith(address), element });
    }
  }

  #addUnmatched(field: FieldName, box: Element, isLoose: boolean): void {
    // Below the message text stand attachments and notes, but no recipients.
    const end = isLoose ? this.#parts.texts[0] : undefined;
    for (const { address, element } of unmatchedAddresses(box, this.#taken, end)) {
      // The person's own address stands in composes without being a recipient.
      if (this.#known.has(address) || (isLoose && address === this.#sender)) continue;
      this.push({ field, address, display: address, state: 'chip', element });
    }
  }
}
