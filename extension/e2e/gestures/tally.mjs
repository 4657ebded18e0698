/** What is counted of a run, and what went wrong in words. */

/** What is counted that must be 0. */
export const FAILURES = ['lost', 'double', 'leaked', 'altered', 'needless', 'unsaid', 'stuck'];
/** At most so many troubles are described. */
const MAX_TROUBLES = 12;

export class Tally {
  /** How the page of the moment behaves, for the words of a trouble. */
  behaviour;
  #troubles = [];

  /** @param {string[]} mishaps what may go wrong beside a mail */
  constructor(mishaps) {
    this.count = { gestures: 0, mails: 0, pages: 0, asked: 0, unchecked: 0, covered: 0 };
    for (const name of [...mishaps, ...FAILURES]) this.count[name] = 0;
  }

  /** @param kind one of FAILURES */
  trouble(kind, words) {
    const { count } = this;
    count[kind]++;
    if (this.#troubles.length >= MAX_TROUBLES) return;
    const where = `${kind} at gesture ${count.gestures}, mail ${count.mails}`;
    this.#troubles.push(`${where}: ${words} (${JSON.stringify(this.behaviour)})`);
  }

  /** Counts, and the first troubles in words. */
  result() {
    return { ...this.count, troubles: this.#troubles };
  }
}
