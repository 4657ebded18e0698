/**
 * Protected lists: those that came with the extension from the first second,
 * newer ones from list channels when there are any.
 *
 * Each channel is taken whole or not at all: fetched, verified (trust.ts), then
 * judged by the core, and only then stored. No cookies, no identifiers, no query.
 * Channels add up: the public one and those that policy names.
 */
import type { ListAge, UpdateState } from '../messages/lists.ts';
import { readCatalogue } from './catalogue.ts';
import { ageOf, ageOfBundled, builtAt } from './listage.ts';
import { fetchBelow } from './listfetch.ts';
import {
  type Channel,
  countingLists,
  type FetchFile,
  type Held,
  type Known,
  type SignedWebmail,
  type StoredList,
  type Verified,
} from './trust.ts';

/** The lists in use. */
export interface Lists {
  readonly version: number;
  readonly origin: 'bundled' | 'server';
  readonly lists: readonly StoredList[];
  readonly age: ListAge;
}

const NEVER_CHECKED: UpdateState = { checked: 0, updated: 0, next: 0, failures: 0, problem: '' };

/** Where downloaded lists stay between starts (listdatabase.ts); one transaction a call. */
export interface ListDatabase {
  held(channel: string): Promise<Held | undefined>;
  hold(channel: string, held: Held): Promise<void>;
  /** What the last check verified, be it that it failed; undefined before the first. */
  verified(channel: string): Promise<Verified | undefined>;
  keep(channel: string, verified: Verified): Promise<void>;
  /** Those of `held`, without reading the lists. */
  webmails(channel: string): Promise<readonly SignedWebmail[]>;
  state(): Promise<UpdateState | undefined>;
  remember(state: UpdateState): Promise<void>;
}

/** One check of a channel. */
export type Verify = (
  channel: Channel,
  known: Known,
  fetchFile: FetchFile,
) => Promise<Held & { readonly isNew: boolean }>;

export interface ListStoreEffects {
  /** The public one is called PUBLIC; a build that trusts nobody's signatures has none. */
  readonly channels: () => Promise<readonly Channel[]>;
  /** Starts a verifier for these channels and ends it afterwards. */
  readonly withVerifier: <T>(work: (verify: Verify) => Promise<T>) => Promise<T>;
  /** Milliseconds between two checks, about. */
  readonly interval: () => Promise<number>;
  readonly database: ListDatabase;
  /** A file of the extension. */
  readonly bundled: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
  /** Default: the browser's. */
  readonly fetch?: typeof fetch;
  readonly now: () => number;
  readonly random: () => number;
}

export const PUBLIC = 'public';

const HOUR = 3_600_000;
const FIRST_RETRY = HOUR / 4;
const LONGEST_RETRY = 24 * HOUR;

export class ListStore {
  readonly #effects: ListStoreEffects;
  #bundled: Promise<Lists> | undefined;
  #updating: Promise<boolean> | undefined;

  constructor(effects: ListStoreEffects) {
    this.#effects = effects;
  }

  /** The newest lists that were verified, of all channels. Broken storage falls back to the bundled ones. */
  async lists(): Promise<Lists> {
    return this.#together(await this.#effects.channels(), await this.#heldByChannel());
  }

  /** The newest descriptions of webmails that were verified; none while there is no public channel. */
  async webmails(): Promise<readonly SignedWebmail[]> {
    const channels = await this.#effects.channels();
    if (!channels.some(({ name }) => name === PUBLIC)) return [];
    return this.#effects.database.webmails(PUBLIC).catch(() => []);
  }

