/**
 * The person's own entries as a file, out and in.
 */
import { ask } from '../../browser/ask.ts';
import { text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import type { Personal } from '../../messages/personal.ts';
import { readPersonal } from '../../personal.ts';
import { isFixed } from './entries.ts';
import { reviewPart } from './review.ts';

const FORMAT = 'nearmiss-settings';
/** 15,000 entries of the longest domain, thrice over. */
const MAX_FILE_BYTES = 12 << 20;

export function filePart(overview: Overview, imported: () => void): HTMLElement {
  const says = make('p', { class: 'says', role: 'alert' });
  const save = button(text('file_export'), async () => {
    const { personal } = await ask('overview', {});
    download(
      'nearmiss-settings.json',
      'application/json',
      JSON.stringify({ format: FORMAT, version: 1, ...personal }, null, 2),
    );
  });
  const row = make('div', { class: 'row' }, save);
  if (isFixed(overview, 'import')) {
    return make('div', {}, row, make('p', { class: 'fixed' }, text('fixed')));
  }
  const input = make('input', { type: 'file', accept: '.json,application/json', hidden: '' });
  const review = make('div', { class: 'review' });
  const load = button(text('file_import'), () => input.click());
  input.addEventListener('change', async () => {
    const [file] = input.files ?? [];
    input.value = '';
    if (file === undefined) return;
    says.textContent = '';
    review.replaceChildren();
    try {
      if (file.size > MAX_FILE_BYTES) throw new Error('too long');
      const change = merged((await ask('overview', {})).personal, readFile(await file.text()));
      const { additions } = await ask('review', { change });
      if (additions.length === 0) {
        says.textContent = text('import_nothing');
        return;
      }
      const add = async (exempting: readonly string[]): Promise<void> => {
        const wasTaken = await ask('personal', { change, isImport: true, exempting }).then(
          () => true,
          () => false,
        );
        if (wasTaken) imported();
        else says.textContent = text('not_saved');
      };
      review.append(reviewPart(additions, add, () => review.replaceChildren()));
      review.querySelector<HTMLElement>('h3')?.focus();
    } catch {
      says.textContent = text('file_bad');
    }
  });
  row.append(load, input);
  return make('div', {}, row, says, review);
}

/** What a settings file says; throws when it is none. */
export function readFile(content: string): Personal {
  const raw: unknown = JSON.parse(content);
  if (typeof raw !== 'object' || raw === null || (raw as { format?: unknown }).format !== FORMAT) {
    throw new Error('not a settings file');
  }
  return readPersonal(raw);
}

/** An import adds and never takes away. */
function merged(before: Personal, file: Personal): Personal {
  return {
    protected: [...before.protected, ...file.protected],
    allowed: [...before.allowed, ...file.allowed],
    addresses: [...before.addresses, ...file.addresses],
    keepsHistory: before.keepsHistory,
    mayCapture: before.mayCapture,
  };
}

/** Gives the person a file; nothing else gets it. */
export function download(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  make('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
