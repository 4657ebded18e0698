/**
 * Managed policy: what an organisation fixed for this browser. The browser may
 * take seconds to say it and says nothing at all at first after an installation,
 * so the last known policy counts at once and is replaced when the browser has
 * spoken. Nothing ever waits for it.
 */
import type { PolicyReading } from '../messages/policy.ts';
import { NO_POLICY, type PolicyLock } from '../policy.generated.ts';

export interface KnownPolicy {
  /** As the browser gave it; {} for none. The core is configured with it. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** What the core made of it. */
  readonly reading: PolicyReading;
}

export interface PolicySource {
  /** What the browser says now; {} for nothing or nothing yet. */
  managed(): Promise<Record<string, unknown>>;
  /** What `remember` was given last, whatever storage made of it. */
  remembered(): Promise<unknown>;
  remember(known: KnownPolicy): Promise<void>;
  /** The core's reading. */
  read(json: string): Promise<PolicyReading>;
}

export const UNMANAGED: KnownPolicy = { raw: {}, reading: { policy: NO_POLICY, set: [], problems: [] } };

/** So long may a browser that has just started keep its policy back. */
const SETTLING = 15_000;

export class PolicyKeeper {
  readonly #source: PolicySource;
  readonly #now: () => number;
  readonly #started: number;
  #known: Promise<KnownPolicy> | undefined;

  constructor(source: PolicySource, now: () => number) {
    this.#source = source;
    this.#now = now;
    this.#started = now();
  }

  /** The last known policy, at once. */
  current(): Promise<KnownPolicy> {
    this.#known ??= this.#source.remembered().then(asKnown, () => UNMANAGED);
    return this.#known;
  }

  /** Asks the browser, however long it takes; true when the policy changed. */
  async refresh(): Promise<boolean> {
    const raw = await this.#source.managed();
    const known = await this.current();
    if (JSON.stringify(raw) === JSON.stringify(known.raw)) return false;
    const isEmpty = Object.keys(raw).length === 0;
    // "Not yet" and "no longer" look the same: soon after the start it is taken for "not yet".
    if (isEmpty && this.#now() - this.#started < SETTLING) return false;
    const next = isEmpty ? UNMANAGED : { raw, reading: await this.#source.read(JSON.stringify(raw)) };
    this.#known = Promise.resolve(next);
    await this.#source.remember(next);
    return true;
  }
}

export function isLocked({ reading }: KnownPolicy, lock: PolicyLock): boolean {
  return reading.policy.locked.includes(lock) || reading.policy.locked.includes('all');
}

function asKnown(value: unknown): KnownPolicy {
  const { raw, reading } = (value ?? {}) as Partial<KnownPolicy>;
  if (typeof raw !== 'object' || raw === null || typeof reading !== 'object' || reading === null) return UNMANAGED;
  // An older version of the extension may have known fewer keys.
  return { raw, reading: { ...reading, policy: { ...NO_POLICY, ...reading.policy } } };
}
