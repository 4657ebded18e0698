/**
 * What a settings file would add, shown before anything is taken. What would
 * switch warnings off has to be ticked, entry by entry.
 */
import { text } from '../../browser/texts.ts';
import { make } from '../../elements.ts';
import type { Addition } from '../../messages/personal.ts';
import { isolate } from '../../warning/words.ts';
import { choiceOf } from './choice.ts';
import type { Which } from './entries.ts';

const LISTS: readonly Which[] = ['protected', 'allowed', 'addresses'];

/** `add` gets the ticked entries of those that exempt near misses. */
export function reviewPart(
  additions: readonly Addition[],
  add: (exempting: readonly string[]) => Promise<void>,
  cancel: () => void,
): HTMLElement {
  const plain = additions.filter(({ exempts }) => exempts === '');
  const exempting = additions.filter(({ exempts }) => exempts !== '');
  const take = (ticked: readonly Addition[]): Promise<void> => add(ticked.map(({ entry }) => entry));
  const { boxes, buttons } = choiceOf(exempting, plain.length, take, cancel);
  const row = ({ entry }: Addition): HTMLElement => make('bdi', { dir: 'ltr' }, entry);
  return make(
    'section',
    { class: 'panel', 'aria-labelledby': 'import-title' },
    make('h3', { id: 'import-title', tabindex: '-1' }, text('import_title')),
    ...LISTS.flatMap((list) => {
      const entries = plain.filter((addition) => addition.list === list);
      if (entries.length === 0) return [];
      const lines = entries.map((addition) => make('li', {}, row(addition)));
      return listOf(text(`${list}_title`), lines);
    }),
    ...(boxes.length === 0 ? [] : [make('p', { class: 'exempting' }, text('import_exempting'))]),
    ...LISTS.flatMap((list) => {
      const entries = boxes.filter(({ entry }) => entry.list === list);
      if (entries.length === 0) return [];
      const lines = entries.map(({ entry: addition, box }) => {
        const why = make('span', { class: 'soft small' }, exemptionOf(addition));
        return make('li', {}, make('label', {}, box, row(addition), why));
      });
      return listOf(text(`${list}_title`), lines);
    }),
    buttons,
  );
}

function listOf(title: string, lines: readonly HTMLElement[]): HTMLElement[] {
  const list = make('ul', { class: 'entries', tabindex: '0', 'aria-label': title }, ...lines);
  return [make('h4', {}, title), list];
}

function exemptionOf({ exempts, target }: Addition): string {
  if (exempts === 'broad') return text('import_broad');
  return target === '' ? text('import_near_unknown') : text('import_near', isolate(target));
}
