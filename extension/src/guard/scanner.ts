/**
 * Scans the composes of a page while a person writes: fetches verdicts before
 * Send needs them, shows the notices, and reports how well the page can be read.
 * Send is decided by the guard.
 */
import { rememberTexts } from '../browser/texts.ts';
import { closestTo, documentOf, matchesSelector } from '../dom.ts';
import type { HealthProblem } from '../messages/page.ts';
import { measured } from '../timing.ts';
import { waitOf } from '../waits.ts';
import { isDialogOpen, WARNING_TEXTS } from '../warning/warning.ts';
import { WATCHED } from '../webmail/composes.ts';
import { elementOf } from '../webmail/frames.ts';
import { addressesOf, type Reading } from '../webmail/recipients.ts';
import { EDITABLE } from '../webmail/select.ts';
import type { Webmail } from '../webmail/webmail.ts';
import { HealthReporter } from './health.ts';
import { Notices } from './notices.ts';
import type { Questions } from './questions.ts';
import { ScanSchedule, type ScanWait } from './schedule.ts';
import type { Touched } from './touched.ts';
import { Typing } from './typing.ts';
import type { Verdicts } from './verdicts.ts';

export interface ScannerListener {
  /** Another copy guards here, or nobody. */
  readonly isAside: () => boolean;
  /** Called before each scan; reports whether presses are heard. */
  readonly check: () => boolean;
  /** Called after each scan. */
  readonly scanned: () => void;
}

export class Scanner {
  readonly #webmail: Webmail;
  readonly #verdicts: Verdicts;
  readonly #touched: Touched;
  readonly #document: Document;
  readonly #listener: ScannerListener;
  readonly #notices: Notices;
  readonly #typing: Typing;
  readonly #schedule = new ScanSchedule(() => measured('scan', () => this.#scan()));
  readonly health: HealthReporter;
  #wokenAt = Number.NEGATIVE_INFINITY;
  #hasTexts = false;
  /** The page has drawn something, beyond the text of a field or a message, since the last scan. */
  #isDrawn = true;

  constructor(
    webmail: Webmail,
    verdicts: Verdicts,
    touched: Touched,
    questions: Questions,
    document: Document,
    listener: ScannerListener,
  ) {
    this.#webmail = webmail;
    this.#verdicts = verdicts;
    this.#touched = touched;
    this.#document = document;
    this.#listener = listener;
    const soon = (): void => this.soon();
    this.#typing = new Typing(() => this.now());
    this.health = new HealthReporter(webmail, document, soon);
    this.#notices = new Notices(webmail, verdicts, this.#typing, questions, {
      soon,
      problem: (problem) => this.note(problem),
    });
  }

  start(): void {
    const observer = new MutationObserver((changes) => measured('changes', () => this.#changed(changes)));
    observer.observe(this.#document, WATCHED);
    this.arm();
    this.soon();
  }

  /** Listens; listeners that are there already stay as they are. */
  arm(): void {
    const view = this.#document.defaultView;
    const how = { capture: true, passive: true };
    view?.addEventListener('input', this.#typed, how);
    view?.addEventListener('focusin', this.#focused, how);
    view?.addEventListener('focusout', this.#left, how);
  }

  /** Scan the whole page shortly, as if all had been drawn anew: what was not noticed may have changed. */
  anew(): void {
    this.#isDrawn = true;
    this.#webmail.forget();
    this.soon();
  }

  /** Scan shortly. */
  soon(): void {
    this.#schedule.within('scan');
  }

  /** The person wants the notice; false where there is none. */
  openNotice(): boolean {
    return this.#notices.open(this.#webmail.activeRoot());
  }

  /** Scan at once: there is something else to show. */
  now(): void {
    this.#schedule.now();
  }

  /** Something outside of the page's structure kept us from our work; reported until the page is left. */
  note(problem: HealthProblem): void {
    this.health.add(problem);
  }

  /** Take everything of ours out of the page. */
  clear(): void {
    this.#notices.keep();
  }

  #scan(): void {
    if (this.#listener.isAside()) {
      this.clear();
      return;
    }
    if (this.#listener.check()) this.health.delete('deaf-listeners');
    else this.note('deaf-listeners');
    const isDrawn = this.#isDrawn;
    this.#isDrawn = false;
    this.#webmail.learnNames();
    const roots = this.#webmail.roots();
    // The question at Send says it all, and nothing of ours may lie over it.
    const isQuiet = isDialogOpen() || this.#verdicts.isPaused();
    const shown = isQuiet ? [] : roots.filter((root) => this.#touched.has(root));
    this.#notices.keep(shown);
    if (roots.length > 0) this.#wake();
    const readings = roots.map((root) => ({ root, reading: this.#webmail.read(root) }));
    for (const { root, reading } of readings) {
      this.#fetch(reading);
      if (shown.includes(root)) this.#notices.show(root, reading, isDrawn);
    }
    this.health.report(readings);
    this.#listener.scanned();
  }

  /** Also for composes that nobody has touched yet: a reply may be sent by its first key. */
  #fetch({ recipients, sender }: Reading): void {
    const addresses = addressesOf({ recipients: recipients.filter((one) => !this.#typing.isIncomplete(one)) });
    if (this.#verdicts.areFresh(addresses, sender, true)) return;
    if (!this.#hasTexts) rememberTexts(WARNING_TEXTS);
    this.#hasTexts = true;
    this.#noteSilence(this.#verdicts.fetch(addresses, sender, true));
  }

  #changed(changes: readonly MutationRecord[]): void {
    this.#webmail.note(changes);
    // The whole document has been replaced, and our listeners may be gone with it.
    if (changes.some(({ target }) => target === this.#document)) this.#listener.check();
    const places = changes.map(({ target }) => elementOf(target));
    this.#isDrawn ||= places.some((place) => place === null || closestTo(place, EDITABLE) === null);
    const isMessage = places.every((place) => place !== null && this.#isMessage(place));
    this.#schedule.within(isMessage ? 'scan-message' : 'scan-drawn');
  }

  #isMessage(place: Element): boolean {
    return this.#webmail.isMessage(place) || (documentOf(place) === this.#document && this.#isEditor());
  }

  /** Whether this document is nothing but an editor. */
  #isEditor(): boolean {
    return (
      this.#document.designMode === 'on' ||
      (this.#document.body !== null && matchesSelector(this.#document.body, EDITABLE))
    );
  }

  readonly #typed = (event: Event): void => {
    const place = elementOf(event.target);
    this.#typing.note(event);
    const wait: ScanWait = place !== null && this.#isMessage(place) ? 'scan-message' : 'scan';
    this.#schedule.within(wait);
  };

  readonly #focused = (): void => {
    this.#webmail.forget();
    this.#wake();
    this.soon();
  };

  readonly #left = (): void => this.soon();

  #wake(): void {
    const now = performance.now();
    if (now - this.#wokenAt < waitOf('wake-core')) return;
    if (this.#listener.isAside() || this.#webmail.roots().length === 0) return;
    this.#wokenAt = now;
    this.#noteSilence(this.#verdicts.warm());
  }

  #noteSilence(answer: Promise<void>): void {
    answer.then(
      () => this.health.delete('core-silent'),
      () => this.note('core-silent'),
    );
  }
}
