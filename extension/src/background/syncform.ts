/**
 * Own and allowed domains as they stand in the browser's sync storage: what is
 * there, what was removed and when, in items of a size that the browser takes.
 */
import { isEntry } from '../personal.ts';

/** The lists that travel. Addresses never do. */
export const SYNCED = ['protected', 'allowed'] as const;
export type SyncedList = (typeof SYNCED)[number];

export interface Mark {
  /** Seconds since 1970 of the last change. */
  readonly at: number;
  readonly isGone: boolean;
}

/** "protected army.mil" → what was done with it last */
export type Marks = Readonly<Record<string, Mark>>;

/**
 * The browsers' limits are 8,192 bytes an item, its name included, and 102,400 in
 * all (https://developer.chrome.com/docs/extensions/reference/api/storage#property-sync).
 */
const MAX_ITEM = 8000;
const MAX_ALL = 96_000;
/** Removals are remembered for this long, in seconds: devices that were off for longer bring entries back. */
const REMEMBERED = 180 * 86_400;

const PREFIX = 'domains-';
const LETTERS: Readonly<Record<string, SyncedList>> = { p: 'protected', a: 'allowed' };
/** "p army.mil t6x3k1", "-p …" for one that was removed; the time in base 36. */
const ITEM = /^(-?)([pa]) (\S+) ([0-9a-z]{1,8})$/;

export function keyOf(list: SyncedList, entry: string): string {
  return `${list} ${entry}`;
}

export function partsOf(key: string): { readonly list: SyncedList; readonly entry: string } {
  const [list = '', entry = ''] = key.split(' ');
  return { list: list as SyncedList, entry };
}

/** What another device, or a stranger in its place, wrote: everything else than marks is left out. */
export function unpack(items: Readonly<Record<string, unknown>>): Marks {
  const marks: Record<string, Mark> = {};
  for (const [name, value] of Object.entries(items)) {
    if (!name.startsWith(PREFIX) || !Array.isArray(value)) continue;
    for (const line of value) {
      const [, gone, letter = '', entry, time = ''] = ITEM.exec(String(line)) ?? [];
      const list = LETTERS[letter];
      if (list === undefined || !isEntry(entry)) continue;
      const mark = { at: Number.parseInt(time, 36), isGone: gone === '-' };
      const before = marks[keyOf(list, entry)];
      if (before === undefined || before.at < mark.at) marks[keyOf(list, entry)] = mark;
    }
  }
  return marks;
}

export interface Packed {
  readonly items: Readonly<Record<string, readonly string[]>>;
  /** How many entries did not fit. */
  readonly left: number;
}

/** Entries before removals, the latest first; the items themselves in the order of the alphabet, so that few change. */
export function pack(marks: Marks, now: number): Packed {
  const worth = Object.entries(marks)
    .filter(([, { at, isGone }]) => !isGone || now - at < REMEMBERED)
    .sort(([, a], [, b]) => Number(a.isGone) - Number(b.isGone) || b.at - a.at);
  const lines: string[] = [];
  let size = 0;
  let left = 0;
  for (const [key, mark] of worth) {
    const line = lineOf(key, mark);
    if (size + sizeOf(line) <= MAX_ALL) {
      size += sizeOf(line);
      lines.push(line);
    } else if (!mark.isGone) left++;
  }
  const items: Record<string, string[]> = {};
  let filled = Number.POSITIVE_INFINITY;
  let current: string[] = [];
  for (const line of lines.sort((a, b) => (sortable(a) < sortable(b) ? -1 : 1))) {
    if (filled + sizeOf(line) > MAX_ITEM) {
      current = [];
      items[`${PREFIX}${Object.keys(items).length}`] = current;
      filled = PREFIX.length + 6;
    }
    current.push(line);
    filled += sizeOf(line);
  }
  return { items, left };
}

/** Names of items that were there and are needed no longer. */
export function obsolete(before: Readonly<Record<string, unknown>>, { items }: Packed): string[] {
  return Object.keys(before).filter((name) => name.startsWith(PREFIX) && !Object.hasOwn(items, name));
}

function lineOf(key: string, { at, isGone }: Mark): string {
  const { list, entry } = partsOf(key);
  return `${isGone ? '-' : ''}${list[0]} ${entry} ${at.toString(36)}`;
}

function sortable(line: string): string {
  return line.replace(/^-/, '');
}

/** In JSON: two quotes and a comma; domains are ASCII. */
function sizeOf(line: string): number {
  return line.length + 3;
}
