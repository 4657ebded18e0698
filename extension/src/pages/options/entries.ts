/**
 * A list of entries that people add to and take from: protected domains, right
 * domains, right addresses.
 */
import { ask } from '../../browser/ask.ts';
import { text } from '../../browser/texts.ts';
import { button, field, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import { isEntry, MAX_ENTRIES, rememberedAddress } from '../../personal.ts';
import type { PolicyLock } from '../../policy.generated.ts';
import { isolate } from '../../warning/words.ts';

export type Which = 'protected' | 'allowed' | 'addresses';

const LOCKS: Readonly<Record<Which, PolicyLock>> = {
  protected: 'protected-domains',
  allowed: 'allowed-domains',
  addresses: 'allow-addresses',
};

export function isFixed({ policy: { policy } }: Overview, lock: PolicyLock): boolean {
  return policy.locked.includes(lock) || policy.locked.includes('all');
}

export function entriesOf(overview: Overview, which: Which): HTMLElement {
  const fixed = isFixed(overview, LOCKS[which]);
  const list = make('ul', { class: 'entries', tabindex: '0', 'aria-label': text(`${which}_title`) });
  let entries = overview.personal[which];

  const draw = (): void => {
    list.hidden = entries.length === 0;
    list.replaceChildren(...entries.map((entry) => line(entry)));
  };
  const save = async (next: readonly string[]): Promise<void> => {
    const personal = await ask('personal', { change: { [which]: next }, isImport: false });
    entries = personal[which];
    draw();
  };
  const line = (entry: string): HTMLElement => {
    const remove = button(text('remove'), () => save(entries.filter((kept) => kept !== entry)), {
      class: 'button plain',
      'aria-label': text('remove_entry', isolate(entry)),
    });
    return make('li', {}, make('bdi', { dir: 'ltr' }, entry), !fixed && remove);
  };
  draw();
  const adding = fixed ? make('p', { class: 'fixed' }, text('fixed')) : adder(which, () => entries, save);
  return make('div', { class: 'row-list' }, adding, list);
}

function adder(
  which: Which,
  entries: () => readonly string[],
  save: (next: readonly string[]) => Promise<void>,
): HTMLElement {
  const id = `add-${which}`;
  const input = field(id, which === 'addresses' ? 'ann@example.ml' : 'example.org');
  const says = make('p', { id: `${id}-says`, class: 'says', role: 'alert' });
  const submit = make('button', { type: 'submit', class: 'button' }, text('add'));
  const form = make('form', { class: 'add' }, make('label', { for: id }, text(`${which}_add`)), input, submit, says);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    says.textContent = '';
    const entry = which === 'addresses' ? await addressIn(input.value) : await domainIn(input.value);
    if (entry === '') {
      says.textContent = text(which === 'addresses' ? 'not_an_address' : 'not_a_domain');
    } else if (entries().length >= MAX_ENTRIES) {
      says.textContent = text('too_many');
    } else {
      await save([...entries(), entry]).then(
        () => {
          input.value = '';
        },
        () => {
          says.textContent = text('not_saved');
        },
      );
    }
    input.focus();
  });
  return form;
}

/** The core's canonical form of what was typed, so that Ärmy.Example and its A-label are one entry; '' for none. */
async function domainIn(typed: string): Promise<string> {
  const [, wildcard = '', name = ''] = /^(\*\.)?@?(.*)$/.exec(typed.trim()) ?? [];
  const domain = (await verdictDomain(name)) || name.toLowerCase();
  const entry = wildcard + domain;
  const hasDot = wildcard !== '' || domain.includes('.');
  return hasDot && isEntry(entry) ? entry : '';
}

async function addressIn(typed: string): Promise<string> {
  return rememberedAddress(typed.trim(), await verdictDomain(typed.trim()));
}

async function verdictDomain(recipient: string): Promise<string> {
  if (recipient === '') return '';
  const { verdicts } = await ask('check', { recipients: [recipient], sender: '' });
  return verdicts[0]?.domain ?? '';
}
