/**
 * Keeps own and allowed domains alike on a person's devices, by the browser's own
 * sync. Off until somebody turns it on. Of two changes to one entry the later
 * counts, removals included. What arrives is shown, and what would exempt near
 * misses is not taken: sync storage is written by devices that this one cannot judge.
 */
import type { Addition, Personal } from '../messages/personal.ts';
import type { SyncArrival, SyncState } from '../messages/sync.ts';
import { MAX_ENTRIES } from '../personal.ts';
import type { StoredValue } from './storedvalue.ts';
import { keyOf, type Mark, type Marks, obsolete, pack, partsOf, SYNCED, unpack } from './syncform.ts';

interface LocalMark extends Mark {
  /** It came from another device and was not taken; it stays there for the others. */
  readonly isRefused?: true;
  /** It was entered in a private window, and stays on this device. */
  readonly isLocal?: true;
}

export interface Synced {
  readonly isOn: boolean;
  readonly marks: Readonly<Record<string, LocalMark>>;
  /** What other devices have brought or removed, the latest first. */
  readonly arrived: readonly SyncArrival[];
  /** How many entries did not fit. */
  readonly left: number;
  /** Why the browser took nothing, or ''. */
  readonly error: string;
}

export const NOT_SYNCED: Synced = { isOn: false, marks: {}, arrived: [], left: 0, error: '' };

/** So many arrivals are shown. */
const MAX_ARRIVED = 50;

/** Storage's value; anything else than what was stored is off. */
export function readSynced(raw: unknown): Synced {
  const value = (typeof raw === 'object' && raw !== null ? raw : {}) as Partial<Synced>;
  const isGood = value.isOn === true && typeof value.marks === 'object' && Array.isArray(value.arrived);
  return isGood ? { ...NOT_SYNCED, ...value } : NOT_SYNCED;
}

export interface SyncEffects {
  readonly now: () => number;
  /** False where policy forbids it. */
  readonly isAllowed: () => Promise<boolean>;
  readonly personal: () => Promise<Personal>;
  /** Takes both lists, as far as policy lets people change them; answers what came of it. */
  readonly take: (lists: Pick<Personal, 'protected' | 'allowed'>) => Promise<Personal>;
  /** What these lists would add to the person's own, and which of it silences warnings. */
  readonly review: (before: Personal, wanted: Personal) => Promise<readonly Addition[]>;
  readonly area: {
    readonly get: () => Promise<Record<string, unknown>>;
    readonly set: (items: Record<string, unknown>) => Promise<void>;
    readonly remove: (names: readonly string[]) => Promise<void>;
  };
}

