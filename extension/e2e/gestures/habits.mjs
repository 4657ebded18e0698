/** Near misses that a person has said are right, so often that they are a habit, which is not held. */

/** Mails that make a domain a habit (src/background/history.ts). */
const HABIT = 3;

export class Habits {
  /** near miss → mails that left for it after "This address is right" */
  #agreed = new Map();

  has(recipient) {
    return this.#times(domainOf(recipient)) >= HABIT;
  }

  /** A mail has left with this answer. One that left against a warning makes no habit within a day. */
  note(recipients, answer) {
    for (const domain of new Set(recipients.filter((one) => one.isBad).map(domainOf))) {
      if (answer === 'send') this.#agreed.set(domain, Number.NEGATIVE_INFINITY);
      else if (answer === 'trust') this.#agreed.set(domain, this.#times(domain) + 1);
    }
  }

  #times(domain) {
    return this.#agreed.get(domain) ?? 0;
  }
}

function domainOf({ address }) {
  return address.slice(address.indexOf('@') + 1);
}
