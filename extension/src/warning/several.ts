/** Several recipients in one question: a choice for each, and words for the button that does them all. */
import { text } from '../browser/texts.ts';
import { makeIn } from '../elements.ts';
import type { Verdict } from '../messages/verdict.ts';
import { plural } from '../plural.ts';
import { addressed } from './addressed.ts';
import { pairElement } from './pair.ts';
import type { Decision, Question } from './question.ts';
import { isolate, pairOf, reasonOf } from './words.ts';

export class SeveralRows {
  /** In the order of the question. */
  readonly rows: readonly HTMLElement[];
  readonly #question: Question;
  readonly #document: Document;
  readonly #mayTrust: (verdict: Verdict) => boolean;

  constructor(question: Question, mayTrust: (verdict: Verdict) => boolean) {
    this.#question = question;
    this.#document = question.document;
    this.#mayTrust = mayTrust;
    this.rows = question.verdicts.map((verdict, index) => this.#row(verdict, index));
  }

  /** Whether one of them is blocked and cannot be changed here either. */
  get isStuck(): boolean {
    return this.#question.verdicts.some((verdict) => verdict.action === 'block' && this.#fixesOf(verdict).length === 0);
  }

  chosen(): Decision[] {
    return this.#question.verdicts.map((verdict, index) => {
      const input = this.rows[index]?.querySelector<HTMLInputElement>('input:checked');
      const choice = (input?.value ?? 'send') as Decision['choice'];
      return choice === 'fix'
        ? { verdict, choice, replacement: input?.dataset.replacement ?? '' }
        : { verdict, choice };
    });
  }

  /** What pressing the button is about to do. */
  proceedWords(): string {
    const fixes = this.chosen().filter(({ choice }) => choice === 'fix').length;
    if (fixes === 0) return text('choice_unchanged');
    return plural('choice_proceed', fixes);
  }

  #fixesOf(verdict: Verdict): string[] {
    if (!this.#question.canFix(verdict)) return [];
    return [verdict.suggestion, verdict.alternative].filter((replacement) => replacement !== '');
  }

  #row(verdict: Verdict, index: number): HTMLElement {
    const pair = pairOf(verdict);
    const name = `choice-${index}`;
    const radios = this.#fixesOf(verdict).map((replacement) =>
      this.#radio(name, 'fix', verdict, addressed(this.#document, 'choice_fix', replacement), replacement),
    );
    if (verdict.action !== 'block') {
      radios.push(this.#radio(name, 'send', verdict, [text('choice_keep')]));
      if (this.#mayTrust(verdict)) radios.push(this.#radio(name, 'trust', verdict, [text('choice_trust')]));
    }
    // What is only hinted at is right more often than not: it goes as it is unless somebody says otherwise.
    const preset = verdict.action === 'notice' ? radios.find((one) => one.querySelector('[value=send]')) : radios[0];
    preset?.querySelector('input')?.toggleAttribute('checked', true);
    const legend = isolate(pair.local === '' ? pair.typed : `${pair.local}@${pair.typed}`);
    return makeIn(
      this.#document,
      'fieldset',
      { class: 'card compact', 'data-recipient': verdict.recipient },
      makeIn(this.#document, 'legend', { class: 'spoken' }, legend),
      pairElement(this.#document, pair),
      makeIn(this.#document, 'p', { class: 'reason' }, reasonOf(verdict, pair)),
      makeIn(this.#document, 'div', { class: 'options' }, ...radios),
    );
  }

  #radio(
    name: string,
    choice: Decision['choice'],
    verdict: Verdict,
    label: readonly (Node | string)[],
    replacement = '',
  ): HTMLElement {
    const input = makeIn(this.#document, 'input', {
      type: 'radio',
      name,
      value: choice,
      'data-choice': choice,
      'data-recipient': verdict.recipient,
      'data-replacement': replacement,
    });
    const kind = choice === 'fix' ? 'option wide' : 'option';
    return makeIn(this.#document, 'label', { class: kind }, input, makeIn(this.#document, 'span', {}, ...label));
  }
}