export class Sync {
  readonly #state: StoredValue<Synced>;
  readonly #effects: SyncEffects;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(state: StoredValue<Synced>, effects: SyncEffects) {
    this.#state = state;
    this.#effects = effects;
  }

  async overview(): Promise<SyncState> {
    const { isOn, arrived, left, error } = await this.#state.get();
    const isAllowed = await this.#effects.isAllowed();
    return { isAllowed, isOn: isOn && isAllowed, arrived, left, error };
  }

  /** `clears`: what the browser keeps goes, too; devices that are on will write theirs again. */
  turn(isOn: boolean, clears = false): Promise<void> {
    return this.#inTurn(async () => {
      if (isOn && !(await this.#effects.isAllowed())) return;
      await this.#state.change((known) => (isOn ? { ...known, isOn } : NOT_SYNCED));
      if (clears) await this.#write({}, await this.#effects.area.get());
      if (!isOn) return;
      await this.#noteOwn(false);
      await this.#exchange();
    });
  }

  /** The person changed own entries here; `isPrivate`: in a private window. */
  noted(isPrivate: boolean): Promise<void> {
    return this.#inTurn(async () => {
      if (!(await this.#isActive())) return;
      await this.#noteOwn(isPrivate);
      await this.#exchange();
    });
  }

  /** Another device may have written. */
  pull(): Promise<void> {
    return this.#inTurn(async () => {
      if (await this.#isActive()) await this.#exchange();
    });
  }

  async #isActive(): Promise<boolean> {
    return (await this.#state.get()).isOn && (await this.#effects.isAllowed());
  }

  /** One after the other; the overview reports a failure. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work).catch(async (error: unknown) => {
      const words = error instanceof Error ? error.message : String(error);
      await this.#state.change((known) => ({ ...known, error: words }));
    });
    this.#turn = done;
    return done;
  }

  /** Marks what was added and removed since the last time. */
  async #noteOwn(isPrivate: boolean): Promise<void> {
    const personal = await this.#effects.personal();
    const at = this.#seconds();
    await this.#state.change((known) => {
      const marks = { ...known.marks };
      const present = new Set(SYNCED.flatMap((list) => personal[list].map((entry) => keyOf(list, entry))));
      for (const key of present) {
        const mark = marks[key];
        if (mark !== undefined && !mark.isGone && mark.isRefused !== true) continue;
        marks[key] = { at, isGone: false, ...(isPrivate && { isLocal: true }) };
      }
      for (const [key, mark] of Object.entries(marks)) {
        if (present.has(key) || mark.isGone || mark.isRefused === true) continue;
        if (mark.isLocal === true) delete marks[key];
        else marks[key] = { at, isGone: true };
      }
      return { ...known, marks };
    });
  }

  async #exchange(): Promise<void> {
    const before = await this.#effects.area.get();
    const theirs = unpack(before);
    await this.#takeIn(theirs);
    const { marks } = await this.#state.get();
    // What was lost from the browser's storage comes back from here.
    const shared = Object.entries(marks).filter(([, { isLocal }]) => isLocal !== true);
    const left = await this.#write(newest(Object.fromEntries(shared), theirs), before);
    await this.#state.change((known) => ({ ...known, left, error: '' }));
  }

  async #takeIn(theirs: Marks): Promise<void> {
    const { marks } = await this.#state.get();
    const news = Object.entries(theirs).filter(([key, { at }]) => at > (marks[key]?.at ?? 0));
    if (news.length === 0) return;
    const own = await this.#effects.personal();
    const wanted = { protected: new Set(own.protected), allowed: new Set(own.allowed) };
    for (const [key, { isGone }] of news) {
      const { list, entry } = partsOf(key);
      if (isGone) wanted[list].delete(entry);
      else if (wanted[list].size < MAX_ENTRIES) wanted[list].add(entry);
    }
    const lists = { protected: [...wanted.protected].sort(), allowed: [...wanted.allowed].sort() };
    const additions = await this.#effects.review(own, { ...own, ...lists });
    const refused = new Map(
      additions.flatMap(({ list, entry, exempts, target }) => (exempts === '' ? [] : [[`${list} ${entry}`, target]])),
    );
    const without = (list: 'protected' | 'allowed'): string[] =>
      lists[list].filter((entry) => !refused.has(keyOf(list, entry)));
    const taken = await this.#effects.take({ protected: without('protected'), allowed: without('allowed') });
    const arrived: SyncArrival[] = [];
    const fresh: Record<string, LocalMark> = {};
    for (const [key, mark] of news) {
      const { list, entry } = partsOf(key);
      const isRefused = refused.has(key);
      const isThere = taken[list].includes(entry);
      // Neither taken nor refused: policy fixes this list, or it is full. Looked at again next time.
      if (!isRefused && isThere === mark.isGone) continue;
      fresh[key] = isRefused ? { ...mark, isRefused } : mark;
      const wasThere = own[list].includes(entry);
      if (isRefused || wasThere === mark.isGone) {
        arrived.push({
          list,
          entry,
          isGone: mark.isGone,
          isRefused,
          target: refused.get(key) ?? '',
          at: mark.at * 1000,
        });
      }
    }
    await this.#state.change((known) => ({
      ...known,
      marks: { ...known.marks, ...fresh },
      arrived: [...arrived, ...known.arrived].slice(0, MAX_ARRIVED),
    }));
  }

  /** Writes what differs; answers how many entries did not fit. */
  async #write(marks: Marks, before: Record<string, unknown>): Promise<number> {
    const packed = pack(marks, this.#seconds());
    const changed = Object.entries(packed.items).filter(
      ([name, lines]) => JSON.stringify(before[name]) !== JSON.stringify(lines),
    );
    if (changed.length > 0) await this.#effects.area.set(Object.fromEntries(changed));
    const old = obsolete(before, packed);
    if (old.length > 0) await this.#effects.area.remove(old);
    return packed.left;
  }

  #seconds(): number {
    return Math.floor(this.#effects.now() / 1000);
  }
}

function newest(ours: Readonly<Record<string, LocalMark>>, theirs: Marks): Marks {
  const all: Record<string, Mark> = { ...theirs };
  for (const [key, { at, isGone }] of Object.entries(ours)) {
    if (at >= (all[key]?.at ?? 0)) all[key] = { at, isGone };
  }
  return all;
}
