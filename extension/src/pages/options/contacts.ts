/**
 * Domains from an address book. The file is read in this page; only domains leave
 * it, for the background to check. What looks like a slip has to be ticked.
 */
import { ask } from '../../browser/ask.ts';
import { language, text } from '../../browser/texts.ts';
import { decode, domainsIn } from '../../contacts.ts';
import { button, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import type { ContactsReview, ContactsState, PossibleTypo } from '../../messages/personal.ts';
import { isolate } from '../../warning/words.ts';
import { number } from '../chart.ts';
import { choiceOf } from './choice.ts';
import { isFixed } from './entries.ts';

/** An address book of 50,000 people. */
const MAX_FILE_BYTES = 32 << 20;

export function contactsPart(overview: Overview): HTMLElement {
  const state = make('p', { class: 'soft', role: 'status' });
  const clear = button(text('contacts_clear'), async () => {
    await ask('forget', { what: 'contacts' });
    tell((await ask('overview', {})).contacts);
  });
  const says = make('p', { class: 'says', role: 'alert' });
  const review = make('div', { class: 'review' });
  const tell = ({ count, at }: ContactsState): void => {
    const day = new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(at);
    state.textContent = count === 0 ? text('contacts_none') : text('contacts_count', number(count), day);
    clear.hidden = count === 0;
  };
  tell(overview.contacts);
  if (isFixed(overview, 'import')) {
    const fixed = make('p', { class: 'fixed' }, text('fixed'));
    return make('div', { class: 'row-list contacts' }, state, make('div', { class: 'row' }, clear), fixed);
  }
  const input = make('input', { type: 'file', accept: '.csv,.vcf,.vcard,text/csv,text/vcard', hidden: '' });
  const load = button(text('contacts_import'), () => input.click());
  const take = async (domains: readonly string[], chosen: readonly string[]): Promise<void> => {
    const taken = await ask('contacts', { domains, chosen }).catch(() => undefined);
    review.replaceChildren();
    if (taken === undefined) says.textContent = text('not_saved');
    else tell(taken);
  };
  input.addEventListener('change', async () => {
    const [file] = input.files ?? [];
    input.value = '';
    says.textContent = '';
    review.replaceChildren();
    if (file === undefined) return;
    try {
      if (file.size > MAX_FILE_BYTES) throw new Error('too long');
      const domains = domainsIn(decode(new Uint8Array(await file.arrayBuffer())));
      if (domains.length === 0) throw new Error('no address in it');
      const found = await ask('reviewContacts', { domains });
      if (found.fresh.length + found.typos.length === 0) {
        says.textContent = text('import_nothing');
        return;
      }
      review.append(
        reviewed(
          found,
          (chosen) => take(domains, chosen),
          () => review.replaceChildren(),
        ),
      );
      review.querySelector<HTMLElement>('h3')?.focus();
    } catch {
      says.textContent = text('contacts_bad');
    }
  });
  const row = make('div', { class: 'row' }, load, clear, input);
  return make('div', { class: 'row-list contacts' }, state, row, says, review);
}

function reviewed(
  { fresh, typos, room }: ContactsReview,
  take: (chosen: readonly string[]) => Promise<void>,
  cancel: () => void,
): HTMLElement {
  const add = (ticked: readonly PossibleTypo[]): Promise<void> => take(ticked.map(({ domain }) => domain));
  const { boxes, buttons } = choiceOf(typos, fresh.length, add, cancel);
  const lines = boxes.map(({ entry: { domain, right }, box }) => {
    const name = make('bdi', { dir: 'ltr' }, domain);
    const why = right === '' ? text('import_near_unknown') : text('contacts_typo', isolate(right));
    return make('li', {}, make('label', {}, box, name, make('span', { class: 'soft small' }, why)));
  });
  const list = make('ul', { class: 'entries', tabindex: '0', 'aria-label': text('contacts_typos') }, ...lines);
  return make(
    'section',
    { class: 'panel', 'aria-labelledby': 'contacts-review' },
    make('h3', { id: 'contacts-review', tabindex: '-1' }, text('contacts_fresh', number(Math.min(fresh.length, room)))),
    fresh.length > room && make('p', { class: 'exempting' }, text('too_many')),
    typos.length > 0 && make('p', { class: 'exempting' }, text('contacts_typos')),
    typos.length > 0 && list,
    buttons,
  );
}
