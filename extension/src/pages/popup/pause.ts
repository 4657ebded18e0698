/**
 * Pausing: on this site for a day, everywhere for an hour. While it lasts, this
 * stands in the place of the page's state, with the time when it ends.
 */
import { ask } from '../../browser/ask.ts';
import { language, text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import type { PauseState, PauseWhat } from '../../messages/pause.ts';
import { isolate } from '../../warning/words.ts';

export function pausePart({ pause, page }: Overview, tab: number | undefined): HTMLElement[] {
  if (pause.until > 0) return [paused(pause, tab)];
  if (page === null) return [];
  if (!pause.isAllowed) return [details(make('p', { class: 'soft' }, text('pause_locked')))];
  const says = make('p', { class: 'says small', role: 'alert' });
  return [
    details(
      make('p', { class: 'soft small' }, text('pause_words')),
      make(
        'div',
        { class: 'row' },
        pause.hosts.length > 0 && pausing('site', text('pause_site'), tab, says),
        pausing('everywhere', text('pause_everywhere'), tab, says),
      ),
      says,
    ),
  ];
}

/** Folded, until somebody thinks of pausing. */
function details(...content: readonly HTMLElement[]): HTMLElement {
  return make('details', { class: 'pause' }, make('summary', {}, text('pause_title')), ...content);
}

function paused({ until }: PauseState, tab: number | undefined): HTMLElement {
  const says = make('p', { class: 'says small', role: 'alert' });
  return make(
    'section',
    { class: 'panel state bad pause', 'aria-label': text('state_label') },
    make('span', { class: 'sign', 'aria-hidden': 'true' }, 'II'),
    make('strong', {}, text('pause_until', isolate(timeOf(until)))),
    make('p', { class: 'soft' }, text('state_not_protecting_words')),
    make('div', { class: 'row' }, pausing('nothing', text('pause_end'), tab, says)),
    says,
  );
}

function pausing(what: PauseWhat | 'nothing', words: string, tab: number | undefined, says: HTMLElement): HTMLElement {
  const press = (): Promise<void> =>
    ask('pause', { ...(tab === undefined ? {} : { tab }), what }).then(
      () => location.reload(), // everything that the popup says may differ
      () => {
        says.textContent = text('not_saved');
      },
    );
  return button(words, press, { 'data-pause': what });
}

/** "16:30", with the day of the week if it is not today. */
export function timeOf(until: number): string {
  const isToday = new Date(until).toDateString() === new Date().toDateString();
  const day = isToday ? {} : ({ weekday: 'long' } as const);
  return new Date(until).toLocaleString(language(), { ...day, hour: '2-digit', minute: '2-digit' });
}
