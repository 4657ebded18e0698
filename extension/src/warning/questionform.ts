/**
 * What a question at Send shows, and what each press in it answers: one recipient
 * with a button for every choice, several with a choice for each, or the domains
 * outside the organisation.
 */
import { text } from '../browser/texts.ts';
import { makeIn } from '../elements.ts';
import type { Verdict } from '../messages/verdict.ts';
import { plural } from '../plural.ts';
import { addressed } from './addressed.ts';
import { copySuggestion } from './clipboard.ts';
import { pairElement } from './pair.ts';
import { blockedNote, externalNote, organisationNote } from './policynotes.ts';
import type { Answer, Decision, Question } from './question.ts';
import { ReasonField } from './reason.ts';
import { SeveralRows } from './several.ts';
import { domainsOf, isOfPolicy, pairOf, reasonOf } from './words.ts';

/** A button that people press only while they can see it. */
interface GuardedButton {
  readonly button: HTMLButtonElement;
  readonly press: () => void;
}

export class QuestionForm {
  readonly dialog: HTMLDialogElement;
  readonly guarded: GuardedButton[] = [];
  readonly #question: Question;
  readonly #document: Document;
  readonly #answer: (answer: Answer) => void;
  readonly #reason: ReasonField | undefined;
  readonly #isBlocked: boolean;
  /** Recipients outside the organisation, which are listed together. */
  readonly #external: readonly Verdict[];

  constructor(question: Question, answer: (answer: Answer) => void) {
    this.#question = question;
    this.#document = question.document;
    this.#answer = answer;
    this.#isBlocked = question.verdicts.some(({ action }) => action === 'block');
    const needsReason = question.verdicts.some(({ action }) => action === 'ask-reason');
    this.#reason = needsReason ? new ReasonField(this.#document) : undefined;
    this.#external = question.verdicts.filter(({ kind }) => kind === 'external-recipient');
    const others = question.verdicts.filter(({ kind }) => kind !== 'external-recipient');
    const [first] = others;
    if (first === undefined) this.dialog = this.#leaving();
    else this.dialog = others.length === 1 ? this.#single(first) : this.#several(others);
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
            this.#answer({ choice: 'proceed', decisions: this.#whole([{ verdict, choice: 'trust' }]) }),
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
        externalNote(this.#document, this.#external, this.#question.verdicts),
        this.#isBlocked && blockedNote(this.#document, this.#question.organisation),
        this.#reason?.box,
      ),
      this.#make('div', { class: 'choices' }, ...choices),
      this.#question.organisation.name !== '' &&
        !this.#isBlocked &&
        organisationNote(this.#document, this.#question.organisation),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.#answer({ choice: 'back' });
    });
    dialog.addEventListener('close', () => this.#answer({ choice: 'back' }));
    return dialog;
  }

  #backButton(): HTMLButtonElement {
    return this.#button('back', '', [text('choice_back')], () => this.#answer({ choice: 'back' }));
  }

  #sendButton(): HTMLButtonElement {
    return this.#button('send', '', [text('choice_send')], () => {
      const reason = this.#reason === undefined ? {} : this.#reason.typed();
      if (reason === undefined) return;
      this.#answer({
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
    this.#answer({
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
      this.#answer({ choice: 'proceed', decisions: this.#whole([{ verdict, choice: 'fix', replacement }]) });
    } else {
      this.#copy(verdict, replacement);
    }
  }

  /** Before the answer, as the clipboard needs the click that is under way. */
  #copy(verdict: Verdict, replacement: string): void {
    copySuggestion(this.#document, { ...verdict, suggestion: replacement });
    this.#answer({ choice: 'back' });
  }

  #make<N extends keyof HTMLElementTagNameMap>(
    name: N,
    attributes: Readonly<Record<string, string>> = {},
    ...children: readonly (Node | string | undefined | false)[]
  ): HTMLElementTagNameMap[N] {
    return makeIn(this.#document, name, attributes, ...children);
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
      this.guarded.push({ button, press });
    }
    return button;
  }
}
