/** The lists, with what the server says of them, and the figures. */
import type { Figure } from '../figures.ts';
import { html, type Markup } from './html.ts';
import type { Locale } from './locales.ts';

export function domains({ text }: Locale): Markup {
  const facts = ['version', 'published', 'valid', 'size'] as const;
  return html`<section id="domain">
<h2>${text('site_domain_title')}</h2>
<p class="words">${text('site_domain_words')}</p>
<div class="pairs">
<div class="card">
<noscript><p>${text('site_script')}</p></noscript>
<p class="loading soft" data-loading>${text('site_loading')}</p>
<iframe data-frame="domain" title="${text('site_domain_title')}" sandbox="allow-scripts" referrerpolicy="no-referrer" hidden></iframe>
</div>
<div class="card lists" id="lists">
<dl>${facts.map((name) => html`<div><dt>${text(`site_lists_${name}`)}</dt><dd data-lists="${name}">–</dd></div>`)}</dl>
<p class="said"><span class="badge" data-lists="said">${text('site_lists_said')}</span></p>
<p><button class="button" type="button" data-verify hidden>${text('site_lists_verify')}</button></p>
<p role="status" data-lists="verified"></p>
<details data-history hidden><summary>${text('site_lists_history')}</summary><div></div></details>
<details data-table hidden><summary>${text('site_lists_table')}</summary><div class="wide"><table>
<thead><tr><th scope="col">${text('lists_name')}</th><th scope="col">${text('lists_role')}</th><th scope="col" class="number">${text('lists_entries')}</th></tr></thead>
<tbody></tbody></table></div></details>
</div>
</div>
</section>`;
}

const TOOLS = ['Nearmiss', 'mailcheck', 'email-spell-checker'];

export function measured(locale: Locale, figures: readonly Figure[]): Markup {
  const { text } = locale;
  return html`<section id="measured">
<h2>${text('site_measured_title')}</h2>
<p class="words">${text('site_measured_words')}</p>
<div class="wide" tabindex="0" role="region" aria-label="${text('site_measured_title')}"><table>
<thead><tr><th scope="col">${text('site_measured_what')}</th>${TOOLS.map(
    (name) => html`<th scope="col" class="number">${name}</th>`,
  )}<th scope="col">${text('site_measured_command')}</th></tr></thead>
<tbody>${figures.map((figure) => row(locale, figure))}</tbody>
</table></div>
</section>`;
}

function row({ text, tag }: Locale, { what, ours, theirs, command, file }: Figure): Markup {
  const cells = theirs ?? ['', ''];
  return html`<tr><th scope="row">${text(what)}</th><td class="number ours" data-tool="${TOOLS[0]}">${numbers(ours, tag)}</td>${cells.map(
    (one, at) => html`<td class="number" data-tool="${TOOLS[at + 1]}">${numbers(one, tag)}</td>`,
  )}<td><code dir="ltr">${command}</code><span class="soft small" dir="ltr">${file}</span></td></tr>
`;
}

/** "97.1 %" as the language writes it. */
function numbers(value: string, tag: string): Markup {
  const [, digits = '', unit = ''] = /^([\d.]+) ?(.*)$/.exec(value) ?? [];
  if (digits === '') return html`${value}`;
  const decimals = digits.split('.')[1]?.length ?? 0;
  const shown = Number(digits).toLocaleString(tag, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return html`<bdi>${shown}${unit === '' ? '' : `\u00a0${unit}`}</bdi>`;
}
