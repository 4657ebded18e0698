/** What the guard in a page goes by beyond verdicts. */

/** Whom a fixed setting comes from, as managed policy names it; empty strings when it does not. */
export interface Organisation {
  readonly name: string;
  readonly contact: string;
  readonly help: string;
  /** False where people may not say "This address is right". */
  readonly allowsTrust?: boolean;
}

/** What the guard in a page needs to know beyond verdicts. */
export interface Guarding {
  /** What happens to a mail that cannot be checked: `send` lets it go and says so, `hold` keeps it. */
  readonly failure: 'send' | 'hold';
  readonly organisation: Organisation;
  /** Verdicts of another revision are out of date: ask again. */
  readonly revision: number;
  /** Checking is paused in pages of the asking host until then, in milliseconds since 1970. */
  readonly pausedUntil?: number;
}

export interface Warmed extends Guarding {
  /** The descriptor that policy names for the asking page's host; '' to go by the host. */
  readonly webmail: string;
}

/** Background to every content script: cached verdicts of other revisions are out of date. */
export interface Push {
  readonly push: 'changed';
  readonly guarding: Guarding;
}
