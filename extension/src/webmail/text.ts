/** Addresses in the texts that webmails show. Texts may be of any length: each function takes linear time. */

/**
 * Characters that webmails put around names and addresses without showing them:
 * zero width, direction marks, word joiners, byte order mark, and the private
 * use glyphs of icon fonts.
 */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]/gu;

export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** What a person sees of a text: no invisible characters, single spaces, trimmed. */
export function visibleText(text: string): string {
  return withoutInvisible(text).replace(/\s+/gu, ' ').trim();
}

/** Between a bare address and what stands beside it. */
const AROUND = /[\s<>()[\]|;:"،؛；，、]+/u;

/**
 * The address in `Name <ann@army.mil>`, `ann@army.mil` or `|ann@army.mil`, or ''.
 * What stands in angle brackets wins over what the name says.
 */
export function pickAddress(text: string): string {
  if (!text.includes('@')) return '';
  const clean = visibleText(text);
  const bracketed = bracketedAddress(clean);
  if (bracketed !== '') return bracketed;
  // What is quoted before the domain may be anything, another address too (RFC 5321, section 4.1.2).
  const end = clean.indexOf('"@');
  const start = end < 1 ? -1 : clean.lastIndexOf('"', end - 1);
  if (start >= 0) return withoutQuotes(clean.slice(start, end + 1) + clean.slice(end + 1).split(AROUND, 1)[0]);
  const bare = clean.split(AROUND).find((word) => word.slice(1, -1).includes('@'));
  return bare === undefined ? '' : withoutQuotes(bare);
}

/** Where an address stands in a text by itself, not as the end of a longer one; -1 for nowhere. */
export function indexOfAddress(text: string, address: string): number {
  const isBreak = (letter = ''): boolean => /^[,']?$/u.test(withoutInvisible(letter)) || AROUND.test(letter);
  let at = text.indexOf(address);
  while (at >= 0 && !(isBreak(text[at - 1]) && isBreak(text[at + address.length]))) at = text.indexOf(address, at + 1);
  return at;
}

/** Not by a pattern: `'+$` tries anew at each quote of a long run. */
function withoutQuotes(word: string): string {
  let [start, end] = [0, word.length];
  while (word[start] === ',' || word[start] === "'") start++;
  while (end > start && (word[end - 1] === ',' || word[end - 1] === "'")) end--;
  return word.slice(start, end);
}

/** The address of `Name <ann@army.mil>`, or ''. */
export function bracketedAddress(text: string): string {
  const inside = bracketsAt(visibleText(text));
  return inside?.includes('@') ? inside.trim() : '';
}

/** What stands in angle brackets at the end of a text; undefined without those. */
function bracketsAt(clean: string): string | undefined {
  const start = clean.endsWith('>') ? clean.lastIndexOf('<') : -1;
  const inside = start < 0 ? undefined : clean.slice(start + 1, -1);
  return inside?.includes('>') ? undefined : inside;
}

/** The name of `Name <ann@army.mil>` or of a text without an address, or ''. */
export function nameIn(text: string): string {
  const clean = visibleText(text);
  const inside = bracketsAt(clean);
  const name = inside === undefined ? clean : clean.slice(0, -inside.length - 2).trim();
  return name.includes('@') ? '' : name;
}

/**
 * The recipients in text that a person is typing: split as webmails do at
 * commas, semicolons and line ends, each piece without a name. Pieces without
 * "@" are searches for a contact, not recipients, unless they may be the rest
 * of a domain whose dot became a comma: "ann@gmail,com".
 */
export function typedAddresses(text: string): string[] {
  return pieces(text).flatMap((piece) => {
    const clean = visibleText(piece);
    const address = pickAddress(clean);
    if (address === '') return [];
    const others = clean.split(' ').slice(1).map(pickAddress);
    return [address, ...others.filter((other) => other !== '' && other !== address)];
  });
}

function pieces(text: string): string[] {
  const joined: string[] = [];
  for (const part of text.split(/[;\n\r،؛；，、]+/u)) {
    let last = '';
    for (const piece of part.split(',')) {
      // Once only: what has a comma already is no domain's beginning.
      const isRest = /@[^@.,\s]+$/u.test(last) && /^[A-Za-z]{2,}\s*$/u.test(piece);
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

/** Whether a text names somebody without an address, as `Ann, bob@army.mil` does, not `"Muster, Ann" <ann@army.mil>`. */
export function holdsName(text: string): boolean {
  return pieces(text.replace(/"[^"]*"/gu, '')).some((piece) => !piece.includes('@') && visibleText(piece) !== '');
}

/** Whether a text is nothing but addresses, with or without names: no sentence that mentions one. */
export function isAddressList(text: string): boolean {
  const parts = pieces(text).map(visibleText);
  return parts.every((part) => part === '' || bracketedAddress(part) !== '' || /^[^\s@]+@[^\s@]+$/u.test(part));
}

/** Characters of a domain before its end: a dot, as people type it in any script (RFC 3490), and two letters after it. */
const HAS_DOMAIN = /[.\u3002\uff0e\uff61][^.\u3002\uff0e\uff61\s@]{2,}$/u;

/** Whether the domain at the end of this address may be complete. */
export function hasDomain(address: string): boolean {
  return HAS_DOMAIN.test(address);
}
