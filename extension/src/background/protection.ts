/**
 * The core's life in the background: started when first needed, configured with
 * the lists, the policy and the person's own entries, started again when it
 * broke, and always able to say how it is.
 */

import { CoreError } from '../../../wasm/reactor.ts';
import type { PolicyReading } from '../messages/policy.ts';
import type { Verdict } from '../messages/verdict.ts';
import { Checker, type Configuration } from './checker.ts';

/** One configuration to try, and what is wrong with protection when it is the one that worked. */
export interface Attempt extends Configuration {
  /** Names exactly this content: equal marks, equal verdicts. */
  readonly mark: string;
  /** '' for the full configuration. */
  readonly without: '' | 'personal' | 'update' | 'policy';
}

export interface Sources {
  module(): Promise<WebAssembly.Module>;
  /** From the full configuration down to the bundled lists alone. */
  attempts(): Promise<readonly Attempt[]>;
}

export interface Health {
  readonly state: 'asleep' | 'ready' | 'failed';
  /** What was left out so that the rest protects, with the core's words; or why it failed. */
  readonly problems: readonly string[];
}

export class Protection {
  readonly #sources: Sources;
  readonly #start: typeof Checker.start;
  #checker: Checker | undefined;
  #ready: Promise<Checker> | undefined;
  #health: Health = { state: 'asleep', problems: [] };
  #revision = 0;
  /** The running configuration came from `accept` and is nobody's yet. */
  #isProvisional = false;

  constructor(sources: Sources, start: typeof Checker.start = Checker.start) {
    this.#sources = sources;
    this.#start = start;
  }

  get health(): Health {
    return this.#health;
  }

  /** Equal for equal configurations, also across restarts of the background. 0 before the first start. */
  get revision(): number {
    return this.#revision;
  }

  /** Loads the core unless it is there. */
  async warm(): Promise<void> {
    await this.#running();
  }

  /** Verdicts in the order of `recipients`; one broken instance is replaced without the caller noticing. */
  async check(recipients: readonly string[], sender: string): Promise<Verdict[]> {
    for (let retried = false; ; retried = true) {
      const checker = await this.#running();
      try {
        return recipients.map((recipient) => checker.check(recipient, sender));
      } catch (error) {
        if (!checker.isBroken || retried) throw error;
        this.#drop(checker);
      }
    }
  }

  async readPolicy(json: string): Promise<PolicyReading> {
    return (await this.#running()).readPolicy(json);
  }

  /**
   * Takes in changed lists, policy or personal entries. Checks go on with the
   * old configuration until the new one is in place. True when verdicts may differ.
   */
  async reconfigure(): Promise<boolean> {
    const before = this.#revision;
    if (this.#ready === undefined) {
      await this.#running();
    } else {
      const checker = await this.#running();
      await this.#configure(checker);
    }
    return this.#revision !== before;
  }

  /**
   * Asks the running core whether it takes these lists and leaves them in place;
   * throws CoreError when it does not. `reconfigure` must follow, whatever comes
   * of the lists.
   */
  async accept(configuration: Configuration): Promise<void> {
    const checker = await this.#running();
    checker.configure(configuration);
    this.#isProvisional = true;
  }

  #running(): Promise<Checker> {
    if (this.#checker?.isBroken) this.#drop(this.#checker);
    this.#ready ??= this.#load().catch((error: unknown) => {
      this.#ready = undefined; // the next request tries again
      this.#health = { state: 'failed', problems: [messageOf(error)] };
      throw error;
    });
    return this.#ready;
  }

  async #load(): Promise<Checker> {
    const checker = await this.#start(await this.#sources.module());
    await this.#configure(checker);
    this.#checker = checker;
    return checker;
  }

  async #configure(checker: Checker): Promise<void> {
    const problems: string[] = [];
    const attempts = await this.#sources.attempts();
    const [full] = attempts;
    const isInPlace = this.#checker === checker && !this.#isProvisional && this.#health.problems.length === 0;
    if (isInPlace && full !== undefined && (await revisionOf(full.mark)) === this.#revision) return;
    for (const [index, attempt] of attempts.entries()) {
      try {
        checker.configure(attempt);
      } catch (error) {
        if (!(error instanceof CoreError) || index === attempts.length - 1) throw error;
        problems.push(error.message);
        continue;
      }
      this.#isProvisional = false;
      this.#revision = await revisionOf(attempt.mark);
      this.#health = { state: 'ready', problems };
      return;
    }
    throw new CoreError(3, 'no lists to check against');
  }

  #drop(checker: Checker): void {
    if (this.#checker !== checker) return;
    this.#checker = undefined;
    this.#ready = undefined;
  }
}

/** 48 bits of SHA-256: a whole number that crosses messages unharmed. */
async function revisionOf(mark: string): Promise<number> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(mark));
  return new DataView(digest).getUint32(0) * 0x10000 + new DataView(digest).getUint16(4);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
