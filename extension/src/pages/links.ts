/** Where to read on: help, privacy policy and changes come with the extension, the source code is where the build says. */
import { fileUrl } from '../browser/extension.ts';
import { text } from '../browser/texts.ts';
import { make } from '../elements.ts';
import { SOURCE } from './build.ts';

/** Pages of the package, which are in English. */
const PAGES = { help: 'help.html', privacy: 'privacy.html', news: 'news.html', admin: 'help.html#administrators' };

/** `name` as in link_help. */
export function linkTo(name: keyof typeof PAGES): HTMLAnchorElement {
  return make('a', { href: fileUrl(PAGES[name]), hreflang: 'en' }, text(`link_${name}`));
}

export function sourceLink(): HTMLElement {
  if (SOURCE === '') return make('span', { class: 'soft' }, text('about_no_source'));
  return make('a', { href: SOURCE, target: '_blank', rel: 'noopener' }, text('link_source'));
}
