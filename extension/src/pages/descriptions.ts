/**
 * Which description of a webmail is in use, and why: the one that came with the
 * extension, or a newer one from the signed lists.
 */
import { text } from '../browser/texts.ts';
import { make } from '../elements.ts';
import type { DescriptionStatus } from '../messages/descriptions.ts';
import type { Overview } from '../messages/overview.ts';
import { isolate } from '../warning/words.ts';

/** Of the page in front; nothing where no webmail is in front. */
export function pageDescription(document: Document, { page, descriptions }: Overview): HTMLElement[] {
  if (page === null || page.description === undefined) return [];
  const { webmail, description } = page;
  const isSigned = descriptions.some(
    (one) => one.webmail === webmail && one.version === description && one.fate === 'used',
  );
  const name = isSigned ? 'description_page_signed' : 'description_page_own';
  const words = text(name, nameOf(webmail), String(description));
  return [make(document, 'p', { class: 'small soft', 'data-description': webmail }, words)];
}

/** Of all webmails for which the one of the lists is in use or was dropped. */
export function descriptionsPart(document: Document, { descriptions }: Overview): HTMLElement[] {
  const worthSaying = descriptions.filter(({ fate }) => fate !== 'older' && fate !== 'new');
  if (worthSaying.length === 0) return [];
  return [
    make(document, 'h3', {}, text('description_title')),
    make(document, 'p', { class: 'soft' }, text('description_words')),
    make(document, 'ul', { class: 'row-list' }, ...worthSaying.map((one) => row(document, one))),
  ];
}

function row(document: Document, { webmail, version, fate, why }: DescriptionStatus): HTMLElement {
  return make(
    document,
    'li',
    { 'data-description': webmail, 'data-fate': fate },
    make(document, 'p', {}, text(`description_${fate}`, nameOf(webmail), String(version))),
    why !== '' && make(document, 'p', { class: 'small soft' }, make(document, 'code', { dir: 'ltr' }, why)),
  );
}

/** "Gmail" */
function nameOf(webmail: string): string {
  return isolate(webmail.slice(0, 1).toUpperCase() + webmail.slice(1));
}
