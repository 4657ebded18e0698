/**
 * What the organisation has fixed, shown as fixed and in words.
 */
import { language, text } from '../../browser/texts.ts';
import { make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import { POLICY_KEYS, type Policy, type PolicyKey, type PolicyLock } from '../../policy.generated.ts';
import type { PolicyRule } from '../../policyvalues.ts';
import { isolate } from '../../warning/words.ts';

/** What an organisation locks is called as its part of this page is. */
const LOCKS: Readonly<Record<PolicyLock, string>> = {
  'allow-addresses': 'addresses_title',
  'protected-domains': 'protected_title',
  'allowed-domains': 'allowed_title',
  history: 'history_title',
  import: 'file_import',
  capture: 'capture_title',
  'webmail-hosts': 'hosts_title',
  pause: 'pause_title',
  feedback: 'feedback_title',
  sync: 'sync_title',
  all: 'policy_lock_all',
};

export function policyPart({ policy: { policy, set } }: Overview): HTMLElement[] {
  const rows = POLICY_KEYS.filter(({ key }) => set.includes(key)).map(({ key, isSecret }) => {
    const lines = isSecret ? [text('policy_secret')] : linesOf(policy, key);
    return make(
      'tr',
      {},
      make('th', { scope: 'row' }, text(`policy_key_${key}`)),
      make('td', {}, ...lines.map((line) => make('p', {}, make('bdi', {}, line)))),
    );
  });
  return [
    make('p', {}, text('policy_words')),
    make(
      'div',
      { class: 'table', tabindex: '0', role: 'group', 'aria-label': text('policy_title') },
      make('table', { class: 'policy' }, make('tbody', {}, ...rows)),
    ),
  ];
}

/** What of the policy decided about an address: which policy, which key or entry of it, and what that says. */
export function decisionWords({ policy: { policy } }: Overview, decidedBy: string): string {
  const [path = '', ...rule] = decidedBy.split(' ');
  const key = path.replace(/\[.*/, '');
  if (!POLICY_KEYS.some((one) => one.key === key)) return '';
  const [kind = '', category = '', action = ''] = rule.map((word) => (word === '*' ? '' : word));
  const words = action === '' ? text(`policy_key_${key}`) : ruleWords({ kind, category, action });
  const where = policy.policyLabel === '' ? path : `${policy.policyLabel}, ${path}`;
  return text('policy_problem', isolate(where), words);
}

/** The value of one key, a line for each of its entries. */
function linesOf(policy: Policy, key: PolicyKey): readonly string[] {
  switch (key) {
    case 'actions':
      return policy.actions.map(ruleWords);
    case 'strongestAction':
      return [actionWords(policy.strongestAction)];
    case 'externalRecipients':
      return [policy.externalRecipients === 'off' ? text('policy_off') : actionWords(policy.externalRecipients)];
    case 'locked':
      return policy.locked.map((lock) => text(LOCKS[lock]));
    case 'failure':
      return [text(`policy_failure_${policy.failure}`)];
    case 'webmailHosts':
      return policy.webmailHosts.map(({ host, webmail }) => `${host} (${webmail})`);
    case 'listChannels':
      return policy.listChannels.map(({ name, url, scope }) => `${name}: ${url} (${scope})`);
    default: {
      const value = policy[key];
      if (typeof value === 'boolean') return [text(value ? 'policy_on' : 'policy_off')];
      if (typeof value === 'number') return [durationWords(value)];
      return typeof value === 'string' ? [value] : value;
    }
  }
}

/** "Wrong ending · the US military · a question that wants a reason" */
function ruleWords({ kind, category, action }: PolicyRule): string {
  const kindWords = kind === '' ? text('policy_any_kind') : text(`kind_${asName(kind)}`) || kind;
  return [kindWords, categoryWords(category), actionWords(action)].join(' · ');
}

/** An organisation's own categories have no words but their names. */
function categoryWords(category: string): string {
  if (category === '') return text('policy_any_category');
  return text(`policy_category_${asName(category)}`) || text(`category_${asName(category)}`) || category;
}

function actionWords(action: string): string {
  return text(`policy_action_${asName(action)}`) || action;
}

function asName(word: string): string {
  return word.replaceAll('-', '_');
}

/** "6 hours", from minutes: in the largest unit that needs no fraction. */
function durationWords(minutes: number): string {
  const [unit, size] =
    minutes % 1440 === 0
      ? (['day', 1440] as const)
      : minutes % 60 === 0
        ? (['hour', 60] as const)
        : (['minute', 1] as const);
  return new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'long' }).format(minutes / size);
}
