/** The switch for sync, what other devices have brought, and what did not fit. */
import { ask } from '../../browser/ask.ts';
import { isPrivateWindow } from '../../browser/tabs.ts';
import { language, text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import type { SyncArrival, SyncState } from '../../messages/sync.ts';
import { isolate } from '../../warning/words.ts';
import { number } from '../chart.ts';
import { switchOf } from './layout.ts';

export function syncPart({ sync }: Overview): HTMLElement {
  const isPrivate = isPrivateWindow();
  const isOn = make('input', { type: 'checkbox', id: 'sync' });
  isOn.disabled = !sync.isAllowed || isPrivate;
  const says = make('p', { class: 'soft', role: 'status' });
  const clear = button(text('sync_clear'), () => turn({ isOn: false, clears: true }));
  const list = make('ul', { class: 'entries', tabindex: '0', 'aria-label': text('sync_arrived') });
  const title = make('h3', {}, text('sync_arrived'));
  const tell = (state: SyncState): void => {
    isOn.checked = state.isOn && !isPrivate;
    clear.hidden = !state.isOn || isPrivate;
    title.hidden = state.arrived.length === 0;
    list.hidden = state.arrived.length === 0;
    list.replaceChildren(...state.arrived.map((one) => line(one)));
    says.textContent = [
      state.left > 0 ? text('sync_left', number(state.left)) : '',
      state.error === '' ? '' : text('sync_failed', isolate(state.error)),
    ]
      .filter((words) => words !== '')
      .join(' ');
  };
  const turn = async (request: { readonly isOn: boolean; readonly clears?: boolean }): Promise<void> => {
    tell(await ask('sync', request).catch(async () => (await ask('overview', {})).sync));
  };
  isOn.addEventListener('change', () => void turn({ isOn: isOn.checked }));
  tell(sync);
  return make(
    'div',
    { class: 'row-list sync' },
    ...switchOf(isOn, text('sync_switch'), !sync.isAllowed),
    isPrivate && make('p', { class: 'soft' }, text('sync_private')),
    says,
    title,
    list,
    make('div', { class: 'row' }, clear),
  );
}

function line({ list, entry, isGone, isRefused, target, at }: SyncArrival): HTMLElement {
  const day = new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(at);
  const refused = target === '' ? text('sync_refused') : text('sync_refused_near', isolate(target));
  const what = isRefused ? refused : text(isGone ? 'sync_removed' : 'sync_added', text(`${list}_title`));
  const words = make('span', { class: isRefused ? 'exempting small' : 'soft small' }, `${what} · ${day}`);
  return make('li', {}, make('bdi', { dir: 'ltr' }, entry), words);
}
