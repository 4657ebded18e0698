/**
 * Whether everything works: lists and their age, the core, and what it refused.
 */
import { ask } from '../../browser/ask.ts';
import { text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import { isolate } from '../../warning/words.ts';
import { ageOf, failureOf, oldness } from '../age.ts';
import { number } from '../chart.ts';
import { descriptionsPart } from '../descriptions.ts';

export function listsPart(overview: Overview): HTMLElement[] {
  const holder = make('div', { class: 'row-list' });
  const says = make('p', { class: 'soft', role: 'status' });
  const draw = (now: Overview): void => {
    holder.replaceChildren(...oldness(now.lists), facts(now.lists), ...descriptionsPart(now));
    says.textContent = ageOf(now.lists);
  };
  draw(overview);
  const update = button(text('lists_update'), async () => {
    update.disabled = true;
    says.textContent = text('lists_asking');
    const outcome = await ask('update', {}).then(
      ({ isNew }) => text(isNew ? 'lists_new' : 'lists_current'),
      () => '',
    );
    const now = await ask('overview', {});
    draw(now);
    says.textContent = outcome || failureOf(now.lists.update.problem);
    update.disabled = false;
  });
  update.hidden = overview.lists.server === '';
  // How often is the organisation's to say where it has said it.
  const isRenewed = overview.lists.server !== '' && !overview.policy.set.includes('listUpdateInterval');
  const words = [text('lists_words'), ...(isRenewed ? [text('lists_renewed')] : [])].join(' ');
  return [make('p', {}, words), make('div', { class: 'row' }, update, says), holder];
}

function versionOf({ version, server, origin }: Overview['lists']): string {
  return origin === 'bundled' || server === ''
    ? text('lists_version_bundled', String(version))
    : text('lists_version', String(version), isolate(server));
}

/** Version and count at a glance; each list for who wants to know. */
function facts(lists: Overview['lists']): HTMLElement {
  const entries = lists.lists.filter(({ role }) => role === 'protected').reduce((sum, list) => sum + list.entries, 0);
  const summary = make('summary', {}, text('lists_all', number(lists.lists.length)));
  return make(
    'div',
    { class: 'panel facts' },
    make('strong', {}, text('lists_count', number(entries))),
    make('p', { class: 'soft' }, versionOf(lists)),
    make('details', {}, summary, table(lists)),
  );
}

function table(lists: Overview['lists']): HTMLElement {
  const rows = lists.lists.map(({ name, role, entries }) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, make('bdi', { dir: 'ltr' }, name)),
      make('td', {}, text(`role_${role}`) || role),
      make('td', { class: 'number' }, number(entries)),
    ),
  );
  return make(
    'div',
    { class: 'table', tabindex: '0', role: 'group', 'aria-label': text('lists_title') },
    make(
      'table',
      {},
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          ...['lists_name', 'lists_role', 'lists_entries'].map((name, at) =>
            make('th', { scope: 'col', ...(at === 2 && { class: 'number' }) }, text(name)),
          ),
        ),
      ),
      make('tbody', {}, ...rows),
    ),
  );
}

export function healthPart({ core, lists, policy, version }: Overview): HTMLElement[] {
  const problems = [
    ...core.problems,
    ...(lists.age.state === 'current' ? [] : [text(lists.age.state === 'old' ? 'lists_old' : 'lists_clock')]),
    ...(lists.update.problem === '' ? [] : [`${failureOf(lists.update.problem)} (${lists.update.problem})`]),
    ...policy.problems.map(({ path, reason }) => text('policy_problem', isolate(path), reason)),
  ];
  const isGood = core.state !== 'failed' && problems.length === 0;
  return [
    make(
      'div',
      { class: `panel state ${isGood ? 'good' : 'bad'}` },
      make('span', { class: isGood ? 'sign tick' : 'sign', 'aria-hidden': 'true' }, isGood ? '' : '!'),
      make('strong', {}, text(isGood ? 'health_good' : 'health_bad')),
      make('p', { class: 'soft' }, text('health_version', version)),
    ),
    ...(problems.length === 0
      ? []
      : [make('ul', { class: 'problems' }, ...problems.map((problem) => make('li', {}, problem)))]),
  ];
}
