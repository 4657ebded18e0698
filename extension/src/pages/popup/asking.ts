/**
 * The page's open questions, once more: what the page covers or restyles cannot
 * be trusted to be seen, and page scripts reach nothing here.
 */
import { askFrame } from '../../browser/pages.ts';
import { text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import type { PendingQuestion } from '../../messages/questions.ts';
import type { Choice, Verdict } from '../../messages/verdict.ts';
import { plural } from '../../plural.ts';
import { pairElement } from '../../warning/pair.ts';
import { isolate, pairOf, reasonOf } from '../../warning/words.ts';

/** A question of a page that has much to do; the popup does not wait longer, in ms. */
const PATIENCE = 1000;

type Answer = { readonly choice: Choice; readonly replacement?: string; readonly reason?: string };

export async function askingPart(tab: number, { asking }: Overview): Promise<HTMLElement[]> {
  const frames = await Promise.all(
    asking.map(async (frame) => {
      const questions = await withinPatience(askFrame(tab, frame, { question: 'pending' }));
      return (questions ?? []).map((question) =>
        panel(question, ({ choice, ...more }) =>
          withinPatience(askFrame(tab, frame, { question: 'answer', id: question.id, choice, ...more })),
        ),
      );
    }),
  );
  const panels = frames.flat();
  if (panels.length === 0) return [];
  return [make('section', { class: 'asking' }, make('h2', {}, text('asking_title')), ...panels)];
}

function panel(question: PendingQuestion, give: (answer: Answer) => Promise<boolean | undefined>): HTMLElement {
  const says = make('p', { class: 'says', role: 'status' });
  const reason = question.needsReason ? make('input', { type: 'text', class: 'field' }) : undefined;
  const choices = make('div', { class: 'choices' });
  const part = make(
    'div',
    { class: 'panel question' },
    make('h3', {}, titleOf(question.verdicts)),
    question.isHeld && make('p', { class: 'soft small' }, text('dialog_lead')),
    ...question.verdicts.flatMap((verdict) => {
      const pair = pairOf(verdict);
      return [pairElement(document, pair), make('p', { class: 'reason small' }, reasonOf(verdict, pair))];
    }),
    reason !== undefined && make('label', {}, text('reason_label_field'), reason),
    choices,
    says,
  );
  const press = async (answer: Answer): Promise<void> => {
    const words = reason?.value.trim() ?? '';
    if (answer.choice === 'send' && question.needsReason && words === '') {
      says.textContent = text('reason_missing');
      reason?.focus();
      return;
    }
    for (const one of choices.querySelectorAll('button')) one.disabled = true;
    const wasTaken = await give(answer.choice === 'send' && words !== '' ? { ...answer, reason: words } : answer);
    choices.remove();
    says.textContent = text(wasTaken === true ? 'asking_taken' : 'asking_over');
  };
  for (const answer of answersTo(question)) {
    const words = labelOf(question.verdicts, answer);
    choices.append(button(words, () => press(answer), { 'data-choice': answer.choice }));
  }
  return part;
}

/** With the other suggestion as a choice of its own, where there is one. */
function answersTo({ choices, verdicts }: PendingQuestion): Answer[] {
  const [only] = verdicts;
  return choices.flatMap((choice): Answer[] => {
    const isOther = choice === 'fix' && verdicts.length === 1 && only !== undefined && only.alternative !== '';
    return isOther ? [{ choice }, { choice, replacement: only.alternative }] : [{ choice }];
  });
}

function titleOf(verdicts: readonly Verdict[]): string {
  const [first] = verdicts;
  if (verdicts.length > 1 || first === undefined) return plural('dialog_title_several', verdicts.length);
  const { right } = pairOf(first);
  return right === '' ? text('dialog_title_plain') : text('dialog_title', isolate(right));
}

function labelOf(verdicts: readonly Verdict[], { choice, replacement }: Answer): string {
  const [first] = verdicts;
  if (choice !== 'fix') return text(`choice_${choice}`);
  if (verdicts.length > 1 || first === undefined) {
    const fixes = verdicts.filter(({ suggestion }) => suggestion !== '').length;
    return plural('choice_proceed', fixes);
  }
  return text('choice_fix_send', isolate(replacement ?? first.suggestion));
}

function withinPatience<T>(answer: Promise<T>): Promise<T | undefined> {
  return Promise.race([answer, new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE, undefined))]);
}
