/**
 * How much of what only this person knows a site may learn. A verdict that history,
 * own domains or remembered addresses changed is an answer from private knowledge:
 * a script in a webmail could fill in guesses and watch what is shown. Each site
 * gets few different answers; beyond that private knowledge counts as empty.
 *
 * Counted in storage, so that tabs, frames, reloads and restarts share one budget.
 * Sites and answers are stored as keyed digests alone.
 */
import type { StoredValue } from './storedvalue.ts';

/** Different answers for one site. Who types a mail needs one or two. */
export const ANSWERS_A_MINUTE = 5;
export const ANSWERS_A_DAY = 40;
/** For all sites together: one that may use many host names gets no further. */
export const ANSWERS_A_DAY_EVERYWHERE = 120;
/** Answers that a person gave on a site are known there; so many are remembered. */
const MAX_GIVEN = 500;

const MINUTE = 60_000;
const DAY = 24 * 3_600_000;

interface Answered {
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** A person said it on this site: it takes nothing from the budget. */
  readonly isGiven?: true;
}

/** site → answer → when */
export type Ledger = Readonly<Record<string, Readonly<Record<string, Answered>>>>;

export class Budget {
  readonly #ledger: StoredValue<Ledger>;
  readonly #now: () => number;
  /** The previous request. The next one waits for it, so as to decide by what is on disk. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(ledger: StoredValue<Ledger>, now: () => number) {
    this.#ledger = ledger;
    this.#now = now;
  }

  /**
   * Takes what is new among these answers out of the site's budget, in their order.
   * @returns those that the site may have
   */
  admit(site: string, answers: readonly string[]): Promise<ReadonlySet<string>> {
    const admitted = this.#last.then(() => this.#admit(site, answers));
    this.#last = admitted.catch(() => undefined);
    return admitted;
  }

  async #admit(site: string, answers: readonly string[]): Promise<ReadonlySet<string>> {
    const now = this.#now();
    const admitted = new Set<string>();
    const step = (before: Ledger): Ledger => {
      const ledger = current(before, now);
      const known: Record<string, Answered> = { ...ledger[site] };
      for (const answer of answers) {
        if (!Object.hasOwn(known, answer)) {
          if (roomAt({ ...ledger, [site]: known }, site, now) > 0) continue;
          known[answer] = { at: now };
        }
        admitted.add(answer);
      }
      return { ...ledger, [site]: known };
    };
    const known = (await this.#ledger.get())[site] ?? {};
    const isNew = answers.some((answer) => !isKnown(known, answer, now));
    // Nearly all checks learn nothing, or what is known: those write nothing.
    if (isNew) await this.#ledger.change(step);
    else for (const answer of answers) admitted.add(answer);
    return admitted;
  }

  /** The person said it there: no answer any more. */
  async give(site: string, answers: readonly string[]): Promise<void> {
    const now = this.#now();
    await this.#ledger.change((before) => {
      const ledger = current(before, now);
      const given = Object.fromEntries(answers.map((answer) => [answer, { at: now, isGiven: true } as const]));
      const entries = Object.entries({ ...ledger[site], ...given });
      const spent = entries.filter(([, { isGiven }]) => isGiven !== true);
      const kept = entries.filter(([, { isGiven }]) => isGiven === true).slice(-MAX_GIVEN);
      return { ...ledger, [site]: Object.fromEntries([...spent, ...kept]) };
    });
  }

  /** Milliseconds since 1970: when the site may get another answer; 0 for now. */
  async withheldUntil(site: string): Promise<number> {
    const now = this.#now();
    return roomAt(current(await this.#ledger.get(), now), site, now);
  }
}

/** When there is room for another answer; 0 for now. */
function roomAt(ledger: Ledger, site: string, now: number): number {
  const timesOf = (answers: Ledger[string] = {}): number[] =>
    Object.values(answers).flatMap(({ at, isGiven }) => (isGiven === true ? [] : [at]));
  const here = timesOf(ledger[site]);
  const all = Object.values(ledger).flatMap(timesOf);
  return Math.max(
    freeAt(here, ANSWERS_A_MINUTE, MINUTE, now),
    freeAt(here, ANSWERS_A_DAY, DAY, now),
    freeAt(all, ANSWERS_A_DAY_EVERYWHERE, DAY, now),
  );
}

/** When fewer than `most` of these times lie within `span`; 0 for now. */
function freeAt(times: readonly number[], most: number, span: number, now: number): number {
  const recent = times.filter((at) => now - at < span).sort((a, b) => b - a);
  const last = recent[most - 1];
  return last === undefined ? 0 : last + span;
}

/** Without what is older than a day. A clock that was set back counts what lies ahead as of now. */
function current(ledger: Ledger, now: number): Ledger {
  const sites = Object.entries(ledger).map(([site, answers]) => {
    const recent = Object.entries(answers)
      .filter(([, { at }]) => now - at < DAY)
      .map(([answer, entry]) => [answer, { ...entry, at: Math.min(entry.at, now) }] as const);
    return [site, Object.fromEntries(recent)] as const;
  });
  return Object.fromEntries(sites.filter(([, answers]) => Object.keys(answers).length > 0));
}

function isKnown(known: Ledger[string], answer: string, now: number): boolean {
  const entry = Object.hasOwn(known, answer) ? known[answer] : undefined;
  return entry !== undefined && now - entry.at < DAY;
}
