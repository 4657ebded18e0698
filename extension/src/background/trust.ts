/**
 * What makes bytes from the list server worth reading. Nothing else turns them
 * into a Catalogue or a list.
 *
 * A catalogue names every list by length and SHA-256, so the lists are as
 * trustworthy as the catalogue, and the catalogue is as trustworthy as HTTPS to
 * the server. Signatures are checked here, before parsing, when there are any.
 */
import type { ListEntry } from '../messages.ts';

export interface Catalogue {
  /** Grows with every publication; never goes back. */
  readonly version: number;
  readonly lists: readonly ListEntry[];
}

/** Why something from the server was not taken. */
export class DistrustError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DistrustError';
  }
}

/** 64 lists with 400 bytes of description each. */
export const MAX_CATALOGUE_BYTES = 64 << 10;
export const MAX_LISTS = 64;
/** All lists together; the core takes one million domains, 20 MB (core/list). */
export const MAX_TOTAL_BYTES = 32 << 20;

/** Reads a catalogue; `newest` is the version already in use. */
export function readCatalogue(bytes: Uint8Array, newest: number): Catalogue {
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

/** Whether these bytes are the list that the entry describes. */
export async function isListOf(entry: ListEntry, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return bytes.length === entry.length && (await sha256Of(bytes)) === entry.sha256;
}

export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
