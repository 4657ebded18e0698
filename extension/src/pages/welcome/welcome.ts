/**
 * The page after the installation: what Nearmiss does, shown on an address that one
 * types oneself; what it may see; and that nothing leaves this computer.
 */
import { ask } from '../../browser/ask.ts';
import { fileUrl, isFirefox } from '../../browser/extension.ts';
import { isPinned, openOptions } from '../../browser/tabs.ts';
import { direction, language, text } from '../../browser/texts.ts';
import { button, make } from '../../elements.ts';
import { isolate } from '../../warning/words.ts';
import { linkTo } from '../links.ts';
import { trial } from '../trial.ts';

const EXAMPLE = 'ann@army.ml';
const FACTS = ['reads', 'stays', 'decides'] as const;

function start(): void {
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
  document.title = text('welcome_title');
  const logo = make('img', { class: 'logo', src: fileUrl('icons/icon.svg'), alt: '' });
  document.body.append(
    make(
      'main',
      {},
      make('header', {}, logo, make('h1', {}, text('welcome_title')), make('p', {}, text('welcome_words'))),
      make('section', { class: 'panel' }, trial({ label: text('welcome_try', isolate(EXAMPLE)) })),
      pin(),
      make('ul', { class: 'facts' }, ...FACTS.map(fact)),
      make('p', {}, text('welcome_tabs')),
      ways(),
    ),
  );
  // The core is then ready when something is typed here, or the first compose opens.
  void ask('warm', {}).catch(() => undefined);
}

/** Shown while our button is hidden behind the puzzle piece. */
function pin(): HTMLElement {
  const words = text(isFirefox() ? 'welcome_pin_firefox' : 'welcome_pin_chromium');
  const section = make(
    'section',
    { class: 'panel pin', hidden: '' },
    make('h2', {}, text('welcome_pin')),
    make('p', {}, words),
  );
  const look = async (): Promise<void> => {
    section.hidden = (await isPinned().catch(() => undefined)) !== false;
  };
  void look();
  // The menu of the puzzle piece takes the focus from the page and gives it back.
  addEventListener('focus', () => void look());
  return section;
}

function ways(): HTMLElement {
  const settings = button(text('open_options'), openOptions);
  return make('div', { class: 'row' }, settings, linkTo('help'), linkTo('privacy'));
}

function fact(name: (typeof FACTS)[number]): HTMLElement {
  return make(
    'li',
    {},
    make('span', { class: 'sign tick', 'aria-hidden': 'true' }),
    make('p', {}, make('strong', {}, text(`welcome_${name}`)), text(`welcome_${name}_words`)),
  );
}

start();
