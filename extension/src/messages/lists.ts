/** The lists in use: how old they are, and when a server was asked. */

/** One list of a catalogue. */
export interface ListEntry {
  readonly name: string;
  readonly role: string;
  readonly category: string;
  /** Bytes of its text. */
  readonly length: number;
  /** Lower-case hexadecimal, of its text. */
  readonly sha256: string;
  readonly entries: number;
}

/** How old the lists are, and whether that is too old. Old lists stay in use: there is never none. */
export interface ListAge {
  /** Milliseconds since 1970: when a server last confirmed them, or when those of the extension were made; 0 for unknown. */
  readonly confirmed: number;
  /** Until when that is good; 0 when nobody said. */
  readonly expires: number;
  /** `clock-behind`: this device believes that it is before `confirmed`. */
  readonly state: 'current' | 'old' | 'clock-behind';
}

/** What is remembered of the server between starts; read and written whole. */
export interface UpdateState {
  /** Milliseconds since 1970 of the last answer that was taken (also "nothing new"). */
  readonly checked: number;
  /** Of the last answer that brought new lists. */
  readonly updated: number;
  /** Not before this time. */
  readonly next: number;
  readonly failures: number;
  /** Why the last check failed, or ''. */
  readonly problem: string;
}
