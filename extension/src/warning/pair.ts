/**
 * The two addresses one above the other, letter under letter.
 */
import { text } from '../browser/texts.ts';
import { makeIn } from '../elements.ts';
import { align, type Column } from '../letters.ts';
import type { Pair } from './words.ts';

/** "You wrote" over "Did you mean": a description list, readable without the marks. */
export function pairElement(document: Document, pair: Pair): HTMLElement {
  const columns = pair.right === '' ? align(pair.typed, pair.typed) : align(pair.typed, pair.right);
  const list = makeIn(
    document,
    'dl',
    { class: 'pair' },
    makeIn(document, 'dt', {}, text('pair_typed')),
    makeIn(document, 'dd', {}, ...addressLine(document, pair.local, columns, 'typed')),
  );
  if (pair.right !== '') {
    list.append(
      makeIn(document, 'dt', {}, text('pair_right')),
      makeIn(document, 'dd', {}, ...addressLine(document, pair.local, columns, 'right')),
    );
  }
  return list;
}

/**
 * One line of letters. What is drawn is hidden from screen readers, which get the
 * plain address: a word of twenty boxes would be spelt to them box by box.
 */
export function addressLine(
  document: Document,
  local: string,
  columns: readonly Column[],
  side: 'typed' | 'right',
): Node[] {
  const domain = columns.map((column) => column[side]).join('');
  const address = local === '' ? domain : `${local}@${domain}`;
  const drawn = makeIn(document, 'span', { class: 'letters', 'aria-hidden': 'true' });
  if (local !== '') {
    drawn.append(makeIn(document, 'span', { class: 'local' }, local), makeIn(document, 'wbr'), '@');
  }
  // Lines may break before a dot and nowhere else, or ".mil" would become ".mi l".
  let label = makeIn(document, 'span', { class: 'label' });
  drawn.append(label);
  for (const column of columns) {
    if (column.typed === '.' || column.right === '.') {
      label = makeIn(document, 'span', { class: 'label' });
      drawn.append(makeIn(document, 'wbr'), label);
    }
    label.append(letter(document, column, side));
  }
  return [makeIn(document, 'bdi', { class: 'spoken', dir: 'ltr' }, address), drawn];
}

function letter(document: Document, column: Column, side: 'typed' | 'right'): HTMLElement {
  const classes = ['letter'];
  if (!column.isSame) classes.push(side === 'typed' ? 'wrong' : 'right');
  if (column[side] === '') classes.push('gap');
  return makeIn(document, 'span', { class: classes.join(' ') }, column[side]);
}
