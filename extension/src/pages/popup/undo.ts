/**
 * What was said to be right since the browser was started, with a way back for
 * each: the one in the page is gone after ten seconds.
 */
import { ask } from '../../browser/ask.ts';
import { text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import { isolate } from '../../warning/words.ts';

export function undoPart({ undoable }: Overview): HTMLElement[] {
  if (undoable.length === 0) return [];
  const says = make('p', { class: 'says small', role: 'status' });
  const line = (address: string): HTMLElement => {
    const undo = async (): Promise<void> => {
      back.disabled = true;
      const isDone = await ask('untrust', { recipient: address }).then(
        () => true,
        () => false,
      );
      if (isDone) item.remove();
      back.disabled = false;
      says.textContent = isDone ? text('status_untrusted', isolate(address)) : text('not_saved');
    };
    const back = button(text('undo'), undo, { 'aria-label': text('undo_address', isolate(address)) });
    const item = make('li', {}, make('bdi', { dir: 'ltr' }, address), back);
    return item;
  };
  return [
    make(
      'section',
      { class: 'undo', 'aria-labelledby': 'undo-title' },
      make('h2', { id: 'undo-title' }, text('undo_title')),
      make('p', { class: 'soft small' }, text('undo_words')),
      make('ul', {}, ...undoable.map(line)),
      says,
    ),
  ];
}
