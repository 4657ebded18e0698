/**
 * The dialog that holds a mail at Send. Modal, in the top layer, with the safe
 * choice focused: Escape and "Go back" send nothing.
 */
import { text } from '../browser.ts';
import { make } from '../elements.ts';
import type { Verdict } from '../messages.ts';
import style from './dialog.css';
import { type Host, makeHost, putInto } from './host.ts';
import { pairElement } from './pair.ts';
import type { Answer, Decision, Question } from './question.ts';
import { showStatus } from './status.ts';
import { isolate, pairOf, reasonOf } from './words.ts';

let open: Host | undefined;

export function isDialogOpen(): boolean {
  return open?.element.isConnected ?? false;
}

/**
 * Asks what to do with the held recipients. Resolves with "back" when the person
 * says so, when the page removes the dialog, when the signal aborts, and when a
 * dialog is open already.
 */
export function askAtSend(question: Question): Promise<Answer> {
  if (isDialogOpen() || question.verdicts.length === 0) return Promise.resolve({ choice: 'back' });
  return new Promise((resolve) => {
    const view = new View(question, (answer) => {
      open = undefined;
      resolve(answer);
    });
    open = view.host;
    view.show();
  });
}

const PLACE = '\ue000';

/** The second click of a double click on Send must not press what appeared under the pointer. */
const DOUBLE_CLICK = 500;

class View {
  readonly host: Host;
  readonly #question: Question;
  readonly #document: Document;
  readonly #dialog: HTMLDialogElement;
  readonly #settle: (answer: Answer) => void;
  readonly #reason: HTMLTextAreaElement | undefined;
  readonly #removed: MutationObserver;
  #opened = 0;
  #isSettled = false;

  constructor(question: Question, settle: (answer: Answer) => void) {
    this.#question = question;
    this.#document = question.document;
    this.#settle = settle;
    this.host = makeHost(this.#document, 'nearmiss-dialog', style);
    this.#reason = question.verdicts.some(({ action }) => action === 'ask-reason') ? this.#reasonField() : undefined;
    this.#dialog = this.#build();
    this.host.root.append(this.#dialog);
    this.#removed = new MutationObserver(() => {
      if (!this.host.element.isConnected) this.#close({ choice: 'back' });
    });
  }

