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
  if (total.kept + total.went === 0) {
    return make(document, 'p', { class: 'soft caught' }, text('chart_none', number(days.length)));
  }
  const highest = Math.max(4, ...days.map((day) => countOf(counts, [day])));
  const words = text('chart_label', number(days.length), number(total.kept), number(total.went));
  return make(
    document,
    'div',
    { class: 'caught' },
    make(
      document,
      'div',
      { class: 'axes' },
      make(document, 'span', { class: 'top', 'aria-hidden': 'true' }, number(highest)),
      drawingOf(document, counts, days, highest, words) as unknown as Node,
      make(document, 'span', { class: 'from', 'aria-hidden': 'true' }, shortDay(days[0])),
      make(document, 'span', { class: 'to', 'aria-hidden': 'true' }, shortDay(days.at(-1))),
    ),
    make(
      document,
      'p',
      { class: 'legend' },
      make(document, 'span', { class: 'kept' }, text('chart_kept', number(total.kept))),
      make(document, 'span', { class: 'went' }, text('chart_went', number(total.went))),
    ),
  );
}

/** The same numbers, day by day, for who cannot see a drawing or wants to know exactly. */
export function chartTable(document: Document, counts: Counts, days: readonly string[]): HTMLElement[] {
  const rows = days
    .map((day) => ({ day, ...outcomes(counts, [day]) }))
    .filter(({ kept, went }) => kept + went > 0)
    .toReversed();
  if (rows.length === 0) return [];
  const cell = (value: number): HTMLElement => make(document, 'td', { class: 'number' }, number(value));
  const head = ['chart_day', 'chart_corrected', 'chart_sent'].map((name, at) =>
    make(document, 'th', { scope: 'col', ...(at > 0 && { class: 'number' }) }, text(name)),
  );
  const body = rows.map(({ day, kept, went }) =>
    make(document, 'tr', {}, make(document, 'th', { scope: 'row' }, shortDay(day)), cell(kept), cell(went)),
  );
  return [
    make(
      document,
      'details',
      {},
      make(document, 'summary', {}, text('chart_table')),
      make(
        document,
        'table',
        {},
        make(document, 'thead', {}, make(document, 'tr', {}, ...head)),
        make(document, 'tbody', {}, ...body),
      ),
    ),
  ];
}

function drawingOf(
  document: Document,
  counts: Counts,
  days: readonly string[],
  highest: number,
  words: string,
): SVGElement {
  const drawing = document.createElementNS(NAMESPACE, 'svg');
  drawing.setAttribute('class', 'chart');
  drawing.setAttribute('viewBox', `0 0 ${days.length * STEP - (STEP - BAR)} ${HEIGHT}`);
  drawing.setAttribute('preserveAspectRatio', 'none');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', words);
  for (const [index, day] of days.entries()) {
    const { kept, went } = outcomes(counts, [day]);
    const unit = (HEIGHT - 2) / highest;
    const x = index * STEP;
    drawing.append(bar(document, 'day', x, HEIGHT - 2, 2));
    if (kept > 0) drawing.append(bar(document, 'kept', x, HEIGHT - kept * unit, kept * unit));
    if (went > 0) drawing.append(bar(document, 'went', x, HEIGHT - (kept + went) * unit, went * unit));
  }
  return drawing;
}

/** "22 Nov", from "2026-11-22". */
function shortDay(day = ''): string {
  const [year, month, date] = day.split('-').map(Number);
  const time = new Date(year ?? 0, (month ?? 1) - 1, date ?? 1, 12);
  return new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short' }).format(time);
}

function bar(document: Document, kind: string, x: number, y: number, height: number): SVGElement {
  const rect = document.createElementNS(NAMESPACE, 'rect');
  rect.setAttribute('class', kind);
  for (const [key, value] of Object.entries({ x, y, width: BAR, height })) rect.setAttribute(key, String(value));
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
