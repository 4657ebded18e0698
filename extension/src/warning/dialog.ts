/**
 * The dialog that holds a mail at Send. Modal, in the top layer, with the safe
 * choice focused: Escape and "Go back" send nothing.
 */
import { text } from '../browser/texts.ts';
import { make } from '../elements.ts';
import type { Verdict } from '../messages/verdict.ts';
import { plural } from '../plural.ts';
import { addressed } from './addressed.ts';
import style from './dialog.css';
import { type Host, makeHost, putInto, takeOut } from './host.ts';
import { pairElement } from './pair.ts';
import type { Answer, Decision, Question } from './question.ts';
import { ReasonField } from './reason.ts';
import { SeveralRows } from './several.ts';
import { showStatus } from './status.ts';
import { PlainView } from './visibility.ts';
import { isOfPolicy, isolate, pairOf, reasonOf } from './words.ts';

let open: Host | undefined;
let leave: () => void = () => {};

export function isDialogOpen(): boolean {
  return open?.element.isConnected ?? false;
}

/** "Go back", where the page keeps Escape from the dialog: by one of its own that has taken the focus. */
export function leaveQuestion(): void {
  leave();
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
    leave = () => view.leave();
    view.show();
  });
}

class View {
  readonly host: Host;
  readonly #question: Question;
  readonly #document: Document;
  readonly #dialog: HTMLDialogElement;
  readonly #settle: (answer: Answer) => void;
  readonly #reason: ReasonField | undefined;
  readonly #removed: MutationObserver;
  readonly #isBlocked: boolean;
  /** Recipients outside the organisation, which are listed together. */
  readonly #external: readonly Verdict[];
  readonly #guarded: { readonly button: HTMLButtonElement; readonly press: () => void }[] = [];
  readonly #view: PlainView;
  #isSettled = false;

  constructor(question: Question, settle: (answer: Answer) => void) {
    this.#question = question;
    this.#document = question.document;
    this.#settle = settle;
    this.#isBlocked = question.verdicts.some(({ action }) => action === 'block');
    this.host = makeHost(this.#document, 'nearmiss-dialog', style);
    const needsReason = question.verdicts.some(({ action }) => action === 'ask-reason');
    this.#reason = needsReason ? new ReasonField(this.#document) : undefined;
    this.#external = question.verdicts.filter(({ kind }) => kind === 'external-recipient');
    const others = question.verdicts.filter(({ kind }) => kind !== 'external-recipient');
    const [first] = others;
    if (first === undefined) this.#dialog = this.#leaving();
    else this.#dialog = others.length === 1 ? this.#single(first) : this.#several(others);
    this.host.theme.append(this.#dialog);
    this.#view = new PlainView(this.host, this.#dialog, () => true);
    this.#removed = new MutationObserver(() => {
      if (!this.host.element.isConnected) this.#close({ choice: 'back' });
    });
  }

  leave(): void {
    this.#close({ choice: 'back' });
  }

  show(): void {
    const { signal } = this.#question;
    if (signal?.aborted || !putInto(this.#document, this.host)) {
      this.#close({ choice: 'back' });
      return;
    }
    signal?.addEventListener('abort', () => this.#close({ choice: 'back' }), { once: true });
    this.#question.elsewhere?.then(
      (answer) => this.#close(answer),
      () => undefined,
    );
    for (const { button, press } of this.#guarded) this.#view.guard(button, press, () => this.#refuse());
    this.#view.start();
    // Low windows show the question first; the focused way back is one Tab or Escape away.
    this.host.root.querySelector<HTMLElement>('[data-choice=back]')?.focus({ preventScroll: true });
    this.#dialog.scrollTop = 0;
    this.#removed.observe(this.#document, { childList: true, subtree: true });
  }

  /** One recipient: every choice is a button. */
  #single(verdict: Verdict): HTMLDialogElement {
    const pair = pairOf(verdict);
    const title =
      pair.right === '' ? [text('dialog_title_plain')] : addressed(this.#document, 'dialog_title', pair.right);
    const card = this.#make(
      'section',
      { class: 'card', 'data-recipient': verdict.recipient },
      pairElement(this.#document, pair),
      this.#make('p', { class: 'reason' }, reasonOf(verdict, pair)),
    );
    const words = this.#question.canFix(verdict) ? 'choice_fix_send' : 'choice_copy';
    const fixes = [verdict.suggestion, verdict.alternative].filter((replacement) => replacement !== '');
    return this.#build(
      title,
      [card],
      [
        ...fixes.map((replacement, index) =>
          this.#button(
            'fix',
            index === 0 ? 'primary wide' : 'wide',
            addressed(this.#document, words, replacement),
            () => this.#fix(verdict, replacement),
          ),
        ),
        this.#backButton(),
        !this.#isBlocked && this.#sendButton(),
        this.#mayTrust(verdict) &&
          this.#button('trust', 'plain wide', [text('choice_trust')], () =>
            this.#close({ choice: 'proceed', decisions: this.#whole([{ verdict, choice: 'trust' }]) }),
          ),
      ],
    );
  }

