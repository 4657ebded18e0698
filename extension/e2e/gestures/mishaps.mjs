/** What goes wrong beside a mail: the core is slow, silent or stopped, a domain is protected, the extension is reloaded. */
import { pause } from '../support/user.mjs';
import { newDomain } from './random.mjs';

/** How often something goes wrong, by what it costs. */
export const EVERY = { silence: 401, reload: 37, protect: 29, stop: 19, slow: 31 };
/** When: before the mail is written, once it is, once Send was pressed, once we ask. */
export const MOMENTS = ['before', 'written', 'pressed', 'pressed', 'asked'];
/** Longer than it takes to write a mail and the guard waits for the core, in ms. */
const SILENCE = 9_000;

/** On one page. */
export class Mishaps {
  #run;
  #user;
  #copies;
  #tell;
  /** The copy that an update has left alone in the page; null when the page has its new one. */
  #leftAlone = null;

  /**
   * @param run what all pages share (gestures.mjs)
   * @param copies of the content script in the page
   * @param {(words: string) => void} tell
   */
  constructor(run, user, copies, tell) {
    this.#run = run;
    this.#user = user;
    this.#copies = copies;
    this.#tell = tell;
  }

  /** The extension is being reloaded: nobody can be asked, and the old copy holds what it knows for a while. */
  isAway() {
    return this.#leftAlone !== null && this.#copies.newest() === this.#leftAlone;
  }

  /** Has happen what the mail is planned to meet at this moment. */
  async at(moment, mail) {
    if (moment !== mail.when) return;
    const { tally, faults, draw } = this.#run;
    for (const name of mail.planned) {
      tally.count[name]++;
      this.#tell(`${name} when ${moment}`);
      if (name === 'protect') await this.#protect(mail);
      else if (name === 'slow') await faults.slow(200 + draw.next() * 600);
      else if (name === 'silence') await faults.silence(SILENCE);
      else if (name === 'stop') await faults.stop();
      else await this.#reload();
    }
  }

  async #protect(mail) {
    const { tally, faults, protectedDomains } = this.#run;
    const { name: domain, near } = newDomain(tally.count.protect);
    await faults.protect(domain);
    protectedDomains.push({ domain, near });
    // Written before it was protected: what the guard knows when Send is pressed decides.
    if (mail.draft.recipients.some((one) => one.address.endsWith(`@${near}`))) mail.mayBeBad = true;
  }

  async #reload() {
    const { faults, draw } = this.#run;
    const before = this.#copies.newest();
    this.#leftAlone = before;
    await faults.reload();
    // People do not wait for an update; sometimes they happen to.
    if (!draw.chance(0.5)) return;
    this.#tell('the new copy is there');
    await this.#user.until('a new copy of the content script', async () => this.#copies.newest() !== before);
    await pause(draw.next() * 300);
  }
}
