/**
 * "Try an address": a field that says what Nearmiss would say while somebody
 * types.
 */
import { ask } from '../browser/ask.ts';
import { text } from '../browser/texts.ts';
import { field, make } from '../elements.ts';
import type { ReplyOf } from '../messages/calls.ts';
import type { Verdict } from '../messages/verdict.ts';
import type { Action } from '../policy.generated.ts';
import { pairElement } from '../warning/pair.ts';
import { isolate, pairOf, reasonOf } from '../warning/words.ts';

/** Long enough not to judge every letter, short enough to feel at once. */
const PAUSE = 150;

/** Judges one recipient; in the extension's own pages the background does. */
export type Check = (recipient: string) => Promise<Pick<ReplyOf<'check'>, 'verdicts' | 'guarding'>>;

const askBackground: Check = (recipient) => ask('check', { recipients: [recipient], sender: '' });

/** `label`: what the field is asked for; `policyWords` says what of the policy decided, where a verdict names something; `below`: what stands below the answer. */
export function trial({
  check = askBackground,
  label = text('trial_label'),
  policyWords = () => '',
  below = () => [],
}: {
  check?: Check;
  label?: string;
  policyWords?: (decidedBy: string) => string;
  below?: (verdict: Verdict) => readonly Node[];
} = {}): HTMLElement {
  const input = field('trial', 'ann@army.ml', { inputmode: 'email' });
  const says = make('div', { id: 'trial-says', role: 'status' });
  let timer = 0;
  let asked = 0;

  const judge = async (): Promise<void> => {
    const recipient = input.value.trim();
    const turn = ++asked;
    if (recipient === '') {
      says.replaceChildren();
      return;
    }
    let answer: Node[];
    try {
      const { verdicts, guarding } = await check(recipient);
      const [verdict] = verdicts;
      answer =
        verdict === undefined ? [] : [...answerTo(verdict, guarding.organisation.name, policyWords), ...below(verdict)];
    } catch {
      answer = [make('p', {}, text('status_core_silent'))];
    }
    if (turn === asked) says.replaceChildren(...answer);
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void judge(), PAUSE) as unknown as number;
  });
  return make('div', { class: 'trial' }, make('label', { for: 'trial' }, label), input, says);
}

function nothingOdd({ domain, kind }: Verdict): string {
  if (domain === '') return text('trial_incomplete');
  // The background silences what was said to be right, and keeps what it had found.
  return kind === '' ? text('trial_fine', isolate(domain)) : text('trial_right');
}

/** What a person would meet, by the action that policy gives. */
const WHAT_FOLLOWS: Readonly<Record<Action, string>> = {
  allow: 'trial_silent',
  notice: 'trial_hints',
  ask: 'trial_holds',
  'ask-reason': 'trial_holds_reason',
  block: 'trial_blocks',
};

function answerTo(verdict: Verdict, organisation: string, policyWords: (decidedBy: string) => string): Node[] {
  if (verdict.level === 'none') {
    return [make('p', { class: 'soft' }, nothingOdd(verdict))];
  }
  const pair = pairOf(verdict);
  const setBy = organisation === '' ? '' : ` ${text('set_by', isolate(organisation))}`;
  const policy = verdict.decidedBy === '' ? '' : policyWords(verdict.decidedBy);
  return [
    pairElement(document, pair),
    make('p', { class: 'reason' }, reasonOf(verdict, pair)),
    make('p', { class: 'soft small' }, `${text(WHAT_FOLLOWS[verdict.action])}${setBy}`),
    ...(policy === '' ? [] : [make('p', { class: 'soft small' }, policy)]),
  ];
}
