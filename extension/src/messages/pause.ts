/** Pauses of checking. */

/** `site`: pages of the hosts in one tab. */
export type PauseWhat = 'site' | 'everywhere';

/** What the popup shows of pauses. */
export interface PauseState {
  /** False where policy does not let people pause. */
  readonly isAllowed: boolean;
  /** When checking begins again in the tab that was asked about, in milliseconds since 1970; 0 while it is on. */
  readonly until: number;
  /** The webmail hosts of that tab. */
  readonly hosts: readonly string[];
}
