/**
 * The dialog that holds a mail at Send. Modal, in the top layer, with the safe
 * choice focused: Escape and "Go back" send nothing.
 */
import { text } from '../browser/texts.ts';
import { focus, isConnected } from '../dom.ts';
import { makeIn } from '../elements.ts';
import style from './dialog.css';
import { type Host, makeHost, putInto, takeOut } from './host.ts';
import type { Answer, Question } from './question.ts';
import { QuestionForm } from './questionform.ts';
import { PlainView } from './visibility.ts';

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
 * dialog is open already. Rejects when it cannot be shown whole; nothing of it stays then.
 */
export function askAtSend(question: Question): Promise<Answer> {
  if (isDialogOpen() || question.verdicts.length === 0) return Promise.resolve({ choice: 'back' });
  return new Promise((resolve, reject) => {
    const view = new View(question, (answer) => {
      open = undefined;
      resolve(answer);
    });
    open = view.host;
    leave = () => view.leave();
    try {
      view.show();
    } catch (error) {
      reject(error);
      view.leave();
    }
  });
}

class View {
  readonly host: Host;
  readonly #question: Question;
  readonly #document: Document;
  readonly #form: QuestionForm;
  readonly #settle: (answer: Answer) => void;
  readonly #removed: MutationObserver;
  readonly #view: PlainView;
  #isSettled = false;

  constructor(question: Question, settle: (answer: Answer) => void) {
    this.#question = question;
    this.#document = question.document;
    this.#settle = settle;
    this.host = makeHost(this.#document, 'nearmiss-dialog', style);
    this.#form = new QuestionForm(question, (answer) => this.#close(answer));
    this.host.theme.append(this.#form.dialog);
    this.#view = new PlainView(this.host, this.#form.dialog, () => true);
    this.#removed = new MutationObserver(() => {
      if (!this.host.element.isConnected) this.#close({ choice: 'back' });
    });
  }

  leave(): void {
    this.#close({ choice: 'back' });
  }

  show(): void {
    const { signal } = this.#question;
    // The page hears of the focus that moves into the dialog, and may remove it there and then.
    this.#removed.observe(this.#document, { childList: true, subtree: true });
    if (signal?.aborted || !putInto(this.#document, this.host)) {
      this.#close({ choice: 'back' });
      return;
    }
    signal?.addEventListener('abort', () => this.#close({ choice: 'back' }), { once: true });
    this.#question.elsewhere?.then(
      (answer) => this.#close(answer),
      () => undefined,
    );
    for (const { button, press } of this.#form.guarded) this.#view.guard(button, press, () => this.#refuse());
    this.#view.start();
    // Low windows show the question first; the focused way back is one Tab or Escape away.
    this.host.root.querySelector<HTMLElement>('[data-choice=back]')?.focus({ preventScroll: true });
    this.#form.dialog.scrollTop = 0;
  }

  #refuse(): void {
    this.host.root.querySelector('.covered')?.remove();
    const words = makeIn(this.#document, 'p', { class: 'note covered', role: 'alert' }, text('dialog_covered'));
    this.host.root.querySelector('.body')?.append(words);
    words.scrollIntoView({ block: 'nearest' });
  }

  /** Settles whatever happens: a mail is held until then. */
  #close(answer: Answer): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    try {
      this.#removed.disconnect();
      this.#view.stop();
      if (this.#form.dialog.open) this.#form.dialog.close();
    } finally {
      this.#settle(answer);
      takeOut(this.host);
    }
    const { returnFocus } = this.#question;
    if (returnFocus !== null && isConnected(returnFocus)) focus(returnFocus);
  }
}
