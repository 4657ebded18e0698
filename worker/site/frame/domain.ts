/** "Is my domain protected?": asks the core in the other frame, past the page. */
import { text } from '../../../extension/src/browser/texts.ts';
import { make } from '../../../extension/src/elements.ts';
import { align } from '../../../extension/src/letters.ts';
import { addressLine, pairElement } from '../../../extension/src/warning/pair.ts';
import { isolate, pairOf, reasonOf } from '../../../extension/src/warning/words.ts';
import type { Question } from '../messages.ts';
import type { Lookup } from './lookup.ts';
import type { View } from './view.ts';

const PAUSE = 250;

export function domainView(): View {
  const input = make('input', {
    id: 'own',
    class: 'field',
    type: 'text',
    inputmode: 'url',
    dir: 'ltr',
    placeholder: 'army.mil',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    'aria-describedby': 'own-says',
    disabled: '',
  });
  const says = make('div', { id: 'own-says', role: 'status' });
  const element = make('div', {}, make('label', { for: 'own' }, text('site_domain_label')), input, says);
  return {
    element,
    fail: (reason) => element.replaceChildren(make('p', { role: 'alert' }, text('site_failed', reason))),
    async take(_delivery, port) {
      if (port === undefined) return;
      let timer = 0;
      let asked = 0;
      port.onmessage = ({ data }: MessageEvent<{ id: number; answer: Lookup }>) => {
        if (data.id === asked) says.replaceChildren(...answerTo(data.answer));
      };
      input.addEventListener('input', () => {
        clearTimeout(timer);
        asked++;
        const domain = input.value.trim();
        if (domain === '') return says.replaceChildren();
        const question: Question = { id: asked, domain };
        timer = setTimeout(() => port.postMessage(question), PAUSE) as unknown as number;
      });
      input.disabled = false;
    },
  };
}

function answerTo({ domain, verdict, found, near }: Lookup): Node[] {
  if (domain === '') return [make('p', { class: 'soft' }, text('trial_incomplete'))];
  const name = isolate(domain);
  if (found === null || verdict.level !== 'none') {
    if (verdict.level === 'none') return [make('p', {}, text('site_domain_unlisted', name))];
    return [
      make('p', {}, text('site_domain_odd')),
      pairElement(document, pairOf(verdict)),
      make('p', { class: 'soft' }, reasonOf(verdict)),
    ];
  }
  const words =
    found.role === 'known'
      ? text('site_domain_known', name)
      : found.entry.startsWith('*')
        ? text('site_domain_covered', name, isolate(found.entry.slice(1)))
        : text('site_domain_listed', name);
  return [
    make('p', { class: found.role === 'known' ? '' : 'good' }, words),
    make('p', { class: 'soft small' }, text('site_domain_list', isolate(found.list))),
    ...(near.length === 0 ? [] : [nearList(domain, near)]),
  ];
}

function nearList(domain: string, near: readonly string[]): HTMLElement {
  const items = near.map((typed) => make('li', {}, ...addressLine(document, '', align(typed, domain), 'typed')));
  return make(
    'div',
    { class: 'near' },
    make('p', { class: 'small' }, text('site_domain_near')),
    make('ul', {}, ...items),
  );
}
