/**
 * The line that stands for the recipients while their fields are folded away.
 * It names people as the webmail likes: by address, or by a name that was seen
 * beside its address before.
 */

import { matchesSelector } from '../dom.ts';
import type { Descriptor, SummaryRule } from './descriptor.ts';
import type { NameMemory } from './memory.ts';
import type { Parts } from './parts.ts';
import { isVisible } from './select.ts';
import { firstText, inputValue, shownParts } from './source.ts';
import { pickAddress, visibleText } from './text.ts';

/** Somebody whom the line names; without an address where only a name is known. */
export interface Named {
  readonly address: string | null;
  readonly display: string;
  readonly element: Element;
}

/** Whom the folded line names; of several rules the first that finds somebody counts. */
export function readSummary({ summary }: Descriptor, parts: Parts, memory: NameMemory): Named[] {
  for (const rule of summary) {
    const found: Named[] = [];
    for (const element of parts.below(rule.select)) {
      // What is sent with the form is never visible and still true.
      if (!isVisible(element) && !matchesSelector(element, 'input[type="hidden"]')) continue;
      for (const { address, display } of peopleIn(element, rule, (name) => memory.addressOf(name, parts.root))) {
        if (found.some((one) => (address === null ? one.display === display : one.address === address))) continue;
        found.push({ address, display, element });
      }
    }
    if (found.length > 0) return found;
  }
  return [];
}

/** One person, where a source picks the address; else a text that lists several. */
function peopleIn(element: Element, rule: SummaryRule, addressOf: (name: string) => string): Omit<Named, 'element'>[] {
  const text = firstText(element, rule.address);
  if (rule.address.every((source) => source.pick === 'address')) {
    const name = visibleText(shownParts(element).join('') || inputValue(element));
    const address = text || addressOf(name);
    const display = name || address;
    return display === '' ? [] : [{ address: address || null, display }];
  }
  const names = text.split(/[,;،؛；，、\n]+/u).map(visibleText);
  return names
    .filter((display) => display !== '' && !display.endsWith(':'))
    .map((display) => ({ address: pickAddress(display) || addressOf(display) || null, display }));
}
