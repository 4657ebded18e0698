/**
 * Protected lists: those that came with the extension from the first second,
 * newer ones from the list server when there are any. The only caller of fetch
 * for anything outside the extension.
 *
 * An update is taken whole or not at all: catalogue, then every list that
 * changed, each with its length and SHA-256, then the core's own judgement, and
 * only then is anything stored. No cookies, no identifiers, no query.
 */
import type { ListEntry, UpdateState } from '../messages.ts';
import { type Catalogue, DistrustError, isListOf, MAX_CATALOGUE_BYTES, readCatalogue } from './trust.ts';

export interface StoredList {
  readonly entry: ListEntry;
  readonly text: Uint8Array<ArrayBuffer>;
}

/** The lists in use. */
export interface Lists {
  readonly version: number;
  readonly origin: 'bundled' | 'server';
  readonly lists: readonly StoredList[];
}

export const NEVER_CHECKED: UpdateState = { checked: 0, updated: 0, next: 0, failures: 0, problem: '', etag: '' };

/** Where downloaded lists stay between starts (listshelf.ts); one transaction a call. */
export interface Shelf {
  lists(): Promise<{ readonly version: number; readonly lists: readonly StoredList[] } | undefined>;
  replace(version: number, lists: readonly StoredList[]): Promise<void>;
  state(): Promise<UpdateState | undefined>;
  remember(state: UpdateState): Promise<void>;
}

export interface Surroundings {
  /** An address without a slash at its end. */
  readonly server: () => Promise<string>;
  /** Milliseconds between two checks, about. */
  readonly interval: () => Promise<number>;
  readonly shelf: Shelf;
  /** A file of the extension. */
  readonly bundled: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
  /** Default: the browser's. */
  readonly fetch?: typeof fetch;
  readonly now: () => number;
  readonly random: () => number;
}

const HOUR = 3_600_000;
const FIRST_RETRY = HOUR / 4;
const LONGEST_RETRY = 24 * HOUR;
/** The slowest line that is waited for carries a megabyte in this time. */
const PATIENCE = 60_000;

export class ListStore {
  readonly #around: Surroundings;
  #lists: Promise<Lists> | undefined;
  #updating: Promise<boolean> | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** The newest lists that were verified. Broken storage falls back to the bundled ones. */
  lists(): Promise<Lists> {
    this.#lists ??= this.#load().catch((error: unknown) => {
      this.#lists = undefined;
      throw error;
    });
    return this.#lists;
  }

  /** The lists that came with the extension. */
  async bundled(): Promise<Lists> {
    const catalogue = readCatalogue(await this.#around.bundled('lists/catalogue.json'), 0);
    const lists = await Promise.all(
      catalogue.lists.map(async (entry) => ({ entry, text: await this.#around.bundled(`lists/${entry.name}.txt`) })),
    );
    return { version: catalogue.version, origin: 'bundled', lists };
  }

  async state(): Promise<UpdateState> {
    return (await this.#around.shelf.state().catch(() => undefined)) ?? NEVER_CHECKED;
  }

  async isDue(): Promise<boolean> {
    const { next, checked } = await this.state();
    const now = this.#around.now();
    // A clock that was set back must not stop updates for years.
    return now >= next || now < checked - HOUR;
  }

  /**
   * Asks the server. `accept` gets the new lists before anything is stored and
   * throws when the core refuses them. True when there are new lists. A failure
   * is remembered, told in `state().problem`, and thrown.
   */
  update(accept: (lists: Lists) => Promise<void>): Promise<boolean> {
    this.#updating ??= this.#update(accept).finally(() => {
      this.#updating = undefined;
    });
    return this.#updating;
  }

  async #load(): Promise<Lists> {
    const bundled = await this.bundled();
    const stored = await this.#around.shelf.lists().catch(() => undefined);
    // A new release of the extension may bring newer lists than the last download.
    if (stored === undefined || stored.version <= bundled.version) return bundled;
    return { ...stored, origin: 'server' };
  }

  async #update(accept: (lists: Lists) => Promise<void>): Promise<boolean> {
    const { shelf, now, random } = this.#around;
    const before = await this.state();
    try {
      const current = await this.lists();
      const answer = await this.#catalogue(before.etag, current.version);
      const isNew = answer !== undefined && answer.catalogue.version > current.version;
      if (isNew) await this.#take(answer.catalogue, current, accept);
      await shelf.remember({
        checked: now(),
        updated: isNew ? now() : before.updated,
        next: now() + (await this.#around.interval()) * (0.75 + random() / 2),
        failures: 0,
        problem: '',
        etag: answer?.etag ?? before.etag,
      });
      return isNew;
    } catch (error) {
      const failures = before.failures + 1;
      const wait = Math.min(FIRST_RETRY * 2 ** Math.min(failures - 1, 16), LONGEST_RETRY);
      const problem = error instanceof Error ? error.message : String(error);
      await shelf
        .remember({ ...before, failures, problem, next: now() + wait * (0.75 + random() / 2) })
        .catch(() => undefined); // a full disk has already been told by the error below
      throw error;
    }
  }

  /** Undefined when the server says that nothing changed. */
  async #catalogue(etag: string, newest: number): Promise<{ catalogue: Catalogue; etag: string } | undefined> {
    const response = await this.#get('/v1/catalogue.json', etag === '' ? {} : { 'If-None-Match': etag });
    if (response.status === 304) return undefined;
    const bytes = await bodyOf(response, MAX_CATALOGUE_BYTES);
    return { catalogue: readCatalogue(bytes, newest), etag: response.headers.get('ETag') ?? '' };
  }

  async #take(catalogue: Catalogue, current: Lists, accept: (lists: Lists) => Promise<void>): Promise<void> {
    const known = new Map(current.lists.map((list) => [list.entry.sha256, list.text]));
    const lists: StoredList[] = [];
    for (const entry of catalogue.lists) {
      const text = known.get(entry.sha256) ?? (await this.#download(entry));
      lists.push({ entry, text });
    }
    const taken: Lists = { version: catalogue.version, origin: 'server', lists };
    await accept(taken);
    await this.#around.shelf.replace(taken.version, lists);
    this.#lists = Promise.resolve(taken);
  }

  async #download(entry: ListEntry): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await bodyOf(await this.#get(`/v1/targets/${entry.sha256}.${entry.name}.txt`), entry.length);
    if (!(await isListOf(entry, bytes))) throw new DistrustError(`list ${entry.name} is not the one in the catalogue`);
    return bytes;
  }

  async #get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const response = await (this.#around.fetch ?? fetch)((await this.#around.server()) + path, {
      headers,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error', // a captive portal redirects; the list server never does
      cache: 'no-store', // ours is the only cache: a stored 200 would hide the 304
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok && response.status !== 304) throw new DistrustError(`the list server answered ${response.status}`);
    return response;
  }
}

/** The body, refused as soon as it is longer than `limit` bytes. */
async function bodyOf(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const step = await reader?.read();
    if (step === undefined || step.done) break;
    length += step.value.length;
    if (length > limit) {
      await reader?.cancel();
      throw new DistrustError(`the answer is longer than ${limit} bytes`);
    }
    chunks.push(step.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