  show(): void {
    const { signal } = this.#question;
    if (signal?.aborted || !putInto(this.#document, this.host)) {
      this.#close({ choice: 'back' });
      return;
    }
    signal?.addEventListener('abort', () => this.#close({ choice: 'back' }), { once: true });
    this.#opened = performance.now();
    this.#dialog.showModal();
    // Low windows show the question first; the focused way back is one Tab or Escape away.
    this.host.root.querySelector<HTMLElement>('[data-choice=back]')?.focus({ preventScroll: true });
    this.#dialog.scrollTop = 0;
    this.#removed.observe(this.#document, { childList: true, subtree: true });
  }

  #build(): HTMLDialogElement {
    const { verdicts, organisation } = this.#question;
    const [first] = verdicts;
    const isSingle = verdicts.length === 1 && first !== undefined;
    const isBlocked = verdicts.some(({ action }) => action === 'block');
    const right = isSingle ? pairOf(first).right : '';
    const title = !isSingle
      ? [text('dialog_title_several', String(verdicts.length))]
      : right === ''
        ? [text('dialog_title_plain')]
        : this.#addressed('dialog_title', right);
    const body = isSingle ? [this.#single(first)] : verdicts.map((verdict, index) => this.#row(verdict, index));
    const dialog = this.#make(
      'dialog',
      { role: 'alertdialog', 'aria-labelledby': 'title', 'aria-describedby': 'lead', dir: this.host.element.dir },
      // Closes the dialog by itself: "Go back" is a way out even where the script behind it has ended.
      this.#make('form', { id: 'close', method: 'dialog', hidden: '' }),
      this.#make(
        'div',
        { class: 'head' },
        this.#make('span', { class: 'sign', 'aria-hidden': 'true' }),
        this.#make('h2', { id: 'title' }, ...title),
        this.#make('p', { id: 'lead' }, text('dialog_lead')),
      ),
      this.#make(
        'div',
        { class: 'body' },
        ...body,
        isBlocked && this.#blockedNote(),
        this.#reason && this.#reasonBox(),
      ),
      isSingle ? this.#singleChoices(first, isBlocked) : this.#severalChoices(isBlocked),
      organisation.name !== '' && !isBlocked && this.#organisationNote(),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.#close({ choice: 'back' });
    });
    dialog.addEventListener('close', () => this.#close({ choice: 'back' }));
    dialog.addEventListener('change', () => this.#relabel());
    return dialog;
  }

  // One recipient: every choice is a button.

  #single(verdict: Verdict): HTMLElement {
    const pair = pairOf(verdict);
    return this.#make(
      'section',
      { class: 'card', 'data-recipient': verdict.recipient },
      pairElement(this.#document, pair),
      this.#make('p', { class: 'reason' }, reasonOf(verdict, pair)),
    );
  }

  #singleChoices(verdict: Verdict, isBlocked: boolean): HTMLElement {
    const canFix = this.#question.canFix(verdict);
    const fixes = [verdict.suggestion, verdict.alternative].filter((replacement) => replacement !== '');
    return this.#make(
      'div',
      { class: 'choices' },
      ...fixes.map((replacement, index) =>
        this.#button(
          'fix',
          index === 0 ? 'primary wide' : 'wide',
          this.#addressed(canFix ? 'choice_fix' : 'choice_copy', replacement),
          () => this.#fix(verdict, replacement),
        ),
      ),
      this.#button('back', '', [text('choice_back')], () => this.#close({ choice: 'back' })),
      !isBlocked && this.#sendButton(),
      this.#mayTrust(verdict) &&
        this.#button('trust', 'plain wide', [text('choice_trust')], () =>
          this.#close({ choice: 'proceed', decisions: [{ verdict, choice: 'trust' }] }),
        ),
    );
  }

  #sendButton(): HTMLButtonElement {
    return this.#button('send', '', [text('choice_send')], () => {
      const reason = this.#typedReason();
      if (reason === undefined) return;
      this.#close({
        choice: 'proceed',
        decisions: this.#question.verdicts.map((verdict) => ({ verdict, choice: 'send', ...reason })),
      });
    });
  }

  #mayTrust({ action }: Verdict): boolean {
    return action === 'ask' && this.#question.organisation.allowsTrust !== false;
  }

  #fix(verdict: Verdict, replacement: string): void {
    if (this.#question.canFix(verdict)) {
      this.#close({ choice: 'proceed', decisions: [{ verdict, choice: 'fix', replacement }] });
    } else {
      this.#copy(verdict, replacement);
    }
  }

  /** The clipboard needs the click that is under way; the status line says what to do with it. */
  #copy(verdict: Verdict, replacement: string): void {
    const copied = this.#document.defaultView?.navigator.clipboard?.writeText(replacement) ?? Promise.reject();
    copied.then(
      () => showStatus(this.#document, 'copied', { ...verdict, suggestion: replacement }),
      () => undefined,
    );
    this.#close({ choice: 'back' });
  }

  // Several recipients: a choice for each, and one button that does them all.

  #row(verdict: Verdict, index: number): HTMLElement {
    const pair = pairOf(verdict);
    const name = `choice-${index}`;
    const isBlocked = verdict.action === 'block';
    const options = this.#question.canFix(verdict)
      ? [verdict.suggestion, verdict.alternative].filter((replacement) => replacement !== '')
      : [];
    const radios = [
      ...options.map((replacement) =>
        this.#radio(name, 'fix', verdict, this.#addressed('choice_fix', replacement), replacement),
      ),
      ...(isBlocked
        ? []
        : [
            this.#radio(name, 'send', verdict, [text('choice_keep')]),
            ...(this.#mayTrust(verdict) ? [this.#radio(name, 'trust', verdict, [text('choice_trust')])] : []),
          ]),
    ];
    radios[0]?.querySelector('input')?.toggleAttribute('checked', true);
    const legend = isolate(pair.local === '' ? pair.typed : `${pair.local}@${pair.typed}`);
    return this.#make(
      'fieldset',
      { class: 'card compact', 'data-recipient': verdict.recipient },
      this.#make('legend', { class: 'spoken' }, legend),
      pairElement(this.#document, pair),
      this.#make('p', { class: 'reason' }, reasonOf(verdict, pair)),
      this.#make('div', { class: 'options' }, ...radios),
    );
  }

  #radio(
    name: string,
    choice: Decision['choice'],
    verdict: Verdict,
    label: Node[] | string[],
    replacement = '',
  ): HTMLElement {
    const input = this.#make('input', {
      type: 'radio',
      name,
      value: choice,
      'data-choice': choice,
      'data-recipient': verdict.recipient,
      'data-replacement': replacement,
    });
    return this.#make(
      'label',
      { class: choice === 'fix' ? 'option wide' : 'option' },
      input,
      this.#make('span', {}, ...label),
    );
  }

  #severalChoices(isBlocked: boolean): HTMLElement {
    const cannotProceed = this.#question.verdicts.some(
      (verdict) => verdict.action === 'block' && !this.#hasFix(verdict),
    );
    const footer = this.#make(
      'div',
      { class: 'choices' },
      !cannotProceed && this.#button('proceed', 'primary wide', [], () => this.#proceed()),
      this.#button('back', '', [text('choice_back')], () => this.#close({ choice: 'back' })),
      !isBlocked && this.#sendButton(),
    );
    queueMicrotask(() => this.#relabel());
    return footer;
  }

  #hasFix(verdict: Verdict): boolean {
    return verdict.suggestion !== '' && this.#question.canFix(verdict);
  }

  #proceed(): void {
    const decisions = this.#chosen();
    const needsReason = decisions.some(({ verdict, choice }) => choice === 'send' && verdict.action === 'ask-reason');
    const reason = needsReason ? this.#typedReason() : {};
    if (reason === undefined) return;
    this.#close({
      choice: 'proceed',
      decisions: decisions.map((decision) => (decision.choice === 'send' ? { ...decision, ...reason } : decision)),
    });
  }

  #chosen(): Decision[] {
    const rows = Array.from(this.host.root.querySelectorAll('fieldset'));
    return this.#question.verdicts.map((verdict, index) => {
      const input = rows[index]?.querySelector<HTMLInputElement>('input:checked');
      const choice = (input?.value ?? 'send') as Decision['choice'];
      return choice === 'fix'
        ? { verdict, choice, replacement: input?.dataset.replacement ?? '' }
        : { verdict, choice };
    });
  }

  /** The button of several choices says what it is about to do. */
  #relabel(): void {
    const button = this.host.root.querySelector('[data-choice=proceed]');
    if (button === null) return;
    const fixes = this.#chosen().filter(({ choice }) => choice === 'fix').length;
    button.textContent =
      fixes === 0
        ? text('choice_proceed_none')
        : fixes === 1
          ? text('choice_proceed_one')
          : text('choice_proceed_several', String(fixes));
  }

  // What policy adds.

  #blockedNote(): HTMLElement {
    const { name, contact } = this.#question.organisation;
    return this.#make(
      'p',
      { class: 'note' },
      name === '' ? text('blocked') : text('blocked_by', isolate(name)),
      contact !== '' && ` ${text('ask_contact', isolate(contact))}`,
    );
  }

  #organisationNote(): HTMLElement {
    const { name, contact, help } = this.#question.organisation;
    const words = [text('set_by', isolate(name)), help, contact === '' ? '' : text('ask_contact', isolate(contact))];
    return this.#make('p', { class: 'organisation' }, words.filter((word) => word !== '').join(' '));
  }

  #reasonField(): HTMLTextAreaElement {
    return this.#make('textarea', { id: 'why', rows: '2', maxlength: '500', 'aria-describedby': 'why-missing' });
  }

  #reasonBox(): HTMLElement {
    return this.#make(
      'div',
      { class: 'why' },
      this.#make('label', { for: 'why' }, text('reason_label_field')),
      this.#reason,
      this.#make('p', { id: 'why-missing', role: 'alert' }),
    );
  }

  /** What goes with "Send anyway"; undefined when a reason is asked for and missing. */
  #typedReason(): { reason?: string } | undefined {
    if (this.#reason === undefined) return {};
    const reason = this.#reason.value.trim();
    if (reason !== '') return { reason };
    const missing = this.host.root.querySelector('#why-missing');
    if (missing !== null) missing.textContent = text('reason_missing');
    this.#reason.setAttribute('aria-invalid', 'true');
    this.#reason.focus();
    return undefined;
  }

  // Pieces.

  #make<N extends keyof HTMLElementTagNameMap>(
    name: N,
    attributes: Readonly<Record<string, string>> = {},
    ...children: readonly (Node | string | undefined | false)[]
  ): HTMLElementTagNameMap[N] {
    return make(this.#document, name, attributes, ...children);
  }

  #button(choice: string, kind: string, label: readonly (Node | string)[], press: () => void): HTMLButtonElement {
    const button = this.#make(
      'button',
      {
        ...(choice === 'back' ? { type: 'submit', form: 'close' } : { type: 'button' }),
        class: `button ${kind}`.trim(),
        'data-choice': choice,
      },
      ...label,
    );
    button.addEventListener('click', (event) => {
      event.preventDefault();
      if (event.detail > 1 && performance.now() - this.#opened < DOUBLE_CLICK) return;
      press();
    });
    return button;
  }

  /** A sentence with an address in it that breaks before "@" and dots only. */
  #addressed(name: string, address: string): Node[] {
    // A private-use character: Chromium drops U+0000 from substitutions.
    const [before = '', after = ''] = text(name, PLACE).split(PLACE);
    const parts = address
      .split(/(?=[@.])/)
      .flatMap((part) => [this.#make('wbr'), this.#make('span', { class: 'label' }, part)]);
    const word = this.#make('bdi', { class: 'address', dir: 'ltr' }, ...parts.slice(1));
    return [this.#make('span', {}, before, word, after)];
  }

  #close(answer: Answer): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#removed.disconnect();
    if (this.#dialog.open) this.#dialog.close();
    this.host.element.remove();
    const { returnFocus } = this.#question;
    if (returnFocus?.isConnected) returnFocus.focus({ preventScroll: true });
    this.#settle(answer);
  }
}
