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

export function domainView(document: Document): View {
  const input = make(document, 'input', {
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
  const says = make(document, 'div', { id: 'own-says', role: 'status' });
  const element = make(
    document,
    'div',
    {},
    make(document, 'label', { for: 'own' }, text('site_domain_label')),
    input,
    says,
  );
  return {
    element,
    fail: (reason) => element.replaceChildren(make(document, 'p', { role: 'alert' }, text('site_failed', reason))),
    async take(_delivery, port) {
      if (port === undefined) return;
      let timer = 0;
      let asked = 0;
      port.onmessage = ({ data }: MessageEvent<{ id: number; answer: Lookup }>) => {
        if (data.id === asked) says.replaceChildren(...answerTo(document, data.answer));
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

function answerTo(document: Document, { domain, verdict, found, near }: Lookup): Node[] {
  if (domain === '') return [make(document, 'p', { class: 'soft' }, text('trial_incomplete'))];
  const name = isolate(domain);
  if (found === null || verdict.level !== 'none') {
    if (verdict.level === 'none') return [make(document, 'p', {}, text('site_domain_unlisted', name))];
    return [
      make(document, 'p', {}, text('site_domain_odd')),
      pairElement(document, pairOf(verdict)),
      make(document, 'p', { class: 'soft' }, reasonOf(verdict)),
    ];
  }
  const words =
    found.role === 'known'
      ? text('site_domain_known', name)
      : found.entry.startsWith('*')
        ? text('site_domain_covered', name, isolate(found.entry.slice(1)))
        : text('site_domain_listed', name);
  return [
    make(document, 'p', { class: found.role === 'known' ? '' : 'good' }, words),
    make(document, 'p', { class: 'soft small' }, text('site_domain_list', isolate(found.list))),
    ...(near.length === 0 ? [] : [nearList(document, domain, near)]),
  ];
}

function nearList(document: Document, domain: string, near: readonly string[]): HTMLElement {
  const items = near.map((typed) =>
    make(document, 'li', {}, ...addressLine(document, '', align(typed, domain), 'typed')),
  );
  return make(
    document,
    'div',
    { class: 'near' },
    make(document, 'p', { class: 'small' }, text('site_domain_near')),
    make(document, 'ul', {}, ...items),
  );
}
