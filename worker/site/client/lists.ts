/** What the server says of its lists, until somebody has the signatures checked. */
import { language, text } from '../../../extension/src/browser/texts.ts';
import { make } from '../../../extension/src/elements.ts';
import { ago } from '../../../extension/src/pages/chart.ts';
import { isolate } from '../../../extension/src/warning/words.ts';
import { entriesOf, headerOf } from '../listtext.ts';
import type { PageData, PublishedList } from '../messages.ts';
import { showHistory } from './history.ts';
import type { Publication } from './publication.ts';

export function showLists(data: PageData, publication: Publication, lists: readonly PublishedList[]): void {
  const rows = lists.map(({ name, text: bytes }) => {
    const content = new TextDecoder().decode(bytes);
    return { name, role: headerOf(content, 'role'), entries: entriesOf(content).length };
  });
  const size = rows.reduce((sum, { role, entries }) => (role === 'protected' ? sum + entries : sum), 0);
  put('version', publication.version.toLocaleString(language(), { useGrouping: false }));
  put('published', ago(publication.written, Date.now()));
  put('valid', publication.expires === 0 ? '–' : day(publication.expires));
  put('size', size.toLocaleString(language()));
  const body = document.querySelector('[data-table] tbody');
  for (const { name, role, entries } of rows.sort((one, other) => other.entries - one.entries)) {
    body?.append(
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, make('bdi', { dir: 'ltr' }, name)),
        make('td', {}, text(`role_${role}`)),
        make('td', { class: 'number' }, entries.toLocaleString(language())),
      ),
    );
  }
  show('[data-table]');
  if (!publication.isSigned) {
    put('verified', text('site_lists_unsigned'));
    return;
  }
  showHistory(publication);
  if (data.root !== '') offerVerification(data, lists);
}

function offerVerification(data: PageData, lists: readonly PublishedList[]): void {
  const button = document.querySelector<HTMLButtonElement>('[data-verify]');
  if (button === null) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    put('verified', text('site_lists_verifying'));
    try {
      // Loaded only now: the verifier is as large as all the rest.
      const { verify } = (await import(data.verifier)) as typeof import('./verify.ts');
      const { version, expires, fingerprint } = await verify(data, lists);
      put('version', version.toLocaleString(language(), { useGrouping: false }));
      put('valid', day(expires));
      const said = document.querySelector<HTMLElement>('[data-lists="said"]');
      if (said !== null) said.hidden = true;
      put('verified', text('site_lists_verified', isolate(fingerprint)));
      document.querySelector('[data-lists="verified"]')?.classList.add('verified');
      button.hidden = true;
    } catch (error) {
      put('verified', text('site_lists_refused', error instanceof Error ? error.message : String(error)));
      button.disabled = false;
    }
  });
}

function put(name: string, words: string): void {
  const place = document.querySelector(`[data-lists="${name}"]`);
  if (place !== null) place.textContent = words;
}

function show(selector: string): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (element !== null) element.hidden = false;
}

function day(at: number): string {
  return new Date(at).toLocaleDateString(language(), { dateStyle: 'long' });
}
