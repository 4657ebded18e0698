/** The reason that policy may ask for before a mail goes all the same. */
import { text } from '../browser/texts.ts';
import { makeIn } from '../elements.ts';

export class ReasonField {
  readonly box: HTMLElement;
  readonly #field: HTMLTextAreaElement;
  readonly #missing: HTMLElement;

  constructor(document: Document) {
    this.#field = makeIn(document, 'textarea', {
      id: 'why',
      rows: '2',
      maxlength: '500',
      'aria-describedby': 'why-missing',
    });
    this.#missing = makeIn(document, 'p', { id: 'why-missing', role: 'alert' });
    const label = makeIn(document, 'label', { for: 'why' }, text('reason_label_field'));
    this.box = makeIn(document, 'div', { class: 'why' }, label, this.#field, this.#missing);
  }

  /** What was typed; where nothing was, says so, takes the focus and gives undefined. */
  typed(): { readonly reason: string } | undefined {
    const reason = this.#field.value.trim();
    if (reason !== '') return { reason };
    this.#missing.textContent = text('reason_missing');
    this.#field.setAttribute('aria-invalid', 'true');
    this.#field.focus();
    return undefined;
  }
}
