/** Whose mail it is: the person's own address, as the compose says it, or the page around it. */
import type { Descriptor } from './descriptor.ts';
import { documentOf, find } from './dom.ts';
import type { Entries } from './fields.ts';
import { textOf } from './source.ts';

/** The person's own address, or ''. */
export function senderOf(descriptor: Descriptor, { parts, senders }: Entries): string {
  for (const { source, element } of senders) {
    const address = textOf(element, source);
    if (address !== '') return address;
  }
  for (const source of descriptor.sender) {
    const place = find(documentOf(parts.root), source.select);
    const address = place === null ? '' : textOf(place, source);
    if (address !== '') return address;
  }
  return '';
}
