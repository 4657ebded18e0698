/**
 * "This warning was wrong", "this was missed": the first press shows the text and
 * copies it, the second opens the form. Nothing goes anywhere before that.
 */
import { ask } from '../browser/ask.ts';
import { openAddress } from '../browser/tabs.ts';
import { text } from '../browser/texts.ts';
import { button, make } from '../elements.ts';
import type { ReplyOf } from '../messages/calls.ts';
import type { FeedbackWhat } from '../messages/reports.ts';
import type { Verdict } from '../messages/verdict.ts';
import { isolate } from '../warning/words.ts';

/** For below the answer of the trial field; policy's own words about a domain are no warning of the lists. */
export function reporting(mayReport: boolean): (verdict: Verdict) => readonly Node[] {
  return ({ recipient, domain, level, kind }) => {
    const isOfPolicy = kind === 'blocked-domain' || kind === 'external-recipient';
    if (!mayReport || domain === '' || isOfPolicy) return [];
    return [feedbackPart(recipient, level === 'none' ? 'missed' : 'wrong')];
  };
}

function feedbackPart(recipient: string, what: FeedbackWhat): HTMLElement {
  const words = text(what === 'wrong' ? 'feedback_wrong' : 'feedback_missed');
  const compose = async (): Promise<void> => {
    first.disabled = true;
    try {
      const composed = await ask('feedback', { recipient, what });
      part.replaceChildren(...shown(composed, await copied(composed.text)));
      part.querySelector<HTMLElement>('pre')?.focus();
    } catch {
      first.disabled = false;
      part.append(make('p', { class: 'says small', role: 'alert' }, text('status_core_silent')));
    }
  };
  const first = button(words, compose, { class: 'button plain small', 'data-feedback': what });
  const part = make('div', { class: 'feedback' }, first);
  return part;
}

function shown(composed: ReplyOf<'feedback'>, isCopied: boolean): HTMLElement[] {
  const { text: body, domain, form } = composed;
  const says = make('p', { class: 'soft small', role: 'status' });
  const say = (isDone: boolean): void => {
    says.textContent = text(isDone ? 'feedback_copied' : 'feedback_copy_failed');
  };
  say(isCopied);
  const copy = async (): Promise<void> => say(await copied(body));
  const row = make('div', { class: 'row' }, button(text('feedback_copy'), copy, { 'data-feedback': 'copy' }));
  const parts = [
    make('pre', { class: 'panel', tabindex: '0', dir: 'ltr', lang: 'en', 'aria-label': text('feedback_text') }, body),
    says,
    make('p', { class: 'soft small' }, text(domain === '' ? 'feedback_private' : 'feedback_no_address')),
  ];
  if (form !== '') {
    const site = isolate(new URL(form).hostname);
    row.append(button(text('feedback_open'), () => openAddress(form), { 'data-feedback': 'open' }));
    const goes = domain === '' ? text('feedback_goes_bare', site) : text('feedback_goes', isolate(domain), site);
    parts.push(make('p', { class: 'small' }, goes));
  }
  return [...parts, row];
}

async function copied(body: string): Promise<boolean> {
  return navigator.clipboard.writeText(body).then(
    () => true,
    () => false,
  );
}
