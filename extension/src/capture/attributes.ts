/**
 * What becomes of each attribute. Standard values and known names stay; names
 * that nobody knows are told apart, so that the person may let them stay; all
 * else is replaced or left out.
 */
import { BOOLEAN, cut, isKnownAttribute, isStandardValue } from './vocabulary.ts';

/** Attributes whose values are names given by programmers. Not `name`: some webmails write people's there. */
const NAMING =
  /^(?:class|id|part|slot|is|itemprop|jsname|jsaction|jscontroller|jsmodel|jsslot|peoplekit-id|selector|data-(?:test|testid|test-id|cy|qa|automation[\w-]*|app-section|icon-name|component[\w-]*|role|type|action|log-name))$/u;

/**
 * Where something is fetched from or run, how it looks, what a form holds (its properties say that better), and
 * marks of our own.
 */
const LEFT_OUT =
  /^(?:on.*|style|src|srcset|srcdoc|sizes|poster|data|background|action|formaction|ping|cite|longdesc|manifest|nonce|integrity|crossorigin|referrerpolicy|value|checked|selected|content|http-equiv|color|bgcolor|face|allow|sandbox|csp|xmlns.*|xlink:.*|viewBox|d|points|fill.*|stroke.*|opacity|transform|data-nearmiss-.*)$/u;

/** Longer values are cut: no name of a part and no label is as long. */
const MAX_VALUE = 400;

/** One piece of an attribute: its text, and whether it is a name that the person may let stay. */
export interface NamePiece {
  readonly text: string;
  readonly kind: 'kept' | 'name' | 'replaced';
}

/** What is written for an attribute, or null for nothing. Pieces of `kind: name` and `replaced` hold the page's own text. */
export function attributePieces(name: string, value: string): readonly NamePiece[] | null {
  if (LEFT_OUT.test(name)) return null;
  if (name === 'href') return [{ text: '#', kind: 'kept' }];
  if (BOOLEAN.has(name)) return [];
  if (isStandardValue(name, value)) return [{ text: value.toLowerCase(), kind: 'kept' }];
  if (name === 'lang') return languageOf(value);
  const short = value.slice(0, MAX_VALUE);
  if (name === 'class') {
    return short
      .split(/\s+/u)
      .filter((token) => token !== '')
      .flatMap((token, at) => [...(at === 0 ? [] : [{ text: ' ', kind: 'kept' } as const]), ...piecesOf(name, token)]);
  }
  return piecesOf(name, short);
}

function piecesOf(attribute: string, value: string): readonly NamePiece[] {
  const pieces = cut(attribute, value);
  if (pieces.some(({ isKnown }) => isKnown)) {
    return pieces.map(({ text, isKnown }) => ({ text, kind: isKnown ? 'kept' : 'replaced' }));
  }
  const isName = NAMING.test(attribute) && isCodeName(value, attribute === 'class' ? 4 : 2);
  return [{ text: value, kind: isName ? 'name' : 'replaced' }];
}

function languageOf(value: string): readonly NamePiece[] {
  const [language = ''] = value.split('-');
  return isStandardValue('lang', language) ? [{ text: language.toLowerCase(), kind: 'kept' }] : [];
}

/** Names of attributes: known ones stay, `data-` stays in front of others. */
export function attributeName(name: string): readonly NamePiece[] | null {
  if (isKnownAttribute(name)) return [{ text: name, kind: 'kept' }];
  if (!/^[a-z][\w:-]*$/u.test(name)) return null;
  const start = name.startsWith('data-') ? 'data-' : '';
  const rest: NamePiece = { text: name.slice(start.length), kind: isCodeName(name, 2) ? 'name' : 'replaced' };
  return start === '' ? [rest] : [{ text: start, kind: 'kept' }, rest];
}

/** Programmers' names are short and have few digits; what is long or numbered may be a key of somebody's. */
export function isCodeName(value: string, digits: number): boolean {
  return /^-?[A-Za-z_][\w:-]{0,47}$/u.test(value) && value.replace(/\D/gu, '').length <= digits;
}
