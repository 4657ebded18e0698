/**
 * Warnings by day, as a small bar chart of what happened: the address was
 * corrected, the person went back, the mail went anyway, or the address was said
 * to be right. The numbers stand beside it in words.
 */
import { language, text } from '../browser/texts.ts';
import { countOf } from '../counts.ts';
import { make } from '../elements.ts';
import type { Counts } from '../messages/personal.ts';
import type { Choice } from '../messages/verdict.ts';

const NAMESPACE = 'http://www.w3.org/2000/svg';
const HEIGHT = 64;
const BAR = 8;
const STEP = 12;

/** From the axis up, and in the legend's order. */
const OUTCOMES = [
  { choice: 'fix', title: 'chart_corrected', count: 'chart_kept' },
  { choice: 'back', title: 'chart_back', count: 'chart_back_count' },
  { choice: 'send', title: 'chart_sent', count: 'chart_went' },
  { choice: 'trust', title: 'chart_trusted', count: 'chart_trusted_count' },
] as const satisfies readonly { readonly choice: Choice; readonly title: string; readonly count: string }[];

export type Outcomes = Readonly<Record<Choice, number>>;

export function outcomes(counts: Counts, days: readonly string[]): Outcomes {
  const of = (choice: Choice): number => countOf(counts, days, choice);
  return { fix: of('fix'), back: of('back'), send: of('send'), trust: of('trust') };
}

function sumOf({ fix, back, send, trust }: Outcomes): number {
  return fix + back + send + trust;
}

export function chart(counts: Counts, days: readonly string[]): HTMLElement {
  const total = outcomes(counts, days);
  if (sumOf(total) === 0) {
    return make('p', { class: 'soft caught' }, text('chart_none', number(days.length)));
  }
  const highest = Math.max(4, ...days.map((day) => countOf(counts, [day])));
  const parts = OUTCOMES.map(({ choice, count }) => text(count, number(total[choice])));
  const words = `${text('caught_title', number(days.length))}. ${parts.join('. ')}.`;
  return make(
    'div',
    { class: 'caught' },
    make(
      'div',
      { class: 'axes' },
      make('span', { class: 'top', 'aria-hidden': 'true' }, number(highest)),
      drawingOf(counts, days, highest, words) as unknown as Node,
      make('span', { class: 'from', 'aria-hidden': 'true' }, shortDay(days[0])),
      make('span', { class: 'to', 'aria-hidden': 'true' }, shortDay(days.at(-1))),
    ),
    make('p', { class: 'legend' }, ...OUTCOMES.map(({ choice }, at) => make('span', { class: choice }, parts[at]))),
  );
}

/** The same numbers, day by day, for who cannot see a drawing or wants to know exactly. */
export function chartTable(counts: Counts, days: readonly string[]): HTMLElement[] {
  const rows = days
    .map((day) => ({ day, ...outcomes(counts, [day]) }))
    .filter((row) => sumOf(row) > 0)
    .toReversed();
  if (rows.length === 0) return [];
  const cell = (value: number): HTMLElement => make('td', { class: 'number' }, number(value));
  const head = ['chart_day', ...OUTCOMES.map(({ title }) => title)].map((name, at) =>
    make('th', { scope: 'col', ...(at > 0 && { class: 'number' }) }, text(name)),
  );
  const body = rows.map((row) => {
    const cells = OUTCOMES.map(({ choice }) => cell(row[choice]));
    return make('tr', {}, make('th', { scope: 'row' }, shortDay(row.day)), ...cells);
  });
  return [
    make(
      'details',
      {},
      make('summary', {}, text('chart_table')),
      make('table', {}, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...body)),
    ),
  ];
}

function drawingOf(counts: Counts, days: readonly string[], highest: number, words: string): SVGElement {
  const drawing = document.createElementNS(NAMESPACE, 'svg');
  drawing.setAttribute('class', 'chart');
  drawing.setAttribute('viewBox', `0 0 ${days.length * STEP - (STEP - BAR)} ${HEIGHT}`);
  drawing.setAttribute('preserveAspectRatio', 'none');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', words);
  for (const [index, day] of days.entries()) {
    const row = outcomes(counts, [day]);
    const unit = (HEIGHT - 2) / highest;
    const x = index * STEP;
    drawing.append(bar('day', x, HEIGHT - 2, 2));
    let top = HEIGHT;
    for (const { choice } of OUTCOMES) {
      const height = row[choice] * unit;
      top -= height;
      if (height > 0) drawing.append(bar(choice, x, top, height));
    }
  }
  return drawing;
}

/** "22 Nov", from "2026-11-22". */
function shortDay(day = ''): string {
  const [year, month, date] = day.split('-').map(Number);
  const time = new Date(year ?? 0, (month ?? 1) - 1, date ?? 1, 12);
  return new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short' }).format(time);
}

function bar(kind: string, x: number, y: number, height: number): SVGElement {
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
