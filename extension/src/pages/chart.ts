/**
 * Warnings by day, as a small bar chart: what was corrected, what went out all
 * the same. The numbers stand beside it in words.
 */
import { language, text } from '../browser.ts';
import { countOf } from '../counts.ts';
import { make } from '../elements.ts';
import type { Counts } from '../messages.ts';

const NAMESPACE = 'http://www.w3.org/2000/svg';
const HEIGHT = 64;
const BAR = 8;
const STEP = 12;

/** Corrected or gone back, and sent anyway or said to be right. */
export function outcomes(counts: Counts, days: readonly string[]): { readonly kept: number; readonly went: number } {
  return {
    kept: countOf(counts, days, 'fix') + countOf(counts, days, 'back'),
    went: countOf(counts, days, 'send') + countOf(counts, days, 'trust'),
  };
}

export function chart(document: Document, counts: Counts, days: readonly string[]): HTMLElement {
  const total = outcomes(counts, days);
  const highest = Math.max(4, ...days.map((day) => countOf(counts, [day])));
  const drawing = document.createElementNS(NAMESPACE, 'svg');
  drawing.setAttribute('class', 'chart');
  drawing.setAttribute('viewBox', `0 0 ${days.length * STEP - (STEP - BAR)} ${HEIGHT}`);
  drawing.setAttribute('preserveAspectRatio', 'none');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', text('chart_label', number(days.length), number(total.kept), number(total.went)));
  for (const [index, day] of days.entries()) {
    const { kept, went } = outcomes(counts, [day]);
    const unit = (HEIGHT - 2) / highest;
    const x = index * STEP;
    drawing.append(bar(document, 'day', x, HEIGHT - 2, 2));
    if (kept > 0) drawing.append(bar(document, 'kept', x, HEIGHT - kept * unit, kept * unit));
    if (went > 0)
      drawing.append(bar(document, 'went', x, HEIGHT - (kept + went) * unit, went * unit - (kept > 0 ? 1 : 0)));
  }
  return make(
    document,
    'div',
    { class: 'caught' },
    drawing as unknown as Node,
    make(
      document,
      'p',
      { class: 'legend' },
      make(document, 'span', { class: 'kept' }, text('chart_kept', number(total.kept))),
      make(document, 'span', { class: 'went' }, text('chart_went', number(total.went))),
    ),
  );
}

function bar(document: Document, kind: string, x: number, y: number, height: number): SVGElement {
  const rect = document.createElementNS(NAMESPACE, 'rect');
  rect.setAttribute('class', kind);
  for (const [key, value] of Object.entries({ x, y, width: BAR, height, rx: 1.5 }))
    rect.setAttribute(key, String(value));
  return rect;
}

export function number(value: number): string {
  return new Intl.NumberFormat(language()).format(value);
}

/** "2 hours ago", from milliseconds since 1970. */
export function ago(time: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  const minutes = Math.round((time - now) / 60_000);
  if (Math.abs(minutes) < 60) return format.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48 ? format.format(hours, 'hour') : format.format(Math.round(hours / 24), 'day');
}
