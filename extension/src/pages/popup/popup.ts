/**
 * The popup: what the page asks, whether this page is protected and why not, what was caught, how old
 * the lists are, and a field to try an address.
 */

import { ask } from '../../browser/ask.ts';
import { fileUrl } from '../../browser/extension.ts';
import { activeTab, openOptions } from '../../browser/tabs.ts';
import { direction, language, text } from '../../browser/texts.ts';
import { daysUpTo } from '../../counts.ts';
import { button, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import { isolate } from '../../warning/words.ts';
import { ageOf, failureOf, oldness } from '../age.ts';
import { chart, number } from '../chart.ts';
import { pageDescription } from '../descriptions.ts';
import { reporting } from '../feedback.ts';
import { isFixed } from '../options/entries.ts';
import { stateOf } from '../state.ts';
import { trial } from '../trial.ts';
import { allowPart } from './allow.ts';
import { askingPart } from './asking.ts';
import { pausePart, timeOf } from './pause.ts';
import { undoPart } from './undo.ts';

const DAYS = 30;

async function start(): Promise<void> {
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  const tab = await activeTab();
  const main = make('main', {}, header());
  document.body.append(main);
  try {
    const overview = await ask('overview', tab === undefined ? {} : { tab: tab.id });
    const asking = tab === undefined ? [] : await askingPart(tab.id, overview);
    main.append(
      ...asking,
      ...(overview.pause.until > 0 ? [] : [stateOf(overview)]),
      ...pausePart(overview, tab?.id),
      ...(await allowPart(overview, tab)),
      ...withheld(overview),
      ...oldness(overview.lists),
      ...undoPart(overview),
      trial({ below: reporting(!isFixed(overview, 'feedback')) }),
      caught(overview),
      lists(overview),
      ...pageDescription(overview),
      ...managed(overview),
    );
  } catch {
    main.append(make('p', { role: 'alert' }, text('status_core_silent')));
  }
}

function header(): HTMLElement {
  const settings = button(text('open_options'), () => openOptions().then(() => window.close()));
  const logo = make('img', { class: 'logo', src: fileUrl('icons/48.png'), alt: '' });
  return make('header', {}, logo, make('h1', {}, text('extension_name')), settings);
}

/** What this site's budget of private knowledge keeps out. */
function withheld({ withheldUntil }: Overview): HTMLElement[] {
  if (withheldUntil <= Date.now()) return [];
  return [make('p', { class: 'panel small withheld' }, text('withheld', isolate(timeOf(withheldUntil))))];
}

function caught({ counts }: Overview): HTMLElement {
  return make(
    'section',
    {},
    make('h2', {}, text('caught_title', number(DAYS))),
    chart(counts, daysUpTo(Date.now(), DAYS)),
  );
}

function lists({ lists: shown }: Overview): HTMLElement {
  const { lists: all, server } = shown;
  const entries = all.filter(({ role }) => role === 'protected').reduce((sum, list) => sum + list.entries, 0);
  const line = make('p', { class: 'small soft', role: 'status' }, ageOf(shown));
  const update = button(text('lists_update'), async () => {
    update.disabled = true;
    line.textContent = text('lists_asking');
    line.textContent = await ask('update', {}).then(
      ({ isNew }) => text(isNew ? 'lists_new' : 'lists_current'),
      async () => failureOf((await ask('overview', {})).lists.update.problem),
    );
    update.disabled = false;
  });
  update.hidden = server === '';
  return make(
    'section',
    { class: 'panel lists' },
    make('div', {}, make('p', {}, text('lists_count', number(entries))), line),
    update,
  );
}

function managed({ policy }: Overview): HTMLElement[] {
  const { organisationName } = policy.policy;
  if (policy.set.length === 0) return [];
  const words = organisationName === '' ? text('managed') : text('managed_by', isolate(organisationName));
  return [make('p', { class: 'small soft' }, words)];
}

void start();
