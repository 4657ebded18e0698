/** Entries that are added only where ticked, and the buttons that add them or cancel. */
import { text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';

export interface Choice<T> {
  readonly boxes: readonly { readonly entry: T; readonly box: HTMLInputElement }[];
  readonly buttons: HTMLElement;
}

/**
 * `others` counts entries that are added without a tick. If there are none, the button to add
 * is off until something is ticked.
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
