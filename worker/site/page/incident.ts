/** One picture: the keystroke from the United States to Mali, and its like. */
import { isolate } from '../../../extension/src/warning/words.ts';
import type { Keystroke, Neighbour, Neighbourhood } from '../neighbours.ts';
import { html, type Markup } from './html.ts';
import { keyCaps } from './keys.ts';
import type { Locale } from './locales.ts';

/** Whose an ending is, by the texts that warnings use. */
const OWNERS: Readonly<Record<string, string>> = {
  mil: 'category_us_military',
  gov: 'category_us_federal',
  int: 'site_owner_int',
};

export function incident(locale: Locale, neighbourhoods: readonly Neighbourhood[]): Markup {
  const { text } = locale;
  const mali = neighbourhoods.find(({ suffix }) => suffix === 'mil')?.neighbours.find(({ ending }) => ending === 'ml');
  if (mali === undefined) throw new Error('the core no longer takes .ml for a slip of .mil');
  const suffixes = neighbourhoods.map(({ suffix }) => isolate(`.${suffix}`));
  const list = new Intl.ListFormat(locale.tag, { type: 'disjunction' }).format(suffixes);
  return html`<section class="incident" id="incident">
<h2>${text('site_incident_title')}</h2>
<p class="words">${text('site_incident_words')} <span class="soft">${text('site_incident_source')}</span></p>
<figure>
<div class="crossing">
<p class="end">${keyCaps('mil', 'mil')}<strong>${text('category_us_military')}</strong></p>
<p class="way"><span>${keystrokeIn(locale, mali.keystroke)}</span></p>
<p class="end wrong">${keyCaps('ml', 'mil')}<strong>${ownerOf(locale, 'ml')}</strong></p>
</div>
<h3>${text('site_incident_neighbours')}</h3>
<div class="neighbours">
${neighbourhoods.map((one) => branch(locale, one))}
</div>
<figcaption class="soft small">${text('site_incident_computed', list)}</figcaption>
</figure>
</section>`;
}

function branch(locale: Locale, { suffix, neighbours }: Neighbourhood): Markup {
  const owner = OWNERS[suffix];
  if (owner === undefined) throw new Error(`nobody says whose .${suffix} is`);
  const shown = neighbours.filter(({ ending }) => ending !== 'ml');
  return html`<div class="branch">
<p class="from">${keyCaps(suffix, suffix)}<span class="soft small">${locale.text(owner)}</span></p>
<ul>${shown.map((one) => neighbourItem(locale, suffix, one))}</ul>
</div>`;
}

function neighbourItem(locale: Locale, suffix: string, { ending, keystroke }: Neighbour): Markup {
  const country = ownerOf(locale, ending);
  return html`<li>${keyCaps(ending, suffix)}<span>${country !== '' && html`<strong>${country}</strong>`}<span class="soft small">${keystrokeIn(locale, keystroke)}</span></span></li>
`;
}

function ownerOf(locale: Locale, ending: string): string {
  if (ending.length !== 2) return '';
  return new Intl.DisplayNames(locale.tag, { type: 'region', fallback: 'none' }).of(ending.toUpperCase()) ?? '';
}

function keystrokeIn({ text }: Locale, keystroke: Keystroke): string {
  switch (keystroke.did) {
    case 'left_out':
      return text('site_key_left_out', isolate(keystroke.letter));
    case 'added':
      return text('site_key_added', isolate(keystroke.letter));
    case 'instead':
      return text('site_key_instead', isolate(keystroke.letter), isolate(keystroke.other));
    default:
      return text('site_key_swapped');
  }
}
