/**
 * One capture in full: what would be saved, what was replaced, and the names that
 * the person may let stay.
 */
import { text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';
import type { Capture } from '../../messages/capture.ts';
import { number } from '../chart.ts';
import { download } from './file.ts';

const DOCTYPE = '<!doctype html>\n';

export function previewOf(capture: Capture, discard: () => void): HTMLElement[] {
  const stays = new Set<number>();
  const sheet = make('pre', {
    class: 'table capture',
    tabindex: '0',
    role: 'group',
    'aria-label': text('capture_heading'),
    dir: 'ltr',
  });
  const draw = (): void => {
    const { scrollTop, scrollLeft } = sheet;
    sheet.replaceChildren(DOCTYPE, ...capture.pieces.map((piece) => shown(capture, piece, stays)));
    sheet.scrollTo(scrollLeft, scrollTop);
  };
  draw();

  const { texts, values, parts } = capture.replaced;
  const counts = [texts, values, capture.names.length, parts].map(number) as [string, string, string, string];
  const says = make('p', { class: 'soft', role: 'status' });
  const save = (): void => {
    download(`nearmiss-${capture.webmail}-${capture.date}.html`, 'text/html', sheet.textContent ?? '');
    says.textContent = text('capture_saved');
  };
  return [
    make('p', { class: 'soft' }, text('capture_counts', ...counts)),
    sheet,
    ...(capture.names.length === 0 ? [] : [namesOf(capture, stays, draw)]),
    make(
      'div',
      { class: 'row' },
      button(text('capture_save'), save, { class: 'button primary' }),
      button(text('capture_discard'), discard),
      says,
    ),
  ];
}

/** A name that stays is marked, so that nobody has to look for it. */
function shown({ names }: Capture, piece: string | number, stays: ReadonlySet<number>): Node | string {
  if (typeof piece === 'string') return piece;
  const name = names[piece];
  if (name === undefined) return '';
  return stays.has(piece) ? make('mark', {}, name.name) : name.placeholder;
}

function namesOf({ names }: Capture, stays: Set<number>, changed: () => void): HTMLElement {
  const boxes = names.map(({ name }, at) => {
    const box = make('input', { type: 'checkbox' });
    box.addEventListener('change', () => {
      if (box.checked) stays.add(at);
      else stays.delete(at);
      changed();
    });
    return { box, label: make('label', {}, box, make('bdi', { dir: 'ltr' }, name)) };
  });
  const all = button(text('capture_all'), () => {
    for (const [at, { box }] of boxes.entries()) {
      box.checked = true;
      stays.add(at);
    }
    changed();
  });
  return make(
    'details',
    { class: 'names' },
    make('summary', {}, text('capture_names', number(names.length))),
    make('p', { class: 'soft' }, text('capture_names_words')),
    make('div', { class: 'row' }, all),
    make('ul', {}, ...boxes.map(({ label }) => make('li', {}, label))),
  );
}
