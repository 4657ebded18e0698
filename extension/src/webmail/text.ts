/** Addresses in the texts that webmails show. */

/**
 * Characters that webmails put around names and addresses without showing them:
 * zero width, direction marks, word joiners, byte order mark, and the private
 * use glyphs of icon fonts.
 */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]/gu;

export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

// Patterns of what each look and each press does stand here once: one in a function is made anew by each call.
const SPACES = /\s+/gu;
const BARE = /[^\s<>()[\]|;:"،؛；，、]+@[^\s<>()[\]|;:"،؛；，、]+/u;
const AROUND_BARE = /^[,']+|[,']+$/gu;

/** What a person sees of a text: no invisible characters, single spaces, trimmed. */
export function visibleText(text: string): string {
  return withoutInvisible(text).replace(SPACES, ' ').trim();
}

/**
 * The address in `Name <ann@army.mil>`, `ann@army.mil` or `|ann@army.mil`, or ''.
 * What stands in angle brackets wins over what the name says.
 */
export function pickAddress(text: string): string {
  const clean = visibleText(text);
  if (!clean.includes('@')) return '';
  const bracketed = bracketedAddress(clean);
  if (bracketed !== '') return bracketed;
  const bare = BARE.exec(clean)?.[0];
  return bare === undefined ? '' : bare.replace(AROUND_BARE, '');
}

/** The address of `Name <ann@army.mil>`, or ''. */
export function bracketedAddress(text: string): string {
  if (!text.includes('<')) return '';
  return /<\s*([^<>]*@[^<>]*?)\s*>\s*$/u.exec(visibleText(text))?.[1] ?? '';
}

/** The name of `Name <ann@army.mil>` or of a text without an address, or ''. */
export function nameIn(text: string): string {
  const clean = visibleText(text);
  const name = clean.replace(/<[^<>]*>\s*$/u, '').trim();
  return name.includes('@') ? '' : name;
}

/**
 * The recipients in text that a person is typing: split as webmails do at
 * commas, semicolons and line ends, each piece without a name. Pieces without
 * "@" are searches for a contact, not recipients, unless they may be the rest
 * of a domain whose dot became a comma: "ann@gmail,com".
 */
export function typedAddresses(text: string): string[] {
  const found: string[] = [];
  for (const piece of pieces(text)) {
    const clean = visibleText(piece);
    const address = pickAddress(clean);
    if (address === '') continue;
    found.push(address);
    if (!clean.includes(' ')) continue;
    for (const word of clean.split(' ').slice(1)) {
      const next = pickAddress(word);
      if (next !== '' && next !== address) found.push(next);
    }
  }
  return found;
}

const SEPARATOR = /[,;\n\r،؛；，、]/u;

function pieces(text: string): string[] {
  if (!SEPARATOR.test(text)) return [text];
  const joined: string[] = [];
  for (const part of text.split(/[;\n\r،؛；，、]+/u)) {
    let last = '';
    for (const piece of part.split(',')) {
      const isRest = /@[^@.\s]+$/u.test(last) && /^[A-Za-z]{2,}\s*$/u.test(piece);
      if (isRest) last = `${last},${piece}`;
      else {
        joined.push(last);
        last = piece;
      }
    }
    joined.push(last);
  }
  return joined;
}

/** Whether a text is nothing but addresses, with or without names: no sentence that mentions one. */
export function isAddressList(text: string): boolean {
  const parts = pieces(text).map(visibleText);
  return parts.every((part) => part === '' || bracketedAddress(part) !== '' || /^[^\s@]+@[^\s@]+$/u.test(part));
}
