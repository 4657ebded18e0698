/**
 * A catalogue of lists without signatures: the one that came with the extension, and
 * that of this machine's own server.
 */
import type { ListEntry } from '../messages/lists.ts';
import {
  type Channel,
  DistrustError,
  type FetchFile,
  type Held,
  type Known,
  type StoredList,
  sha256Of,
} from './trust.ts';

/** 64 lists with 400 bytes of description each. */
const MAX_CATALOGUE_BYTES = 64 << 10;
const MAX_LISTS = 64;
/** All lists together; the core takes one million domains, 20 MB (core/list). */
const MAX_TOTAL_BYTES = 32 << 20;

/** One check of an unsigned catalogue: for this machine's own server alone. */
export async function checkCatalogue(
  channel: Channel,
  { held, available }: Known,
  fetchFile: FetchFile,
  now: number,
): Promise<Held & { readonly isNew: boolean }> {
  if (!isThisMachine(channel.url)) {
    throw new DistrustError('this build trusts no signatures, so it takes no lists from a server');
  }
  const bytes = await fetchFile('catalogue.json', MAX_CATALOGUE_BYTES);
  if (bytes === undefined) throw new DistrustError('the server has no catalogue');
  const catalogue = readCatalogue(bytes, held?.version ?? 0);
  const texts = new Map(available.map(({ entry, text }) => [entry.sha256, text]));
  const lists: StoredList[] = [];
  for (const entry of catalogue.lists) {
    const text =
      texts.get(entry.sha256) ?? (await fetchFile(`targets/${entry.sha256}.${entry.name}.txt`, entry.length));
    if (text === undefined || text.length !== entry.length || (await sha256Of(text)) !== entry.sha256) {
      throw new DistrustError(`list ${entry.name} is not the one in the catalogue`);
    }
    lists.push({ entry, text });
  }
  const isNew = catalogue.version !== held?.version;
  return { version: catalogue.version, lists, webmails: [], state: null, root: '', confirmed: now, expires: 0, isNew };
}

export function isThisMachine(url: string): boolean {
  return /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/]|$)/.test(url);
}

/** Reads a catalogue, also the one that came with the extension; `newest` is the version already in use. */
export function readCatalogue(bytes: Uint8Array, newest: number): { version: number; lists: ListEntry[] } {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new DistrustError('the catalogue is not JSON');
  }
  if (typeof raw !== 'object' || raw === null) throw new DistrustError('the catalogue is not an object');
  const { version, lists } = raw as { version?: unknown; lists?: unknown };
  if (!isCount(version) || version < 1) throw new DistrustError('the catalogue has no version');
  if (version < newest) throw new DistrustError(`the catalogue went back from version ${newest} to ${version}`);
  if (!Array.isArray(lists) || lists.length === 0) throw new DistrustError('the catalogue has no lists');
  if (lists.length > MAX_LISTS)
    throw new DistrustError(`the catalogue has ${lists.length} lists; ${MAX_LISTS} are taken`);
  const entries = lists.map(readEntry);
  if (new Set(entries.map(({ name }) => name)).size !== entries.length) {
    throw new DistrustError('the catalogue names a list twice');
  }
  const total = entries.reduce((sum, { length }) => sum + length, 0);
  if (total > MAX_TOTAL_BYTES) throw new DistrustError(`the lists have ${total} bytes; ${MAX_TOTAL_BYTES} are taken`);
  return { version, lists: entries };
}

function readEntry(raw: unknown): ListEntry {
  const entry = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  const { name, role, category, length, sha256, entries } = entry;
  if (typeof name !== 'string' || !/^[a-z0-9-]{1,64}$/.test(name)) throw new DistrustError('a list has no proper name');
  if (typeof role !== 'string' || !/^[a-z0-9-]{1,32}$/.test(role)) throw new DistrustError(`list ${name} has no role`);
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw new DistrustError(`list ${name} has no sha256`);
  if (!isCount(length)) throw new DistrustError(`list ${name} has no length`);
  return {
    name,
    role,
    category: typeof category === 'string' ? category : '',
    length,
    sha256,
    entries: isCount(entries) ? entries : 0,
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
