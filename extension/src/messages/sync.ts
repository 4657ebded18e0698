/** What other devices of the same person have brought. */

/** Something that another device has brought or removed. */
export interface SyncArrival {
  readonly list: 'protected' | 'allowed';
  readonly entry: string;
  readonly isGone: boolean;
  /** It would exempt near misses, and was not taken. */
  readonly isRefused: boolean;
  /** The protected domain that a refused one is near; '' for none known. */
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface SyncState {
  /** False where policy forbids it. */
  readonly isAllowed: boolean;
  readonly isOn: boolean;
  /** The latest first. */
  readonly arrived: readonly SyncArrival[];
  /** How many entries did not fit into the browser's storage. */
  readonly left: number;
  /** Why the browser took nothing, or ''. */
  readonly error: string;
}
