/** What somebody has to tick before it is taken, and the two buttons that end the choice. */
import { text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';

export interface Choice<T> {
  readonly boxes: readonly { readonly entry: T; readonly box: HTMLInputElement }[];
  readonly buttons: HTMLElement;
}

/**
 * `others` counts what is taken without a tick: where there is none, nothing can be added before
 * something is ticked.
 */
export function choiceOf<T>(
  entries: readonly T[],
  others: number,
  add: (ticked: readonly T[]) => Promise<void>,
  cancel: () => void,
): Choice<T> {
  const boxes = entries.map((entry) => ({ entry, box: make('input', { type: 'checkbox' }) }));
  const ticked = (): T[] => boxes.flatMap(({ entry, box }) => (box.checked ? [entry] : []));
  const take = button(text('import_add'), () => add(ticked()));
  const draw = (): void => {
    take.disabled = others + ticked().length === 0;
  };
  for (const { box } of boxes) box.addEventListener('change', draw);
  draw();
  const leave = button(text('import_cancel'), cancel, { class: 'button plain' });
  return { boxes, buttons: make('div', { class: 'row' }, take, leave) };
}
