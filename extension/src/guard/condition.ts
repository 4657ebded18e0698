/** How well a page can be read, told to the background whenever that changes. */
import { ask } from '../browser.ts';
import { IdleWork } from '../idle.ts';
import type { HealthProblem, PageState } from '../messages.ts';
import { hasOverlooked, healthOfComposes } from '../webmail/health.ts';
import type { ComposeReading } from '../webmail/recipients.ts';
import type { Webmail } from '../webmail/webmail.ts';

/** A problem must last this long to be told, in ms: pages are half drawn for a while. */
const LASTING = 2000;

export class Condition {
  readonly #webmail: Webmail;
  readonly #document: Document;
  readonly #soon: () => void;
  /** A page without composes is searched for what may be one: no key waits for that. */
  readonly #search: IdleWork;
  #hasOverlooked = false;
  /** What has nothing to do with the page's structure. */
  readonly #others = new Set<HealthProblem>();
  readonly #since = new Map<HealthProblem, number>();
  #told = '';

  /** `soon` is called when it is time to look at the page again. */
  constructor(webmail: Webmail, document: Document, soon: () => void) {
    this.#webmail = webmail;
    this.#document = document;
    this.#soon = soon;
    this.#search = new IdleWork(document, () => {
      const before = this.#hasOverlooked;
      this.#hasOverlooked = webmail.roots().length === 0 && hasOverlooked(webmail.descriptor, document);
      if (this.#hasOverlooked !== before) soon();
    });
  }

  /** Something outside of the page's structure keeps us from our work. */
  add(problem: HealthProblem): void {
    this.#others.add(problem);
    this.#soon();
  }

  /** It does so no longer. */
  delete(problem: HealthProblem): void {
    if (this.#others.delete(problem)) this.#soon();
  }

  tell(readings: readonly ComposeReading[]): void {
    const now = performance.now();
    const seen = new Set(this.#problemsNow(readings));
    for (const problem of this.#since.keys()) if (!seen.has(problem)) this.#since.delete(problem);
    for (const problem of seen) {
      if (this.#since.has(problem)) continue;
      this.#since.set(problem, now);
      setTimeout(this.#soon, LASTING);
    }
    const lasting = [...this.#since].flatMap(([problem, since]) => (now - since >= LASTING ? [problem] : []));
    const problems = [...lasting, ...this.#others].sort();
    const { id, version } = this.#webmail.descriptor;
    const report = { webmail: id, state: this.#stateOf(readings.length, problems), problems, description: version };
    const told = `${id} ${version} ${report.state} ${problems.join(' ')}`;
    if (told === this.#told) return;
    this.#told = told;
    ask('page', { report }).catch(() => {
      this.#told = '';
    });
  }

  #problemsNow(readings: readonly ComposeReading[]): readonly HealthProblem[] {
    if (readings.length > 0) {
      this.#hasOverlooked = false;
      return healthOfComposes(this.#webmail, readings);
    }
    this.#search.soon();
    // Rare, and nothing to be told of once it is over.
    this.#hasOverlooked &&= hasOverlooked(this.#webmail.descriptor, this.#document);
    return this.#hasOverlooked ? ['no-compose-root'] : [];
  }

  #stateOf(composes: number, problems: readonly HealthProblem[]): PageState {
    if (problems.some((problem) => problem !== 'opaque-recipient')) return 'not-protecting';
    if (composes === 0) return 'idle';
    return this.#webmail.descriptor.guards === 'hint' ? 'hint-only' : 'protecting';
  }
}
