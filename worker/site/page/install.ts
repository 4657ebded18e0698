/** How to install it; a script brings the visitor's browser to the front. */

import type { Links } from './facts.ts';
import { html, type Markup } from './html.ts';
import type { Locale } from './locales.ts';

const BROWSERS = {
  chromium: 'chrome://extensions',
  firefox: 'about:debugging#/runtime/this-firefox',
} as const;

export function install(locale: Locale, links: Links): Markup {
  const { text } = locale;
  const names = ['chromium', 'firefox'] as const;
  // README has the guide where nobody names a page of its own for it.
  const guide = links.guide || (links.source && `${links.source}#install`);
  const hasStore = names.some((name) => links[name] !== '');
  return html`<section id="install">
<h2>${text('site_install_title')}</h2>
${!hasStore && html`<p class="words">${text('site_install_none')}</p>`}
<div class="browsers">${names.map((name) => browser(locale, name, links[name]))}</div>
${!hasStore && html`<p class="words">${text('site_install_make')} <code dir="ltr">npm run package</code></p>`}
${guide !== '' && html`<p><a href="${guide}" hreflang="en">${text('site_install_guide')}</a></p>`}
</section>`;
}

function browser({ text }: Locale, name: 'chromium' | 'firefox', store: string): Markup {
  const address = html`<code dir="ltr">${BROWSERS[name]}</code>`;
  const [before = '', after = ''] = text(`site_install_${name}_open`, '\n').split('\n');
  const way =
    store === ''
      ? html`<ol>
<li>${text('site_install_unpack')}</li>
<li>${before}${address}${after}</li>
<li>${text(`site_install_${name}_load`)}</li>
</ol>`
      : html`<p><a class="button primary" href="${store}">${text('site_install_store')}</a></p>`;
  return html`<div class="card" data-browser="${name}">
<h3>${text(`site_install_${name}`)} <span class="badge" hidden>${text('site_install_yours')}</span></h3>
${way}
</div>`;
}
