/**
 * Whether the page in front is protected, in a sign, a sentence and reasons.
 */
import { text } from '../browser/texts.ts';
import { make } from '../elements.ts';
import type { Overview } from '../messages/overview.ts';
import type { HealthProblem } from '../messages/page.ts';

type Look = 'good' | 'bad' | 'none';

export function stateOf({ page, core }: Overview): HTMLElement {
  const [look, title, words, problems] = summary(page, core);
  const sign = { good: '', bad: '!', none: '–' }[look];
  return make(
    'section',
    { class: `panel state ${look}`, 'aria-label': text('state_label') },
    make('span', { class: look === 'good' ? 'sign tick' : 'sign', 'aria-hidden': 'true' }, sign),
    make('strong', {}, title),
    words !== '' && make('p', { class: 'soft' }, words),
    problems.length > 0 && make('ul', { class: 'problems' }, ...problems.map((problem) => make('li', {}, problem))),
  );
}

function summary(
  page: Overview['page'],
  core: Overview['core'],
): readonly [look: Look, title: string, words: string, problems: readonly string[]] {
  if (core.state === 'failed')
    return ['bad', text('state_core_failed'), text('state_core_failed_words'), core.problems];
  if (page === null) return ['none', text('state_no_webmail'), text('state_no_webmail_words'), []];
  const problems = page.problems.map(problemText);
  switch (page.state) {
    case 'not-protecting':
      return ['bad', text('state_not_protecting'), text('state_not_protecting_words'), problems];
    case 'hint-only':
      return ['none', text('state_hint_only'), text('state_hint_only_words'), problems];
    default:
      return [
        'good',
        text('state_protecting'),
        text(page.state === 'idle' ? 'state_idle_words' : 'state_protecting_words'),
        problems,
      ];
  }
}

function problemText(problem: HealthProblem): string {
  return text(`problem_${problem.replaceAll('-', '_')}`);
}
