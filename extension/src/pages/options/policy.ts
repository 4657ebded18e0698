/**
 * What the organisation has fixed, shown as fixed.
 */
import { text } from '../../browser.ts';
import { make } from '../../elements.ts';
import type { Overview } from '../../messages.ts';
import { POLICY_KEYS } from '../../policy.generated.ts';

export function policyPart(document: Document, { policy: { policy, set } }: Overview): HTMLElement[] {
  const rows = POLICY_KEYS.filter(({ key }) => set.includes(key)).map(({ key, title, isSecret }) =>
    make(
      document,
      'tr',
      {},
      make(document, 'th', { scope: 'row' }, title),
      make(document, 'td', {}, isSecret ? text('policy_secret') : wordsOf(policy[key])),
    ),
  );
  return [
    make(document, 'p', {}, text('policy_words')),
    make(
      document,
      'div',
      { class: 'table', tabindex: '0', role: 'group', 'aria-label': text('policy_title') },
      make(document, 'table', {}, make(document, 'tbody', {}, ...rows)),
    ),
  ];
}

/** Values in policy's own words, as an administrator wrote them. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'object' && value !== null) {
    return Object.values(value)
      .map((part) => (part === '' ? '*' : String(part)))
      .join(' ');
  }
  return String(value);
}
