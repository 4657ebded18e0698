/**
 * When the background does what can wait, such as looking for newer lists: some
 * time after the last request, and not while somebody writes a mail. A second
 * program that starts at that moment would take its time from Send's decision.
 */

/** Nobody has asked anything for this long, in ms. A worker without requests lives for 30 seconds. */
const QUIET = 12_000;
/** Work that has waited for this long, in ms, no longer waits for composes: some are open for days. */
const LATE = 24 * 3_600_000;

export interface Waiting {
  /** How long the work has been due, in ms; negative when it is not. */
  readonly overdue: () => Promise<number>;
  /** Whether a compose is open. */
  readonly isWriting: () => Promise<boolean>;
  readonly work: () => Promise<unknown>;
}

/** Runs a step later; the answer cancels it. */
export type Later = (step: () => void, wait: number) => () => void;

const later: Later = (step, wait) => {
  const timer = setTimeout(step, wait);
  return () => clearTimeout(timer);
};

export class IdleWork {
  readonly #waiting: Waiting;
  readonly #later: Later;
  #cancel: () => void = () => {};

  constructor(waiting: Waiting, wait: Later = later) {
    this.#waiting = waiting;
    this.#later = wait;
  }

  /** Something was asked: the quiet begins anew. */
  asked(): void {
    this.#cancel();
    this.#cancel = this.#later(() => void this.#look().catch(() => undefined), QUIET);
  }

  async #look(): Promise<void> {
    const { overdue, isWriting, work } = this.#waiting;
    const since = await overdue();
    if (since < 0 || (since < LATE && (await isWriting()))) return;
    await work();
  }
}
