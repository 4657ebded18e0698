/**
 * Webmails beyond the usual ones: government clouds, servers of one's own. Each
 * is let in by a click and can be left again.
 */
import { grantedHosts, leave, letInto, offeredHosts } from '../../browser/hosts.ts';
import { text } from '../../browser/texts.ts';
import { button, field, make } from '../../elements.ts';
import type { Overview } from '../../messages/overview.ts';
import { isolate } from '../../warning/words.ts';
import { isFixed } from './entries.ts';

export function hostsPart(overview: Overview): HTMLElement[] {
  const { policy } = overview.policy;
  const fixed = isFixed(overview, 'webmail-hosts');
  const list = make('ul', { class: 'entries', tabindex: '0', 'aria-label': text('hosts_title') });
  const named = policy.webmailHosts.map(({ host }) => patternOf(host));
  const draw = async (): Promise<void> => {
    const granted = await grantedHosts();
    const all = [...new Set([...offeredHosts(), ...named, ...granted])].filter((pattern) => pattern !== '').sort();
    list.replaceChildren(...all.map((pattern) => line(pattern, granted.includes(pattern))));
  };
  const line = (pattern: string, isGranted: boolean): HTMLElement => {
    const host = hostOf(pattern);
    const change = button(
      text(isGranted ? 'hosts_leave' : 'hosts_allow'),
      () => (isGranted ? leave(pattern) : letInto(pattern)).then(draw),
      { 'aria-label': text(isGranted ? 'hosts_leave_host' : 'hosts_allow_host', isolate(host)) },
    );
    change.disabled = fixed && !isGranted && !named.includes(pattern);
    return make('li', {}, make('bdi', { dir: 'ltr' }, host), change);
  };
  void draw();
  const words = make('p', {}, text('hosts_words'));
  const forbidden = make('p', {}, text('allow_fixed'));
  return [words, fixed ? forbidden : adder(draw), list];
}

function adder(added: () => Promise<void>): HTMLElement {
  const input = field('add-host', 'mail.example.org');
  const says = make('p', { id: 'add-host-says', class: 'says', role: 'alert' });
  const submit = make('button', { type: 'submit', class: 'button' }, text('hosts_allow'));
  const label = make('label', { for: 'add-host' }, text('hosts_add'));
  const form = make('form', { class: 'add' }, label, input, submit, says);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const pattern = patternOf(input.value);
    says.textContent = pattern === '' ? text('hosts_not_a_host') : '';
    if (pattern === '' || !(await letInto(pattern))) return;
    input.value = '';
    await added();
  });
  return form;
}

/** The match pattern of a host or address that somebody typed; '' when it is none. */
export function patternOf(typed: string): string {
  const text = typed.trim();
  const address = text.includes('://') ? text : `https://${text}`;
  if (!URL.canParse(address)) return '';
  const url = new URL(address);
  if (url.protocol !== 'https:' || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(url.hostname)) return '';
  return `https://${url.hostname}/*`;
}

/** The host that a match pattern names. */
export function hostOf(pattern: string): string {
  return pattern.replace(/^https:\/\/|\/\*$/g, '');
}
