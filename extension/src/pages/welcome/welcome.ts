/**
 * The page after the installation: in ten seconds what Nearmiss does, what it may
 * see, and that nothing leaves this computer.
 */
import { ask, direction, fileUrl, language, openOptions, text } from '../../browser.ts';
import { make } from '../../elements.ts';
import { pairElement } from '../../warning/pair.ts';
import { countryOf, isolate } from '../../warning/words.ts';

const FACTS = ['reads', 'stays', 'decides'] as const;

function start(): void {
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  document.title = text('welcome_title');
  const logo = make(document, 'img', { class: 'logo', src: fileUrl('icons/icon.svg'), alt: '' });
  const settings = make(document, 'button', { type: 'button', class: 'button' }, text('open_options'));
  settings.addEventListener('click', () => void openOptions());
  document.body.append(
    make(
      document,
      'main',
      {},
      make(
        document,
        'header',
        {},
        logo,
        make(document, 'h1', {}, text('welcome_title')),
        make(document, 'p', {}, text('welcome_words')),
      ),
      example(),
      make(document, 'ul', { class: 'facts' }, ...FACTS.map(fact)),
      make(document, 'p', {}, text('welcome_tabs')),
      make(document, 'div', { class: 'row' }, settings),
    ),
  );
  // The core is then ready when the first compose opens.
  void ask('warm', {}).catch(() => undefined);
}

function example(): HTMLElement {
  const reason = text(
    'reason_country_owner',
    isolate('.ml'),
    countryOf('army.ml'),
    isolate('.mil'),
    text('category_us_military'),
  );
  return make(
    document,
    'section',
    { class: 'panel example', 'aria-label': text('welcome_example') },
    pairElement(document, { local: 'ann', typed: 'army.ml', right: 'army.mil' }),
    make(document, 'p', { class: 'reason' }, reason),
  );
}

function fact(name: (typeof FACTS)[number]): HTMLElement {
  return make(
    document,
    'li',
    {},
    make(document, 'span', { class: 'sign tick', 'aria-hidden': 'true' }),
    make(document, 'p', {}, make(document, 'strong', {}, text(`welcome_${name}`)), text(`welcome_${name}_words`)),
  );
}

start();
