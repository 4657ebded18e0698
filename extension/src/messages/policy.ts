/** What the core has read of the browser's managed storage, as core/policy writes it (AppendReading). */
import type { Policy, PolicyKey } from '../policy.generated.ts';

export interface PolicyProblem {
  /** 'failure', 'actions[2]'; '' for the policy as a whole. */
  readonly path: string;
  readonly reason: string;
}

export interface PolicyReading {
  readonly policy: Policy;
  /** The keys that the organisation gave a usable value. */
  readonly set: readonly PolicyKey[];
  readonly problems: readonly PolicyProblem[];
}
