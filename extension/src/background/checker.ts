/**
 * The core (wasm/check) as typed calls. One Checker is one instance.
 */

import { CoreError, Reactor } from '../../../wasm/reactor.ts';
import type { PolicyReading } from '../messages/policy.ts';
import type { Level, Verdict } from '../messages/verdict.ts';
import type { Action, Kind } from '../policy.generated.ts';

export interface Configuration {
  /** List texts (core/list), personal lists among them. */
  readonly lists: readonly Uint8Array[];
  /** Policy JSON, or '' for none. */
  readonly policy: string;
}

const CALLS = ['reset', 'add_list', 'set_policy', 'read_policy', 'build', 'check'] as const;
const FIELD_SEPARATOR = '\x1f';
const RESULT_FIELDS = 12;

export class Checker {
  readonly #core: Reactor<(typeof CALLS)[number]>;

  private constructor(core: Reactor<(typeof CALLS)[number]>) {
    this.#core = core;
  }

  /** Instantiates a compiled wasm/check; throws when it is not one. */
  static async start(module: WebAssembly.Module): Promise<Checker> {
    return new Checker(await Reactor.start(module, CALLS));
  }

  get isBroken(): boolean {
    return this.#core.isBroken;
  }

  /** Swaps in a checker made of these lists; on CoreError the one before stays. */
  configure({ lists, policy }: Configuration): void {
    const core = this.#core;
    core.run(() => {
      core.call('reset');
      for (const list of lists) core.must('add_list', ...core.put(list));
      core.must('set_policy', ...core.put(policy));
      core.must('build');
    });
  }

  /** Judges one recipient as typed. `sender` is an address, a domain or ''. */
  check(recipient: string, sender: string): Verdict {
    const core = this.#core;
    const fields = core.run(() => core.read('check', ...core.put(recipient, sender))).split(FIELD_SEPARATOR);
    if (fields.length !== RESULT_FIELDS) {
      throw new CoreError(2, `the core's record has ${fields.length} fields, not ${RESULT_FIELDS}`);
    }
    const [level, action, kind, domain, target, category, suggestion, alternative, early, reason, external, decidedBy] =
      fields as [
        Level,
        Action | '',
        Kind,
        string,
        string,
        string,
        string,
        string,
        '' | 'early',
        string,
        Action | '',
        string,
      ];
    return {
      recipient,
      level,
      action: action === '' ? 'allow' : action,
      kind,
      domain,
      target,
      category,
      suggestion,
      alternative,
      early: early !== '',
      reason,
      external,
      decidedBy,
    };
  }

  /** What the core makes of the browser's managed storage, values checked and defaults filled in. */
  readPolicy(json: string): PolicyReading {
    const core = this.#core;
    return JSON.parse(core.run(() => core.read('read_policy', ...core.put(json)))) as PolicyReading;
  }
}
