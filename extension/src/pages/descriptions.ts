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
export function pageDescription({ page, descriptions }: Overview): HTMLElement[] {
  if (page === null || page.description === undefined) return [];
  const { webmail, description } = page;
  const isSigned = descriptions.some(
    (one) => one.webmail === webmail && one.version === description && one.fate === 'used',
  );
  const name = isSigned ? 'description_page_signed' : 'description_page_own';
  const words = text(name, nameOf(webmail), String(description));
  return [make('p', { class: 'small soft', 'data-description': webmail }, words)];
}

/** Of all webmails for which the one of the lists is in use or was dropped. */
export function descriptionsPart({ descriptions }: Overview): HTMLElement[] {
  const worthSaying = descriptions.filter(({ fate }) => fate !== 'older' && fate !== 'new');
  if (worthSaying.length === 0) return [];
  return [
    make('h3', {}, text('description_title')),
    make('p', { class: 'soft' }, text('description_words')),
    make('ul', { class: 'row-list' }, ...worthSaying.map((one) => row(one))),
  ];
}

function row({ webmail, version, fate, why }: DescriptionStatus): HTMLElement {
  return make(
    'li',
    { 'data-description': webmail, 'data-fate': fate },
    make('p', {}, text(`description_${fate}`, nameOf(webmail), String(version))),
    why !== '' && make('p', { class: 'small soft' }, make('code', { dir: 'ltr' }, why)),
  );
}

/** "Gmail" */
function nameOf(webmail: string): string {
  return isolate(webmail.slice(0, 1).toUpperCase() + webmail.slice(1));
}
