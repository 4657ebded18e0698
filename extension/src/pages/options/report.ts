/**
 * What goes to the organisation, letter for letter, before it goes.
 */
import { text } from '../../browser/texts.ts';
import { make } from '../../elements.ts';
import type { ReportPreview } from '../../messages/reports.ts';
import { isolate } from '../../warning/words.ts';
import { ago } from '../chart.ts';

export function reportPart(report: ReportPreview): HTMLElement[] {
  const sent = report.sentAt === 0 ? text('report_never') : text('report_sent', ago(report.sentAt, Date.now()));
  return [
    make('p', {}, text('report_words')),
    make('p', {}, text(report.includesTyped ? 'report_typed' : 'report_untyped')),
    make('p', { class: 'soft' }, text('report_to', isolate(report.url)), ' ', sent),
    make(
      'pre',
      { class: 'table', tabindex: '0', role: 'group', 'aria-label': text('report_title'), dir: 'ltr' },
      report.next === '' ? '–' : report.next,
    ),
    ...(report.error === '' ? [] : [make('p', { class: 'says' }, report.error)]),
  ];
}
