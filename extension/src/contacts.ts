/**
 * The mail domains in an address book: a CSV file of any program, or vCards. What
 * stands before "@" and everything else of the book is left behind here.
 */
import Papa from 'papaparse';

/** The distinct domains, lower case, in the order of the book; [] where there is no address in it. */
export function domainsIn(book: string): string[] {
  const values = /^\s*BEGIN:VCARD/iu.test(book) ? emailsOfCards(book) : cellsOfTable(book);
  const domains = values.flatMap((value) => value.split(/:::|[;,\n]/u)).map(domainOf);
  return [...new Set(domains.filter((domain) => domain !== ''))];
}

/** Text of a file; Outlook writes UTF-16, and domains are ASCII in what else there is. */
export function decode(bytes: Uint8Array<ArrayBuffer>): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** Only a value that is an address as a whole counts: a note that mentions one is no contact. */
function domainOf(value: string): string {
  return /^(?:[^<>]*<)?\s*[^\s<>@"]+@([^\s<>@"]+?)\.?\s*>?$/u.exec(value.trim())?.[1]?.toLowerCase() ?? '';
}

function cellsOfTable(table: string): string[] {
  return Papa.parse<string[]>(table, { skipEmptyLines: true }).data.flat();
}

/** RFC 6350, and the two versions before it: folded lines, groups, quoted-printable. */
function emailsOfCards(cards: string): string[] {
  const lines = cards.replace(/\r?\n[ \t]/gu, '').split(/\r?\n/u);
  return lines.flatMap((line, at) => {
    const [, parameters = '', first] = /^(?:[\w-]+\.)?EMAIL((?:;(?:"[^"]*"|[^":])*)?):(.*)$/iu.exec(line) ?? [];
    if (first === undefined) return [];
    const isQuoted = /quoted-printable/iu.test(parameters);
    let value = first;
    // "=" at the end of a line: it goes on in the next.
    for (let next = at + 1; isQuoted && value.endsWith('='); next++) value = value.slice(0, -1) + (lines[next] ?? '');
    const plain = isQuoted ? value.replace(/=([0-9a-f]{2})/giu, asCharacter) : value;
    return [plain.replace(/^mailto:/iu, '').replace(/\\(?=[,;])/gu, '')];
  });
}

function asCharacter(_whole: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}
