/** Reports to the background how well a page can be read and guarded, whenever that changes. */
import { ask } from '../browser/ask.ts';
import type { HealthProblem, PageState } from '../messages/page.ts';
import { waitOf } from '../waits.ts';
import { healthOf } from '../webmail/health.ts';
import type { ComposeReading } from '../webmail/recipients.ts';
import type { Webmail } from '../webmail/webmail.ts';
import type { Questions } from './questions.ts';

/** These do not keep us from guarding. */
const HARMLESS: readonly HealthProblem[] = ['opaque-recipient', 'script-held', 'reload-needed'];

export class HealthReporter {
  readonly #webmail: Webmail;
  readonly #questions: Questions;
  readonly #soon: () => void;
  /** What has nothing to do with the page's structure. */
  readonly #others = new Set<HealthProblem>();
  readonly #since = new Map<HealthProblem, number>();
  /** What a page without composes has that may be one. */
  #found: readonly HealthProblem[] = [];
  #searchedAt = Number.NEGATIVE_INFINITY;
  #reported = '';

  /** `soon` is called when it is time to scan the page again. */
  constructor(webmail: Webmail, questions: Questions, soon: () => void) {
    this.#webmail = webmail;
    this.#questions = questions;
    this.#soon = soon;
  }

  /** Something outside of the page's structure keeps us from our work; reported until it is deleted, or the page left. */
  add(problem: HealthProblem): void {
    if (!this.#others.has(problem)) this.#soon();
    this.#others.add(problem);
  }

  /** It does so no longer. */
  delete(problem: HealthProblem): void {
    if (this.#others.delete(problem)) this.#soon();
  }

  report(readings: readonly ComposeReading[]): void {
    const now = performance.now();
    // It went with its compose.
    if (readings.length === 0) this.#others.delete('script-held');
    const seen = new Set(readings.length > 0 ? healthOf(this.#webmail, readings) : this.#overlooked());
    for (const problem of this.#since.keys()) if (!seen.has(problem)) this.#since.delete(problem);
    // Pages are half drawn for a while.
    for (const problem of seen) {
      if (this.#since.has(problem)) continue;
      this.#since.set(problem, now);
      setTimeout(this.#soon, waitOf('health-lasting'));
    }
    const lasting = [...seen].filter((problem) => now - (this.#since.get(problem) ?? now) >= waitOf('health-lasting'));
    const problems = [...lasting, ...this.#others].sort();
    const { id: webmail, version: description } = this.#webmail.descriptor;
    const { count: questions } = this.#questions;
    const state = this.#stateOf(readings.length, problems);
    const report = { webmail, state, problems, description, ...(questions > 0 && { questions }) };
    const text = JSON.stringify(report);
    if (text === this.#reported) return;
    this.#reported = text;
    ask('page', { report }).catch(() => {
      this.#reported = '';
    });
  }

  /** Inboxes draw all the time: a page without composes is searched for one only so often. */
  #overlooked(): readonly HealthProblem[] {
    const now = performance.now();
    const rest = this.#searchedAt + waitOf('health-lasting') - now;
    if (rest > 0) {
      setTimeout(this.#soon, rest);
    } else {
      this.#searchedAt = now;
      this.#found = healthOf(this.#webmail, []);
    }
    return this.#found;
  }

  /** The frame is shown again after it was put aside: what it reported is forgotten. */
  forget(): void {
    this.#reported = '';
    this.#soon();
  }

  #stateOf(composes: number, problems: readonly HealthProblem[]): PageState {
    if (problems.some((problem) => !HARMLESS.includes(problem))) return 'not-protecting';
    if (composes === 0) return 'idle';
    return this.#webmail.descriptor.guards === 'hint' ? 'hint-only' : 'protecting';
  }
}
