/**
 * How old the lists are, in words; and when they are too old, why that is and
 * that they go on protecting.
 */
import { language, text } from '../browser/texts.ts';
import { make } from '../elements.ts';
import type { Overview } from '../messages/overview.ts';
import { ago } from './chart.ts';

type Lists = Overview['lists'];

/** A line: when they were checked, until when they are good, and what went wrong last. */
export function ageOf({ age, update, server }: Lists): string {
  if (server === '') return text('lists_quiet');
  const checked = update.checked === 0 ? text('lists_bundled') : text('lists_checked', ago(update.checked, Date.now()));
  const isGood = age.state === 'current' && age.expires !== 0;
  return [
    checked,
    ...(isGood ? [text('lists_good_until', dayOf(age.expires))] : []),
    ...(update.failures === 0 ? [] : [failureOf(update.problem)]),
  ].join(' · ');
}

/** Words of wasm/update for an answer that came and was not believed. */
const DISTRUST = /^(?:signature|version|hash|length|format|scope|missing): /;

/** Why the last check failed, for people. */
export function failureOf(problem: string): string {
  if (problem.startsWith('expired: ')) return text('lists_stale');
  return text(DISTRUST.test(problem) ? 'lists_distrusted' : 'lists_failed');
}

/** A warning when the lists are too old, or when this device's clock cannot be right. */
export function oldness({ age }: Lists): HTMLElement[] {
  if (age.state === 'current') return [];
  const isOld = age.state === 'old';
  const words = isOld
    ? text('lists_old_words', dayOf(age.confirmed), dayOf(age.expires))
    : text('lists_clock_words', dayOf(Date.now()), dayOf(age.confirmed));
  return [
    make(
      'section',
      { class: 'panel state bad', 'data-age': age.state },
      make('span', { class: 'sign', 'aria-hidden': 'true' }, '!'),
      make('strong', {}, text(isOld ? 'lists_old' : 'lists_clock')),
      make('p', { class: 'soft' }, words),
    ),
  ];
}

/** "28 November 2026" */
function dayOf(time: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(time);
}
