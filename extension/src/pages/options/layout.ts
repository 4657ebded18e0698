/**
 * The frame of the settings page: groups of parts, an index of the groups, and a
 * search through all of them.
 */
import { text } from '../../browser/texts.ts';
import { make } from '../../elements.ts';

type GroupName = 'now' | 'domains' | 'webmails' | 'lists' | 'privacy' | 'admin' | 'about';

export interface Group {
  readonly name: GroupName;
  readonly parts: readonly HTMLElement[];
}

/** Something that can be set or read; `title` names its text. */
export function part(title: string, ...children: readonly Node[]): HTMLElement {
  const id = `title-${title}`;
  const heading = make('h3', { id }, text(title));
  return make('section', { class: 'part', 'aria-labelledby': id }, heading, ...children);
}

/** A part that its group's title is enough for. */
export function untitled(...children: readonly Node[]): HTMLElement {
  return make('div', { class: 'part' }, ...children);
}

/** A part that few people need: folded until somebody opens it. */
export function rarePart(title: string, ...children: readonly Node[]): HTMLElement {
  const summary = make('summary', {}, make('h3', {}, text(title)));
  return make('details', { class: 'part rare' }, summary, make('div', { class: 'inner' }, ...children));
}

/** A switch with its label; if policy fixes it, a line below says so. */
export function switchOf(box: HTMLInputElement, words: string, isFixed: boolean): HTMLElement[] {
  const label = make('label', { class: 'switch', for: box.id }, box, make('span', {}, words));
  return isFixed ? [label, make('p', { class: 'fixed' }, text('fixed'))] : [label];
}

/** Index and search beside the groups. */
export function layout(groups: readonly Group[]): HTMLElement[] {
  const sections = groups.map(sectionOf);
  const none = make('p', { class: 'soft', role: 'status' });
  const links = sections.map((section) => linkTo(section));
  const search = searchField((words) => {
    const found = sections.map((section, at) => {
      const isFound = filter(section, words);
      const item = links[at]?.parentElement;
      if (item) item.hidden = !isFound;
      return isFound;
    });
    none.textContent = found.includes(true) ? '' : text('settings_search_none');
  });
  markCurrent(sections, links);
  const list = make('ul', {}, ...links.map((link) => make('li', {}, link)));
  return [
    make('div', { class: 'index' }, search, make('nav', { 'aria-label': text('settings_index') }, list)),
    make('div', { class: 'groups' }, none, ...sections),
  ];
}

function sectionOf({ name, parts }: Group): HTMLElement {
  const heading = make('h2', { id: `title-${name}` }, text(`group_${name}`));
  return make('section', { id: name, class: 'group', 'aria-labelledby': `title-${name}` }, heading, ...parts);
}

function linkTo(section: HTMLElement): HTMLAnchorElement {
  return make('a', { href: `#${section.id}` }, section.querySelector('h2')?.textContent ?? '');
}

function searchField(search: (words: readonly string[]) => void): HTMLElement {
  const input = make('input', {
    id: 'search',
    class: 'field',
    type: 'search',
    autocomplete: 'off',
    placeholder: text('settings_search'),
  });
  input.addEventListener('input', () => search(plain(input.value).split(/\s+/).filter(Boolean)));
  return make(
    'div',
    { role: 'search' },
    make('label', { class: 'spoken', for: 'search' }, text('settings_search')),
    input,
  );
}

/** Shows the parts with all these words, or all of them where the group's title has them; reports whether any is left. */
function filter(section: HTMLElement, words: readonly string[]): boolean {
  const title = plain(section.querySelector('h2')?.textContent ?? '');
  const isWhole = words.every((word) => title.includes(word));
  const parts = [...section.querySelectorAll<HTMLElement>(':scope > .part')];
  for (const one of parts) {
    const content = `${title} ${plain(one.textContent ?? '')}`;
    one.hidden = !isWhole && !words.every((word) => content.includes(word));
    if (one instanceof HTMLDetailsElement) unfold(one, words.length > 0 && !one.hidden && !isWhole);
  }
  section.hidden = parts.every(({ hidden }) => hidden);
  return !section.hidden;
}

/** What a search has unfolded is folded again after it. */
function unfold(details: HTMLDetailsElement, isFound: boolean): void {
  if (isFound && !details.open) details.dataset.found = '';
  if (isFound || 'found' in details.dataset) details.open = isFound;
  if (!isFound) delete details.dataset.found;
}

/** Without case and accents. */
function plain(words: string): string {
  return words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The index tells where in the page one is: the last group that begins in the upper third. */
function markCurrent(sections: readonly HTMLElement[], links: readonly HTMLElement[]): void {
  const mark = (): void => {
    const shown = sections.filter(({ hidden }) => !hidden);
    const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const passed = shown.filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
    const current = isAtEnd && scrollY > 0 ? shown.at(-1) : (passed.at(-1) ?? shown[0]);
    links.forEach((link, at) => {
      if (sections[at] === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
  };
  addEventListener('scroll', mark, { passive: true });
  addEventListener('resize', mark, { passive: true });
  requestAnimationFrame(mark);
}
