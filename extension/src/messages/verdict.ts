/**
 * What the core says about a recipient, and what people answer.
 *
 * Words are the core's own and append-only (core/verdict.go).
 */
import type { Action, Kind } from '../policy.generated.ts';

export type Level = 'none' | 'notice' | 'warn';

/** What the core says about one recipient; domains are canonical A-labels. */
export interface Verdict {
  readonly recipient: string;
  readonly level: Level;
  readonly action: Action;
  readonly kind: Kind;
  readonly domain: string;
  readonly target: string;
  readonly category: string;
  readonly suggestion: string;
  readonly alternative: string;
  /** It may be shown while the domain is still being typed. */
  readonly early: boolean;
  readonly reason: string;
  /** What policy asks for because the recipient is outside the organisation, whatever `kind` says; '' for nothing. */
  readonly external: Action | '';
  /** What of the policy gave it its action: "actions[0] suffix-slip * ask" or another key; '' where policy says nothing of it. */
  readonly decidedBy: string;
}

/** At most this many recipients in one `check`; ask again for the rest. */
export const MAX_RECIPIENTS_PER_CHECK = 500;

/** The longest recipient that is looked at, in UTF-16 units (RFC 5321: 254 octets, doubled for odd spellings). */
export const MAX_RECIPIENT_LENGTH = 512;

/**
 * What a person chose about one warned recipient: change it to the suggestion,
 * go back to the compose, send anyway, or say that the address is right.
 */
export type Choice = 'fix' | 'back' | 'send' | 'trust';

/** One decided warning. `reason` only where policy asked for one. */
export interface Decided {
  readonly verdict: Verdict;
  readonly choice: Choice;
  readonly reason?: string;
}
