/** What policy adds to a question: where else the mail goes, and whose rule holds it. */
import { text } from '../browser/texts.ts';
import { makeIn } from '../elements.ts';
import type { Organisation } from '../messages/guarding.ts';
import type { Verdict } from '../messages/verdict.ts';
import { domainsOf, isolate } from './words.ts';

/** Beside near misses: where else the mail goes. */
export function externalNote(
  document: Document,
  external: readonly Verdict[],
  all: readonly Verdict[],
): HTMLElement | false {
  if (external.length === 0 || external.length === all.length) return false;
  const domains = domainsOf(external).map(isolate).join(', ');
  return makeIn(document, 'p', { class: 'note' }, text('dialog_external', domains));
}

export function blockedNote(document: Document, { name, contact }: Organisation): HTMLElement {
  return makeIn(
    document,
    'p',
    { class: 'note' },
    name === '' ? text('blocked') : text('blocked_by', isolate(name)),
    contact !== '' && ` ${text('ask_contact', isolate(contact))}`,
  );
}

export function organisationNote(document: Document, { name, contact, help }: Organisation): HTMLElement {
  const words = [text('set_by', isolate(name)), help, contact === '' ? '' : text('ask_contact', isolate(contact))];
  return makeIn(document, 'p', { class: 'organisation' }, words.filter((word) => word !== '').join(' '));
}
