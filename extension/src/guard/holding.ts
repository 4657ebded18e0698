/** What a held send needs of the guard, and what the guard tells it. */
import type { Verdict } from '../messages/verdict.ts';
import type { Reading } from '../webmail/recipients.ts';
import type { Parts } from './parts.ts';

/** The press that was stopped. */
export interface StoppedPress {
  readonly event: Event;
  readonly isTrusted: boolean;
  /** How it ends; see Press. */
  readonly finished: Promise<boolean>;
}

export interface Judged {
  readonly bad: readonly Verdict[];
  /** What holds no mail by itself, yet is named where something is asked anyway. */
  readonly hinted: readonly Verdict[];
  readonly unknown: readonly string[];
}

export interface Holding {
  readonly parts: Parts;
  readonly judge: (root: Element, reading: Reading, chosen: ReadonlyMap<string, unknown>) => Judged;
  readonly acknowledge: (root: Element, recipient: string) => void;
  /** The opposite of `acknowledge`. */
  readonly forget: (root: Element, recipient: string) => void;
  /** Another held mail is asked about or changed: a page is asked about one at a time. */
  readonly isTurnTaken: () => boolean;
  /** The mail goes: runs `play`; everything that it sends passes, and one more send of `root` after it. */
  readonly send: (root: Element, reading: Reading, isTrusted: boolean, play: () => void) => void;
}
