/**
 * Pausing: on this site for a day, everywhere for an hour. While it lasts, this
 * stands in the place of the page's state, with the time when it ends.
 */
import { ask } from '../../browser/ask.ts';
import { language, text } from '../../browser/texts.ts';
import { make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import type { PauseState, PauseWhat } from '../../messages/pause.ts';
import { isolate } from '../../warning/words.ts';

export function pausePart({ pause, page }: Overview, tab: number | undefined): HTMLElement[] {
  if (pause.until > 0) return [paused(pause, tab)];
  if (page === null) return [];
  if (!pause.isAllowed) return [details(make('p', { class: 'soft' }, text('pause_locked')))];
  const says = make('p', { class: 'says small', role: 'alert' });
  const button = (what: PauseWhat, words: string): HTMLElement => {
    const one = make('button', { type: 'button', class: 'button', 'data-pause': what }, words);
    one.addEventListener('click', () => void ask('pause', { ...at(tab), what }).then(again, () => failed(says)));
    return one;
  };
  return [
    details(
      make('p', { class: 'soft small' }, text('pause_words')),
      make(
        'div',
        { class: 'row' },
        pause.hosts.length > 0 && button('site', text('pause_site')),
        button('everywhere', text('pause_everywhere')),
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
  const isToday = new Date(until).toDateString() === new Date().toDateString();
  const day = isToday ? {} : ({ weekday: 'long' } as const);
  const time = new Date(until).toLocaleString(language(), { ...day, hour: '2-digit', minute: '2-digit' });
  const says = make('p', { class: 'says small', role: 'alert' });
  const resume = make('button', { type: 'button', class: 'button', 'data-pause': 'nothing' }, text('pause_end'));
  resume.addEventListener(
    'click',
    () => void ask('pause', { ...at(tab), what: 'nothing' }).then(again, () => failed(says)),
  );
  return make(
    'section',
    { class: 'panel state bad pause', 'aria-label': text('state_label') },
    make('span', { class: 'sign', 'aria-hidden': 'true' }, 'II'),
    make('strong', {}, text('pause_until', isolate(time))),
    make('p', { class: 'soft' }, text('state_not_protecting_words')),
    make('div', { class: 'row' }, resume),
    says,
  );
}

function at(tab: number | undefined): { readonly tab?: number } {
  return tab === undefined ? {} : { tab };
}

/** Everything that the popup says may differ. */
function again(): void {
  location.reload();
}

function failed(says: HTMLElement): void {
  says.textContent = text('not_saved');
}