  /** Several recipients: a choice for each, and one button that does them all and says what that is. */
  #several(verdicts: readonly Verdict[]): HTMLDialogElement {
    const several = new SeveralRows({ ...this.#question, verdicts }, (verdict) => this.#mayTrust(verdict));
    const proceed = this.#button('proceed', 'primary wide', [several.proceedWords()], () => this.#proceed(several));
    const title = plural('dialog_title_several', verdicts.length);
    const choices = [!several.isStuck && proceed, this.#backButton(), !this.#isBlocked && this.#sendButton()];
    const dialog = this.#build([title], several.rows, choices);
    dialog.addEventListener('change', () => {
      proceed.textContent = several.proceedWords();
    });
    return dialog;
  }

  /** Nothing is odd, but policy wants people to see that the mail leaves the organisation. */
  #leaving(): HTMLDialogElement {
    const rows = domainsOf(this.#external).map((domain) => this.#make('li', { dir: 'ltr' }, domain));
    const card = this.#make('section', { class: 'card' }, this.#make('ul', { class: 'domains' }, ...rows));
    return this.#build(
      [text('dialog_title_external')],
      [card],
      [this.#backButton(), !this.#isBlocked && this.#sendButton()],
    );
  }

  #build(
    title: readonly (Node | string)[],
    body: readonly Node[],
    choices: readonly (Node | false)[],
  ): HTMLDialogElement {
    const dialog = this.#make(
      'dialog',
      { role: 'alertdialog', 'aria-labelledby': 'title', 'aria-describedby': 'lead' },
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
        this.#externalNote(),
        this.#isBlocked && this.#blockedNote(),
        this.#reason?.box,
      ),
      this.#make('div', { class: 'choices' }, ...choices),
      this.#question.organisation.name !== '' && !this.#isBlocked && this.#organisationNote(),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.#close({ choice: 'back' });
    });
    dialog.addEventListener('close', () => this.#close({ choice: 'back' }));
    return dialog;
  }

  #backButton(): HTMLButtonElement {
    return this.#button('back', '', [text('choice_back')], () => this.#close({ choice: 'back' }));
  }

  #sendButton(): HTMLButtonElement {
    return this.#button('send', '', [text('choice_send')], () => {
      const reason = this.#reason === undefined ? {} : this.#reason.typed();
      if (reason === undefined) return;
      this.#close({
        choice: 'proceed',
        decisions: this.#question.verdicts.map((verdict) => ({ verdict, choice: 'send', ...reason })),
      });
    });
  }

  #proceed(several: SeveralRows): void {
    const decisions = several.chosen();
    const needsReason = decisions.some(({ verdict, choice }) => choice === 'send' && verdict.action === 'ask-reason');
    const reason = needsReason ? this.#reason?.typed() : {};
    if (reason === undefined) return;
    this.#close({
      choice: 'proceed',
      decisions: this.#whole(
        decisions.map((decision) => (decision.choice === 'send' ? { ...decision, ...reason } : decision)),
      ),
    });
  }

  /** With the recipients outside the organisation, which go with the mail; in the order of the question. */
  #whole(decisions: readonly Decision[]): Decision[] {
    return this.#question.verdicts.map(
      (verdict) => decisions.find((decision) => decision.verdict === verdict) ?? { verdict, choice: 'send' },
    );
  }

  #mayTrust(verdict: Verdict): boolean {
    const isMine = verdict.action === 'ask' || verdict.action === 'notice';
    return isMine && !isOfPolicy(verdict) && this.#question.organisation.allowsTrust !== false;
  }

  #fix(verdict: Verdict, replacement: string): void {
    if (this.#question.canFix(verdict)) {
      this.#close({ choice: 'proceed', decisions: this.#whole([{ verdict, choice: 'fix', replacement }]) });
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

  // What policy adds.

  /** Beside near misses: where else the mail goes. */
  #externalNote(): HTMLElement | false {
    if (this.#external.length === 0 || this.#external.length === this.#question.verdicts.length) return false;
    const domains = domainsOf(this.#external).map(isolate).join(', ');
    return this.#make('p', { class: 'note' }, text('dialog_external', domains));
  }

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
    if (choice === 'back') {
      button.addEventListener('click', (event) => {
        event.preventDefault();
        press();
      });
    } else {
      this.#guarded.push({ button, press });
    }
    return button;
  }

  #refuse(): void {
    this.host.root.querySelector('.covered')?.remove();
    const words = this.#make('p', { class: 'note covered', role: 'alert' }, text('dialog_covered'));
    this.host.root.querySelector('.body')?.append(words);
    words.scrollIntoView({ block: 'nearest' });
    this.#question.refused?.();
  }

  #close(answer: Answer): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#removed.disconnect();
    this.#view.stop();
    if (this.#dialog.open) this.#dialog.close();
    takeOut(this.host);
    const { returnFocus } = this.#question;
    if (returnFocus?.isConnected) returnFocus.focus({ preventScroll: true });
    this.#settle(answer);
  }
}

/** Each once, in the order of the page. */
function domainsOf(verdicts: readonly Verdict[]): string[] {
  return [...new Set(verdicts.map((verdict) => pairOf(verdict).typed))];
}
