/**
 * Pauses of checking: on a site for a day, everywhere for an hour. Only people
 * begin one, in the extension's own pages, and the time when it ends is stored:
 * it ends over sleep, a restart and a stopped background, too.
 */
import type { PauseWhat } from '../messages/pause.ts';
import type { Policy } from '../policy.generated.ts';
import { isLocked, type KnownPolicy } from './policy.ts';
import type { StoredValue } from './storedvalue.ts';

/** In milliseconds since 1970. */
interface Span {
  readonly since: number;
  readonly until: number;
}

export interface Pauses {
  readonly everywhere: Span | null;
  /** By host. */
  readonly sites: Readonly<Record<string, Span>>;
}

export const NO_PAUSES: Pauses = { everywhere: null, sites: {} };

/** How long a pause lasts, in ms. */
export const LASTS: Readonly<Record<PauseWhat, number>> = { everywhere: 3_600_000, site: 24 * 3_600_000 };

/** Storage's value; what is not understood is no pause. */
export function readPauses(raw: unknown): Pauses {
  const { everywhere, sites } = (typeof raw === 'object' && raw !== null ? raw : {}) as Partial<Pauses>;
  const isSpan = (one: unknown): one is Span =>
    typeof one === 'object' &&
    one !== null &&
    Number.isFinite((one as Span).since) &&
    Number.isFinite((one as Span).until);
  const good = Object.entries(typeof sites === 'object' && sites !== null ? sites : {}).filter(([, one]) =>
    isSpan(one),
  );
  return { everywhere: isSpan(everywhere) ? everywhere : null, sites: Object.fromEntries(good) };
}

/** Without those that have ended. One that a clock, set back since, would make longer has ended as well. */
export function current({ everywhere, sites }: Pauses, now: number): Pauses {
  const isOn = (span: Span | null): boolean => span !== null && span.since <= now && now < span.until;
  return {
    everywhere: isOn(everywhere) ? everywhere : null,
    sites: Object.fromEntries(Object.entries(sites).filter(([, span]) => isOn(span))),
  };
}

/** When checking begins again in pages of this host; 0 while it is on. */
export function pausedUntil(pauses: Pauses, host: string, now: number): number {
  const { everywhere, sites } = current(pauses, now);
  return Math.max(everywhere?.until ?? 0, Object.hasOwn(sites, host) ? (sites[host]?.until ?? 0) : 0);
}

/** The next time at which one ends; 0 for none. */
function nextEnd(pauses: Pauses): number {
  const ends = [...(pauses.everywhere === null ? [] : [pauses.everywhere]), ...Object.values(pauses.sites)];
  return ends.length === 0 ? 0 : Math.min(...ends.map(({ until }) => until));
}

/** Whoever blocks mail, or holds what cannot be checked, does not want it unchecked. */
export function isPauseLocked(known: KnownPolicy): boolean {
  return isLocked(known, 'pause') || blocks(known.reading.policy) || known.reading.policy.failure === 'hold';
}

function blocks({ strongestAction, actions, blockedDomains }: Policy): boolean {
  return strongestAction === 'block' && (blockedDomains.length > 0 || actions.some(({ action }) => action === 'block'));
}

export interface PauseEffects {
  readonly now: () => number;
  readonly policy: () => Promise<KnownPolicy>;
  /** Wakes the background at this time, also if it has been stopped; 0: no longer. */
  readonly wakeAt: (time: number) => void;
  /** Something began or ended: badges and open pages show it. */
  readonly changed: () => Promise<void>;
}

export class Pausing {
  readonly #pauses: StoredValue<Pauses>;
  readonly #effects: PauseEffects;

  constructor(pauses: StoredValue<Pauses>, effects: PauseEffects) {
    this.#pauses = pauses;
    this.#effects = effects;
  }

  async isAllowed(): Promise<boolean> {
    return !isPauseLocked(await this.#effects.policy());
  }

  /** When checking begins again in pages of this host, '' for those of no host; 0 while it is on. */
  async untilAt(host: string): Promise<number> {
    return (await this.isAllowed()) ? pausedUntil(await this.#pauses.get(), host, this.#effects.now()) : 0;
  }

  /** False where policy does not allow it. */
  async begin(what: PauseWhat, hosts: readonly string[]): Promise<boolean> {
    if (!(await this.isAllowed())) return false;
    const since = this.#effects.now();
    const span = { since, until: since + LASTS[what] };
    await this.#change((pauses) =>
      what === 'everywhere'
        ? { ...pauses, everywhere: span }
        : { ...pauses, sites: { ...pauses.sites, ...Object.fromEntries(hosts.map((host) => [host, span])) } },
    );
    return true;
  }

  /** Ends what pauses pages of these hosts: their own pause, and that of everything. */
  async end(hosts: readonly string[]): Promise<void> {
    await this.#change(({ sites }) => ({
      everywhere: null,
      sites: Object.fromEntries(Object.entries(sites).filter(([host]) => !hosts.includes(host))),
    }));
  }

  /** Call at each start and whenever woken: forgets what has ended and says so. */
  async settle(): Promise<void> {
    const pauses = await this.#pauses.get();
    const now = current(pauses, this.#effects.now());
    if (nextEnd(pauses) === 0) return;
    if (JSON.stringify(now) === JSON.stringify(pauses)) this.#effects.wakeAt(nextEnd(now));
    else await this.#change((known) => known);
  }

  async #change(step: (pauses: Pauses) => Pauses): Promise<void> {
    const pauses = await this.#pauses.change((known) => step(current(known, this.#effects.now())));
    this.#effects.wakeAt(nextEnd(pauses));
    await this.#effects.changed();
  }
}