  /** The lists that came with the extension. */
  bundled(): Promise<Lists> {
    this.#bundled ??= this.#readBundled().catch((error: unknown) => {
      this.#bundled = undefined;
      throw error;
    });
    return this.#bundled;
  }

  async state(): Promise<UpdateState> {
    return (await this.#effects.database.state().catch(() => undefined)) ?? NEVER_CHECKED;
  }

  /** For how long a look for news has been due, in ms; negative when it is not. */
  async overdue(): Promise<number> {
    const { next, checked } = await this.state();
    const now = this.#effects.now();
    // A clock that was set back must not stop updates for years.
    if (next === 0 || now < checked - HOUR) return 0;
    return now - next;
  }

  /**
   * Looks for news on every channel; one that fails does not hinder the others.
   * `accept` gets the new lists before anything is stored and throws when the core
   * refuses them. True when there are new lists; throws when a channel failed,
   * after all were asked, and `state().problem` says why.
   */
  update(accept: (lists: Lists) => Promise<void>): Promise<boolean> {
    this.#updating ??= this.#update(accept).finally(() => {
      this.#updating = undefined;
    });
    return this.#updating;
  }

  async #update(accept: (lists: Lists) => Promise<void>): Promise<boolean> {
    const { database, now, random, interval } = this.#effects;
    const before = await this.state();
    const failures: Error[] = [];
    let isNew = false;
    try {
      const channels = await this.#effects.channels();
      await this.#effects.withVerifier(async (verify) => {
        for (const channel of channels) {
          try {
            if (await this.#updateChannel(channel, channels, verify, accept)) isNew = true;
          } catch (error) {
            failures.push(error instanceof Error ? error : new Error(String(error)));
          }
        }
      });
    } catch (error) {
      failures.push(error instanceof Error ? error : new Error(String(error)));
    }
    const [failure] = failures;
    const tries = failure === undefined ? 0 : before.failures + 1;
    const wait =
      failure === undefined ? await interval() : Math.min(FIRST_RETRY * 2 ** Math.min(tries - 1, 16), LONGEST_RETRY);
    const state: UpdateState = {
      checked: failure === undefined ? now() : before.checked,
      updated: isNew ? now() : before.updated,
      next: now() + wait * (0.75 + random() / 2),
      failures: tries,
      problem: failure?.message ?? '',
    };
    const remembered = database.remember(state);
    if (failure === undefined) {
      await remembered;
      return isNew;
    }
    await remembered.catch(() => undefined); // the failure itself says that the disk is full
    throw failure;
  }

  async #updateChannel(
    channel: Channel,
    channels: readonly Channel[],
    verify: Verify,
    accept: (lists: Lists) => Promise<void>,
  ): Promise<boolean> {
    const held = await this.#heldByChannel();
    const available = [...(await this.bundled()).lists, ...[...held.values()].flatMap(({ lists }) => lists)];
    const { database } = this.#effects;
    const known: Known = {
      held: held.get(channel.name),
      verified: await database.verified(channel.name).catch(() => undefined),
      available,
      keep: (verified) => database.keep(channel.name, verified),
    };
    const { isNew, ...next } = await verify(channel, known, fetchBelow(channel.url, this.#effects.fetch));
    if (isNew) await accept(await this.#together(channels, new Map(held).set(channel.name, next)));
    await database.hold(channel.name, next);
    return isNew;
  }

  async #heldByChannel(): Promise<Map<string, Held>> {
    const held = new Map<string, Held>();
    for (const { name } of await this.#effects.channels()) {
      const one = await this.#effects.database.held(name).catch(() => undefined);
      if (one !== undefined) held.set(name, one);
    }
    return held;
  }

  /** The union of all channels; the bundled lists stand for a public channel that has nothing newer. */
  async #together(channels: readonly Channel[], held: ReadonlyMap<string, Held>): Promise<Lists> {
    const bundled = await this.bundled();
    const now = this.#effects.now();
    const ownChannel = channels.find(({ name }) => name === PUBLIC);
    const own = ownChannel === undefined ? undefined : held.get(PUBLIC);
    const others = channels.filter(({ name }) => name !== PUBLIC);
    // What the server confirmed after this extension was built is newer than what it came with.
    const isNewer = ownChannel !== undefined && own !== undefined && own.confirmed >= builtAt(bundled.version);
    const base = isNewer ? await countingLists(ownChannel, own) : bundled.lists;
    const added = await Promise.all(
      others.map(async (channel) => {
        const one = held.get(channel.name);
        return one === undefined ? [] : countingLists(channel, one);
      }),
    );
    return {
      version: isNewer ? own.version : bundled.version,
      origin: isNewer ? 'server' : 'bundled',
      lists: [...base, ...added.flat()],
      age: isNewer ? ageOf(own.confirmed, own.expires, now) : ageOfBundled(bundled.version, now),
    };
  }

  async #readBundled(): Promise<Lists> {
    const catalogue = readCatalogue(await this.#effects.bundled('lists/catalogue.json'), 0);
    const lists = await Promise.all(
      catalogue.lists.map(async (entry) => ({ entry, text: await this.#effects.bundled(`lists/${entry.name}.txt`) })),
    );
    const { version } = catalogue;
    return { version, origin: 'bundled', lists, age: ageOfBundled(version, this.#effects.now()) };
  }
}
