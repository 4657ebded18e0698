/** The front page of one language, whole. */

import type { PageData } from '../messages.ts';
import type { Facts } from './facts.ts';
import { html, Markup } from './html.ts';
import { incident } from './incident.ts';
import { install } from './install.ts';
import type { Locale } from './locales.ts';
import { domains, measured } from './sections.ts';

/** Texts that the scripts of the page and of its frames need. */
const SHOWN_BY_SCRIPTS =
  /^(?:locale|reason|category|pair|trial|role)_|^(?:status_core_silent|set_by)$|^site_(?:domain|lists|failed|loading|try_examples)/;

export function page(locale: Locale, all: readonly Locale[], facts: Facts): string {
  const { text } = locale;
  const texts = Object.fromEntries(Object.entries(locale.texts).filter(([name]) => SHOWN_BY_SCRIPTS.test(name)));
  const { script, style, ...files } = facts.files;
  const data: PageData = { texts, ...files };
  return html`<!doctype html>
<html lang="${locale.tag}" dir="${locale.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text('site_title')}</title>
<meta name="description" content="${text('site_description')}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/site/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
<script type="module" src="${script}"></script>
${[files.check, files.lists, '/v1/status'].map(
  (path) => html`<link rel="preload" as="fetch" crossorigin href="${path}">
`,
)}${all.map(
  (one) => html`<link rel="alternate" hreflang="${one.tag}" href="/${one.path}/">
`,
)}<link rel="alternate" hreflang="x-default" href="/">
</head>
<body>
<script type="application/json" id="data">${json(data)}</script>
<a class="skip" href="#content">${text('site_skip')}</a>
${header(locale, all)}
<main id="content">
${hero(locale, facts.frame)}
${incident(locale, facts.neighbours)}
${domains(locale)}
${install(locale, facts.links)}
${measured(locale, facts.figures)}
</main>
${footer(locale, facts)}
</body>
</html>
`.text;
}

/** In a script element nothing may look like its end. */
function json(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

function header(locale: Locale, all: readonly Locale[]): Markup {
  const { text } = locale;
  const links = [
    ['#incident', 'site_nav_incident'],
    ['#domain', 'site_nav_domain'],
    ['#install', 'site_nav_install'],
    ['#measured', 'site_nav_measured'],
  ] as const;
  return html`<header class="top">
<a class="brand" href="/${locale.path}/"><img src="/site/icon.svg" alt="" width="32" height="32">Nearmiss</a>
<nav aria-label="${text('site_nav')}">${links.map(([to, name]) => html`<a href="${to}">${text(name)}</a>`)}</nav>
<details class="languages"><summary><span class="spoken">${text('site_languages')}: </span>${locale.name}</summary>
<ul>${all.map(
    (one) =>
      html`<li><a href="/${one.path}/" lang="${one.tag}" dir="${one.direction}" hreflang="${one.tag}"${
        one === locale && html` aria-current="page"`
      }>${one.name}</a></li>`,
  )}</ul></details>
</header>`;
}

function hero({ text }: Locale, frame: string): Markup {
  return html`<section class="hero">
<div class="claim">
<h1>${text('site_headline')}</h1>
<p class="lead">${text('site_lead')}</p>
<p><a class="button primary" href="#install">${text('site_get')}</a></p>
</div>
<div class="card try" id="try">
<h2>${text('site_try_title')}</h2>
<p class="soft">${text('site_try_words')}</p>
<noscript><p>${text('site_script')}</p></noscript>
<iframe data-frame="trial" title="${text('site_try_title')}" sandbox="allow-scripts" referrerpolicy="no-referrer" srcdoc="${frame}"></iframe>
<p class="private small"><span class="sign tick" aria-hidden="true"></span>${text('site_try_private')}</p>
</div>
</section>`;
}

function footer({ text }: Locale, { version, links }: Facts): Markup {
  return html`<footer>
<p>${text('site_foot_private')}</p>
${
  text('locale_read_by_a_native_speaker') === 'no' &&
  html`<p class="soft">${text('languages_unread')}</p>
`
}<p class="soft">Nearmiss ${version} · Apache-2.0${links.source !== '' && html` · <a href="${links.source}">${text('site_foot_source')}</a>`}${
    links.privacy !== '' && html` · <a href="${links.privacy}" hreflang="en">${text('site_foot_privacy')}</a>`
  }</p>
</footer>`;
}

/** What a wrong address gets, from the same server. */
export function notFound(locale: Locale, style: string): string {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nearmiss: not found</title>
<link rel="icon" href="/site/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
<main><section><h1>There is no such page</h1><p class="lead"><a href="/${locale.path}/">Nearmiss</a></p></section></main>
</html>
`.text;
}
