/**
 * The words that a capture may keep: a closed list, compiled in. Standard words
 * of HTML and ARIA, and the names of parts that the bundled descriptors look
 * for. No list update widens it.
 */
import { CAPTURED } from '../webmail/descriptors.generated.ts';
import { bundledDescriptors } from '../webmail/descriptors.ts';

/** Words of one attribute that descriptors compare with: as a whole, at the start, at the end, anywhere. */
interface Words {
  readonly exact: Set<string>;
  readonly start: Set<string>;
  readonly end: Set<string>;
  readonly part: Set<string>;
}

const OPERATORS: Readonly<Record<string, keyof Words>> = { '=': 'exact', '^=': 'start', '$=': 'end', '*=': 'part' };

const ATTRIBUTE = /\[([\w-]+)\s*(?:([~|^$*]?=)\s*"([^"]*)"\s*i?)?\]/gu;

let known: ReadonlyMap<string, Words> | undefined;

function wordsOf(attribute: string): Words | undefined {
  known ??= collect();
  return known.get(attribute);
}

function collect(): ReadonlyMap<string, Words> {
  const words = new Map<string, Words>();
  const of = (attribute: string): Words => {
    let own = words.get(attribute);
    if (own === undefined) {
      own = { exact: new Set(), start: new Set(), end: new Set(), part: new Set() };
      words.set(attribute, own);
    }
    return own;
  };
  for (const selector of selectorsIn([bundledDescriptors, Object.values(CAPTURED).map(({ parts }) => parts)])) {
    const bare = selector.replace(ATTRIBUTE, (_, name: string, operator?: string, value = '') => {
      const own = of(name);
      // A word without a letter, such as "@", stays in every placeholder.
      if (operator !== undefined && /[\p{L}\d]/u.test(value)) own[OPERATORS[operator] ?? 'exact'].add(value);
      return '';
    });
    for (const [, name = ''] of bare.matchAll(/\.(-?[_a-zA-Z][\w-]*)/gu)) of('class').exact.add(name);
    for (const [, name = ''] of bare.matchAll(/#(-?[_a-zA-Z][\w-]*)/gu)) of('id').exact.add(name);
  }
  return words;
}

/** Every text of a descriptor that may be a selector, and the attributes it reads as `[name]`. */
function selectorsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return NO_SELECTORS.has(key) ? [] : [key === 'name' ? `[${value}]` : value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => selectorsIn(part, Array.isArray(value) ? key : name));
}

const NO_SELECTORS = new Set(['id', 'hosts', 'optionalHosts', 'from', 'after', 'split', 'pick', 'chords']);

/** A piece of a value: a known word, or what has to be replaced. */
export interface Piece {
  readonly text: string;
  readonly isKnown: boolean;
}

/** A value (of `class`, one of its names) cut into known words and the rest. */
export function cut(attribute: string, value: string): readonly Piece[] {
  const words = wordsOf(attribute);
  if (words === undefined) return [{ text: value, isKnown: false }];
  if (words.exact.has(value)) return [{ text: value, isKnown: true }];
  const start = longest(words.start, (word) => value.startsWith(word));
  const end = longest(words.end, (word) => value.endsWith(word) && start.length + word.length <= value.length);
  const middle = value.slice(start.length, value.length - end.length);
  const part = longest(words.part, (word) => middle.toLowerCase().includes(word.toLowerCase()));
  const at = part === '' ? 0 : middle.toLowerCase().indexOf(part.toLowerCase());
  const pieces: Piece[] = [
    { text: start, isKnown: true },
    { text: middle.slice(0, at), isKnown: false },
    // In the spelling of the list, so that nothing comes from the page.
    { text: part, isKnown: true },
    { text: middle.slice(at + part.length), isKnown: false },
    { text: end, isKnown: true },
  ];
  return pieces.filter(({ text }) => text !== '');
}

function longest(words: ReadonlySet<string>, fits: (word: string) => boolean): string {
  let found = '';
  for (const word of words) if (word.length > found.length && fits(word)) found = word;
  return found;
}

/** Names of attributes that are standard or that a descriptor looks at. */
export function isKnownAttribute(name: string): boolean {
  return STANDARD.has(name) || ARIA.has(name) || wordsOf(name) !== undefined;
}

/** Standard values of standard attributes; '' stands for a bare attribute. */
export function isStandardValue(attribute: string, value: string): boolean {
  return VALUES[attribute]?.has(value.toLowerCase()) ?? false;
}

const words = (text: string, ...more: readonly string[]): ReadonlySet<string> =>
  new Set([...text.trim().split(/\s+/u), ...more]);

const STANDARD = words(`
  accept align alt autocapitalize autocomplete autocorrect autofocus border cellpadding cellspacing checked class cols
  colspan contenteditable dir disabled draggable enterkeyhint for form headers height hidden href id inert inputmode is
  itemprop itemscope itemtype label lang list max maxlength method min minlength multiple name novalidate open part pattern
  placeholder popover popovertarget readonly required role rows rowspan scope selected size slot span spellcheck step
  summary tabindex target title translate type unselectable valign value width wrap focusable
`);

const ARIA = words(`
  aria-activedescendant aria-atomic aria-autocomplete aria-braillelabel aria-busy aria-checked aria-colcount
  aria-colindex aria-controls aria-current aria-describedby aria-description aria-details aria-disabled
  aria-errormessage aria-expanded aria-flowto aria-grabbed aria-haspopup aria-hidden aria-invalid aria-keyshortcuts
  aria-label aria-labelledby aria-level aria-live aria-modal aria-multiline aria-multiselectable aria-orientation
  aria-owns aria-placeholder aria-posinset aria-pressed aria-readonly aria-relevant aria-required
  aria-roledescription aria-rowcount aria-rowindex aria-selected aria-setsize aria-sort aria-valuemax aria-valuemin
  aria-valuenow aria-valuetext
`);

const TRUTH = words('true false', '');
const VALUES: Readonly<Record<string, ReadonlySet<string>>> = {
  role: words(`
    alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox
    complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic grid
    gridcell group heading img insertion link list listbox listitem log main mark marquee math menu menubar menuitem
    menuitemcheckbox menuitemradio meter navigation none note option paragraph presentation progressbar radio
    radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton status strong
    subscript suggestion superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip tree
    treegrid treeitem
  `),
  type: words(`
    button checkbox color date datetime-local email file hidden image month number password radio range reset search
    submit tel text time url week menu
  `),
  contenteditable: words('true false plaintext-only inherit', ''),
  dir: words('ltr rtl auto'),
  hidden: words('hidden until-found', ''),
  tabindex: words('-1 0 1'),
  spellcheck: TRUTH,
  draggable: words('true false auto'),
  translate: words('yes no'),
  autocomplete: words('on off email username name new-password current-password one-time-code chrome-off nope'),
  autocapitalize: words('on off none sentences words characters'),
  autocorrect: words('on off'),
  inputmode: words('none text decimal numeric tel search email url'),
  enterkeyhint: words('enter done go next previous search send'),
  wrap: words('hard soft off'),
  method: words('get post dialog'),
  scope: words('row col rowgroup colgroup'),
  unselectable: words('on off'),
  popover: words('auto manual hint', ''),
  lang: words(`
    af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it iw ja ka kk km
    kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi
    zh zu
  `),
  'aria-haspopup': words('true false menu listbox tree grid dialog'),
  'aria-autocomplete': words('inline list both none'),
  'aria-checked': words('true false mixed undefined'),
  'aria-current': words('page step location date time true false'),
  'aria-invalid': words('true false grammar spelling'),
  'aria-live': words('off polite assertive'),
  'aria-orientation': words('horizontal vertical undefined'),
  'aria-pressed': words('true false mixed undefined'),
  'aria-sort': words('ascending descending none other'),
  ...Object.fromEntries(
    ['atomic', 'busy', 'disabled', 'expanded', 'grabbed', 'hidden', 'modal', 'multiline', 'multiselectable'].map(
      (name) => [`aria-${name}`, TRUTH],
    ),
  ),
  ...Object.fromEntries(['readonly', 'required', 'selected'].map((name) => [`aria-${name}`, TRUTH])),
};

/** Attributes that say something by being there; their value is left out. */
export const BOOLEAN = words(
  'autofocus checked disabled inert itemscope multiple novalidate open readonly required selected',
);
