/** What a person told the extension, by hand or from an address book, and what it counted. */

/** A domain of an address book that is close to another one. */
export interface PossibleTypo {
  readonly domain: string;
  /** The one that was probably meant; '' for none known. */
  readonly right: string;
}

export interface ContactsReview {
  readonly fresh: readonly string[];
  readonly typos: readonly PossibleTypo[];
  /** How many are no domains. */
  readonly refused: number;
  /** How many more are kept at most. */
  readonly room: number;
}

export interface ContactsState {
  readonly count: number;
  /** When the last ones were taken, in milliseconds since 1970; 0 for never. */
  readonly at: number;
}

/** What a person told the extension. */
export interface Personal {
  /** Canonical domains or "*." and a suffix, sorted. */
  readonly protected: readonly string[];
  readonly allowed: readonly string[];
  /** Whole addresses said to be right: local part as typed, canonical domain. */
  readonly addresses: readonly string[];
  readonly keepsHistory: boolean;
  /** Whether options offer to capture the structure of a compose. */
  readonly mayCapture: boolean;
}

/** One entry that an import would add. */
export interface Addition {
  readonly list: 'protected' | 'allowed' | 'addresses';
  readonly entry: string;
  /**
   * It silences warnings: `near-miss` is one of `target` itself; `broad` is a
   * pattern for a whole ending. '' for neither.
   */
  readonly exempts: '' | 'near-miss' | 'broad';
  /** The protected domain that a `near-miss` is one of; '' for none known. */
  readonly target: string;
}

/** '2026-11-21' → 'suffix-slip:fix' → 3 */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;
