/** What the core answers to the browser's managed storage, as core/policy writes it (AppendReading). */
import type { Policy, PolicyKey } from '../policy.generated.ts';

export interface PolicyProblem {
  /** 'failure', 'actions[2]'; '' when the policy as a whole is meant. */
  readonly path: string;
  readonly reason: string;
}

export interface PolicyReading {
  readonly policy: Policy;
  /** The keys that the organisation gave a usable value. */
  readonly set: readonly PolicyKey[];
  readonly problems: readonly PolicyProblem[];
}
