/**
 * One capture in full: what would be saved, what was replaced, and the names that
 * the person may let stay.
 */
import { text } from '../../browser/texts.ts';
import { make } from '../../elements.ts';
import type { Capture } from '../../messages/capture.ts';
import { number } from '../chart.ts';
import { download } from './file.ts';

const DOCTYPE = '<!doctype html>\n';

export function previewOf(document: Document, capture: Capture, discard: () => void): HTMLElement[] {
  const stays = new Set<number>();
  const sheet = make(document, 'pre', {
    class: 'table capture',
    tabindex: '0',
    role: 'group',
    'aria-label': text('capture_heading'),
    dir: 'ltr',
  });
  const draw = (): void => {
    const { scrollTop, scrollLeft } = sheet;
    sheet.replaceChildren(DOCTYPE, ...capture.pieces.map((piece) => shown(document, capture, piece, stays)));
    sheet.scrollTo(scrollLeft, scrollTop);
  };
  draw();

  const { texts, values, parts } = capture.replaced;
  const counts = [texts, values, capture.names.length, parts].map(number) as [string, string, string, string];
  const save = make(document, 'button', { type: 'button', class: 'button primary' }, text('capture_save'));
  const says = make(document, 'p', { class: 'soft', role: 'status' });
  save.addEventListener('click', () => {
    download(document, `nearmiss-${capture.webmail}-${capture.date}.html`, 'text/html', sheet.textContent ?? '');
    says.textContent = text('capture_saved');
  });
  const drop = make(document, 'button', { type: 'button', class: 'button' }, text('capture_discard'));
  drop.addEventListener('click', discard);
  return [
    make(document, 'p', { class: 'soft' }, text('capture_counts', ...counts)),
    sheet,
    ...(capture.names.length === 0 ? [] : [namesOf(document, capture, stays, draw)]),
    make(document, 'div', { class: 'row' }, save, drop, says),
  ];
}

/** A name that stays is marked, so that nobody has to look for it. */
function shown(
  document: Document,
  { names }: Capture,
  piece: string | number,
  stays: ReadonlySet<number>,
): Node | string {
  if (typeof piece === 'string') return piece;
  const name = names[piece];
  if (name === undefined) return '';
  return stays.has(piece) ? make(document, 'mark', {}, name.name) : name.placeholder;
}

function namesOf(document: Document, { names }: Capture, stays: Set<number>, changed: () => void): HTMLElement {
  const boxes = names.map(({ name }, at) => {
    const box = make(document, 'input', { type: 'checkbox' });
    box.addEventListener('change', () => {
      if (box.checked) stays.add(at);
      else stays.delete(at);
      changed();
    });
    return { box, label: make(document, 'label', {}, box, make(document, 'bdi', { dir: 'ltr' }, name)) };
  });
  const all = make(document, 'button', { type: 'button', class: 'button' }, text('capture_all'));
  all.addEventListener('click', () => {
    for (const [at, { box }] of boxes.entries()) {
      box.checked = true;
      stays.add(at);
    }
    changed();
  });
  return make(
    document,
    'details',
    { class: 'names' },
    make(document, 'summary', {}, text('capture_names', number(names.length))),
    make(document, 'p', { class: 'soft' }, text('capture_names_words')),
    make(document, 'div', { class: 'row' }, all),
    make(document, 'ul', {}, ...boxes.map(({ label }) => make(document, 'li', {}, label))),
  );
}
