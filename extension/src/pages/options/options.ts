/**
 * The settings: whether everything works, the person's own domains, webmails,
 * lists, privacy, and what the organisation fixed.
 */
import { ask } from '../../browser/ask.ts';
import { fileUrl } from '../../browser/extension.ts';
import { direction, language, text } from '../../browser/texts.ts';
import { daysUpTo } from '../../counts.ts';
import { button, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import type { ReportPreview } from '../../messages/reports.ts';
import { isolate } from '../../warning/words.ts';
import { chart, chartTable, number } from '../chart.ts';
import { reporting } from '../feedback.ts';
import { linkTo } from '../links.ts';
import { trial } from '../trial.ts';
import { languagesPart, linkList, privacyPart } from './about.ts';
import { capturePart } from './capture.ts';
import { contactsPart } from './contacts.ts';
import { entriesOf, isFixed } from './entries.ts';
import { filePart } from './file.ts';
import { healthPart, listsPart } from './health.ts';
import { hostsPart } from './hosts.ts';
import { keysLine } from './keys.ts';
import { type Group, layout, part, rarePart, switchOf, untitled } from './layout.ts';
import { decisionWords, policyPart } from './policy.ts';
import { reportPart } from './report.ts';
import { syncPart } from './sync.ts';

const DAYS = 90;

async function start(): Promise<void> {
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  document.title = text('options_title');
  const logo = make('img', { class: 'logo', src: fileUrl('icons/icon.svg'), alt: '' });
  const main = make('main');
  document.body.append(main);
  main.append(make('header', {}, logo, make('h1', {}, text('options_title'))));
  try {
    const [overview, report] = await Promise.all([ask('overview', {}), ask('report', {})]);
    show(main, overview, report);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    main.append(make('p', { role: 'alert' }, `${text('status_core_silent')} ${reason}`));
  }
}

function show(main: HTMLElement, overview: Overview, report: ReportPreview): void {
  main.append(...managedLine(overview), ...layout(groupsOf(overview, report)));
}

/** What a person comes for first; what is rare is folded, or last. */
function groupsOf(overview: Overview, report: ReportPreview): Group[] {
  const isManaged = overview.policy.set.length > 0;
  return [
    {
      name: 'now',
      parts: [
        part('health_title', ...healthPart(overview)),
        part(
          'trial_title',
          trial({
            policyWords: (decidedBy) => decisionWords(overview, decidedBy),
            below: reporting(!isFixed(overview, 'feedback')),
          }),
          keysLine(),
        ),
        part('caught_title_options', paragraph('caught_words', 'soft'), ...caught(overview)),
      ],
    },
    {
      name: 'domains',
      parts: [
        part('always_title', ...alwaysAllowed(overview)),
        part('protected_title', paragraph('protected_words'), entriesOf(overview, 'protected')),
        part('history_title', paragraph('history_words'), ...history(overview)),
        rarePart('contacts_title', paragraph('contacts_words'), contactsPart(overview)),
        rarePart('sync_title', paragraph('sync_words'), syncPart(overview)),
        rarePart('file_title', paragraph('file_words'), filePart(overview, again)),
      ],
    },
    {
      name: 'webmails',
      parts: [part('hosts_title', ...hostsPart(overview)), rarePart('capture_title', ...capturePart(overview))],
    },
    { name: 'lists', parts: [untitled(...listsPart(overview))] },
    { name: 'privacy', parts: [part('privacy_title', ...privacyPart(overview, report))] },
    {
      name: 'admin',
      parts: [
        part('policy_title', ...(isManaged ? policyPart(overview) : noPolicy())),
        ...(report.url === '' ? [] : [part('report_title', ...reportPart(report))]),
      ],
    },
    { name: 'about', parts: [untitled(linkList()), part('languages_title', ...languagesPart())] },
  ];
}

function paragraph(name: string, look = ''): HTMLElement {
  return make('p', look === '' ? {} : { class: look }, text(name));
}

function alwaysAllowed(overview: Overview): HTMLElement[] {
  return (['allowed', 'addresses'] as const).map((which) =>
    make('div', { class: 'row-list' }, paragraph(`${which}_words`), entriesOf(overview, which)),
  );
}

function noPolicy(): HTMLElement[] {
  return [paragraph('admin_none'), make('p', {}, linkTo('admin'))];
}

/** After an import everything may differ. */
function again(): void {
  location.reload();
}

function managedLine({ policy: { set, policy } }: Overview): HTMLElement[] {
  if (set.length === 0) return [];
  const by = policy.organisationName === '' ? text('managed') : text('managed_by', isolate(policy.organisationName));
  const contact = policy.organisationContact === '' ? '' : text('ask_contact', isolate(policy.organisationContact));
  return [make('p', { class: 'panel managed' }, [by, contact].filter((words) => words !== '').join(' '))];
}

function caught({ counts }: Overview): HTMLElement[] {
  const days = daysUpTo(Date.now(), DAYS);
  const place = make('div', { class: 'row-list' });
  const clear = button(text('caught_clear'), async () => {
    await ask('forget', { what: 'counts' });
    draw({});
  });
  const draw = (now: Overview['counts']): void => {
    const table = chartTable(now, days);
    const row = make('div', { class: 'row' }, clear);
    place.replaceChildren(chart(now, days), ...(table.length === 0 ? [] : [...table, row]));
  };
  draw(counts);
  return [place];
}

function history(overview: Overview): HTMLElement[] {
  const { personal, policy } = overview;
  const fixed = isFixed(overview, 'history') || !policy.policy.history;
  const keeps = make('input', { type: 'checkbox', id: 'keeps-history' });
  keeps.checked = personal.keepsHistory && policy.policy.history;
  keeps.disabled = fixed;
  const says = make('p', { class: 'soft', role: 'status' });
  const tell = ({ history: { domains, habits } }: Overview): void => {
    says.textContent = text('history_count', number(domains), number(habits));
  };
  tell(overview);
  keeps.addEventListener('change', async () => {
    const change = { keepsHistory: keeps.checked };
    const answer = await ask('personal', { change, isImport: false }).catch(() => undefined);
    keeps.checked = answer?.keepsHistory ?? !keeps.checked;
    tell(await ask('overview', {}));
  });
  const clear = button(text('history_clear'), async () => {
    await ask('forget', { what: 'history' });
    tell(await ask('overview', {}));
  });
  return [...switchOf(keeps, text('history_switch'), fixed), make('div', { class: 'row' }, clear, says)];
}

void start();
