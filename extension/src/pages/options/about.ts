/** Help and the rest: where to read on, and in which languages Nearmiss speaks how well. */
import { browserLanguage, language, text } from '../../browser/texts.ts';
import { make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import type { ReportPreview } from '../../messages/reports.ts';
import { UNREAD } from '../build.ts';
import { linkTo, sourceLink } from '../links.ts';

export function linkList(): HTMLElement {
  const links = [linkTo('help'), linkTo('privacy'), linkTo('news'), sourceLink()];
  return make('ul', { class: 'links' }, ...links.map((link) => make('li', {}, link)));
}

export function privacyPart({ lists }: Overview, report: ReportPreview): HTMLElement[] {
  const sentences = [
    text('privacy_words'),
    text(lists.server === '' ? 'privacy_quiet' : 'privacy_lists'),
    ...(report.url === '' ? [] : [text('privacy_report')]),
  ];
  return [...sentences.map((sentence) => make('p', {}, sentence)), make('p', {}, linkTo('privacy'))];
}

export function languagesPart(): HTMLElement[] {
  const isSpoken = subtag(browserLanguage()) === subtag(language());
  const others = UNREAD.map((tag) => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag);
  return [
    ...(isSpoken ? [] : [make('p', {}, text('languages_unspoken'))]),
    ...(text('locale_read_by_a_native_speaker') === 'no' ? [make('p', {}, text('languages_unread'))] : []),
    ...(others.length === 0
      ? []
      : [make('p', { class: 'soft' }, text('languages_unread_all', others.map(apart).join(', ')))]),
  ];
}

/** "fa" for "fa-IR" */
function subtag(tag: string): string {
  return new Intl.Locale(tag).language;
}

/** A word of any direction within a sentence. */
function apart(word: string): string {
  return `\u2068${word}\u2069`;
}
