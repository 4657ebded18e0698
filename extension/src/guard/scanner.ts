/**
 * Scans the composes of a page while a person writes: fetches verdicts before
 * Send needs them, shows the notices, and reports how well the page can be read.
 * Send is decided by the guard.
 */
import { ask } from '../browser/ask.ts';
import { rememberTexts } from '../browser/texts.ts';
import { elementOf } from '../eventplaces.ts';
import { Schedule } from '../schedule.ts';
import { measured } from '../timing.ts';
import { waitOf } from '../waits.ts';
import { isDialogOpen, WARNING_TEXTS } from '../warning/warning.ts';
import { WATCHED } from '../webmail/composes.ts';
import { isEditor } from '../webmail/message.ts';
import { addressesOf, type Reading } from '../webmail/recipients.ts';
import type { Gate } from './gate.ts';
import type { Lifecycle } from './lifecycle.ts';
import { Notices } from './notices.ts';
import type { Parts } from './parts.ts';
import { Typing } from './typing.ts';

export class Scanner {
  readonly #parts: Parts;
  readonly #gate: Gate;
  readonly #lifecycle: Lifecycle;
  readonly #scanned: () => void;
  readonly #typing: Typing;
  readonly #schedule = new Schedule(() => measured('scan', () => this.#scan()));
  readonly notices: Notices;
  #wokenAt = Number.NEGATIVE_INFINITY;

  /** `scanned` is called after each scan. */
  constructor(parts: Parts, gate: Gate, lifecycle: Lifecycle, scanned: () => void) {
    this.#parts = parts;
    this.#gate = gate;
    this.#lifecycle = lifecycle;
    this.#scanned = scanned;
    this.#typing = new Typing(() => this.now());
    this.notices = new Notices(parts, this.#typing, () => this.soon());
  }

  start(): void {
    rememberTexts(WARNING_TEXTS);
    const observer = new MutationObserver((changes) => measured('changes', () => this.#changed(changes)));
    observer.observe(document, WATCHED);
    this.#gate.listen(['input'], (event) => this.#typed(event));
    this.#gate.listen(['focusin'], () => this.anew());
    this.#gate.listen(['focusout'], () => this.soon());
    this.soon();
  }

  /** Scan the whole page shortly: what was not noticed may have changed. */
  anew(): void {
    this.#parts.webmail.forget();
    this.soon();
  }

  /** Scan shortly. */
  soon(): void {
    this.#schedule.within('scan');
  }

  /** Scan at once: there is something else to show. */
  now(): void {
    this.#schedule.now();
  }

  #scan(): void {
    if (this.#lifecycle.isAside()) {
      this.notices.keep([]);
      return;
    }
    if (this.#gate.check()) this.#parts.health.delete('deaf-listeners');
    else this.#parts.health.add('deaf-listeners');
    this.#parts.webmail.learnNames();
    const roots = this.#parts.webmail.roots();
    // The question at Send says it all, and nothing of ours may lie over it.
    const isQuiet = isDialogOpen() || this.#parts.verdicts.isPaused();
    const shown = isQuiet ? [] : roots.filter((root) => this.#parts.touched.has(root));
    this.notices.keep(shown);
    if (roots.length > 0) this.#wake();
    const readings = roots.map((root) => ({ root, reading: this.#parts.webmail.read(root) }));
    for (const { root, reading } of readings) {
      this.#fetch(root, reading);
      if (shown.includes(root)) this.notices.show(root, reading);
    }
    this.#parts.health.report(readings);
    this.#scanned();
  }

  /**
   * Fetches verdicts ahead. For composes that nobody has touched yet, without the
   * person's history and own entries: a script could collect such answers, minute
   * by minute, and see all of them at the first touch, or use up the site's budget.
   */
  #fetch(root: Element, { recipients, sender }: Reading): void {
    const addresses = addressesOf({ recipients: recipients.filter((one) => !this.#typing.isIncomplete(one)) });
    const { verdicts, touched } = this.#parts;
    const isPersonal = touched.has(root);
    if (verdicts.outdated(addresses, sender, isPersonal).length > 0) {
      this.#noteSilence(verdicts.fetch(addresses, sender, isPersonal));
    }
  }

  #changed(changes: readonly MutationRecord[]): void {
    this.#parts.webmail.note(changes);
    // The whole document has been replaced, and our listeners may be gone with it.
    if (changes.some(({ target }) => target === document)) this.#gate.check();
    const isMessage = changes.every(({ target }) => this.#isMessage(target));
    this.#schedule.within(isMessage ? 'scan-message' : 'scan-drawn');
  }

  #typed(event: Event): void {
    this.#typing.note(event);
    this.#schedule.within(this.#isMessage(event.target) ? 'scan-message' : 'scan');
  }

  #isMessage(target: EventTarget | null): boolean {
    const place = elementOf(target);
    return place !== null && (this.#parts.webmail.isMessage(place) || isEditor(document));
  }

  #wake(): void {
    const now = performance.now();
    if (now - this.#wokenAt < waitOf('wake-core')) return;
    this.#wokenAt = now;
    // The core is loaded ahead of the first check.
    this.#noteSilence(ask('warm', {}).then((guarding) => this.#parts.verdicts.adopt(guarding)));
  }

  #noteSilence(answer: Promise<void>): void {
    answer.then(
      () => this.#parts.health.delete('core-silent'),
      () => this.#parts.health.add('core-silent'),
    );
  }
}
