/**
 * Managed policy: what an organisation fixed for this browser. The browser may
 * give it seconds after the start or not at all, so the last known policy counts
 * at once and is replaced when the browser has spoken. Nothing ever waits for it.
 */
import type { Guarding, Organisation } from './messages.ts';

export interface Policy {
  /** As the browser gave it; the core reads the same object as JSON. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly failure: Guarding['failure'];
  readonly organisation: Organisation;
  readonly allowsHistory: boolean;
}

export interface PolicySource {
  /** What the browser says now; {} for nothing or nothing yet. */
  managed(): Promise<Record<string, unknown>>;
  remembered(): Promise<Record<string, unknown>>;
  remember(raw: Record<string, unknown>): Promise<void>;
}

/** So long may a browser that has just installed the extension keep its policy back. */
const SETTLING = 15_000;

export class PolicyKeeper {
  readonly #source: PolicySource;
  readonly #now: () => number;
  readonly #started: number;
  #current: Promise<Policy> | undefined;

  constructor(source: PolicySource, now: () => number) {
    this.#source = source;
    this.#now = now;
    this.#started = now();
  }

  /** The policy in force: the browser's, else the last known. */
  current(): Promise<Policy> {
    this.#current ??= this.#read().catch(() => readPolicy({}));
    return this.#current;
  }

  /** Asks the browser again; true when the policy changed. */
  async refresh(): Promise<boolean> {
    const before = JSON.stringify((await this.current()).raw);
    this.#current = this.#read().catch(() => readPolicy({}));
    return JSON.stringify((await this.#current).raw) !== before;
  }

  async #read(): Promise<Policy> {
    const managed = await this.#source.managed();
    const isEmpty = Object.keys(managed).length === 0;
    if (isEmpty) {
      const last = await this.#source.remembered();
      // "Not yet" and "no longer" look the same: soon after the start it is taken for "not yet".
      if (Object.keys(last).length > 0 && this.#now() - this.#started < SETTLING) return readPolicy(last);
    }
    await this.#source.remember(managed);
    return readPolicy(managed);
  }
}

/** Reads what concerns the extension itself; the rest is the core's. */
export function readPolicy(raw: Readonly<Record<string, unknown>>): Policy {
  return {
    raw,
    failure: raw.failure === 'hold' ? 'hold' : 'send',
    organisation: {
      name: textOf(raw.organisationName),
      contact: textOf(raw.organisationContact),
      help: textOf(raw.organisationHelp),
    },
    allowsHistory: raw.history !== false && raw.history !== 'off',
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, 300) : '';
}
