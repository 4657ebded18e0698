/**
 * Looks at the composes of a page while a person writes: fetches verdicts
 * before Send needs them, shows the notices, and reports how well the page can
 * be read. Only the look of things is done here; Send is decided by the guard.
 */
import { rememberTexts } from '../browser.ts';
import type { HealthProblem } from '../messages.ts';
import { measured } from '../timing.ts';
import { WARNING_TEXTS } from '../warning/warning.ts';
import { framesAround } from '../webmail/frames.ts';
import { WATCHED } from '../webmail/glance.ts';
import { addressesOf, type ComposeReading, type Reading } from '../webmail/recipients.ts';
import { EDITABLE } from '../webmail/select.ts';
import type { Webmail } from '../webmail/webmail.ts';
import { Condition } from './condition.ts';
import { Notices } from './notices.ts';
import { Typing } from './typing.ts';
import type { Verdicts } from './verdicts.ts';

/** A change is looked at this much later, in ms: pages change in bursts. */
const LOOK_AFTER = 15;
/** And at most once in this time while keys keep coming, in ms. */
const LOOK_EVERY = 30;
/** What the page draws by itself comes in more pieces: it waits this long, or for the next key, in ms. */
const LOOK_DRAWN = 60;
/** While nothing but the message is written, it is looked at once in this time, in ms. */
const LOOK_SELDOM = 2000;
/** What was read is told of again without reading for this time, in ms. */
const READINGS_GOOD_FOR = 2000;
/** A frame looks for the compose around it so often, in ms, and for so long after it was made. */
const LOOK_FRAME = 250;
const DRAWN_WITHIN = 10_000;
/** The core is woken again when a person returns to a compose after this time, in ms: workers sleep after 30 s. */
const WAKE_AFTER = 20_000;

export class Watch {
  readonly #webmail: Webmail;
  readonly #verdicts: Verdicts;
  readonly #document: Document;
  readonly #isAside: () => boolean;
  readonly #looked: () => void;
  readonly #notices: Notices;
  readonly #typing: Typing;
  readonly #condition: Condition;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #lookedAt = 0;
  #wokenAt = 0;
  #hasWords = false;
  /** Of the last look; null when the page may say something else by now. */
  #readings: readonly ComposeReading[] | null = null;
  #readAt = 0;
  /** The page has changed, beyond the text of a field or a message, since the last look. */
  #isDrawn = true;
  /** In an editor's frame: the compose around it. */
  #around: Element | null = null;
  readonly #aroundChanges = new MutationObserver(() => {
    // At once: what was a chip with its address may be a mere name by the next look.
    if (this.#around !== null && !this.#isAside()) this.#webmail.read(this.#around);
    this.soon();
  });

  /** `looked` is called after each look at the page. */
  constructor(
    webmail: Webmail,
    verdicts: Verdicts,
    document: Document,
    isAside: () => boolean,
    looked: () => void = () => {},
  ) {
    this.#webmail = webmail;
    this.#verdicts = verdicts;
    this.#document = document;
    this.#isAside = isAside;
    this.#looked = looked;
    const soon = (): void => this.soon();
    this.#typing = new Typing(() => this.show());
    this.#condition = new Condition(webmail, document, soon);
    this.#notices = new Notices(webmail, verdicts, this.#typing, { soon, problem: (problem) => this.note(problem) });
  }

  start(): void {
    const observer = new MutationObserver((changes) => measured('changes', () => this.#changed(changes)));
    observer.observe(this.#document, WATCHED);
    const view = this.#document.defaultView;
    const how = { capture: true, passive: true };
    view?.addEventListener('input', (event) => measured('input', () => this.#typed(event)), how);
    view?.addEventListener('focusin', () => measured('focus', () => this.#focused()), how);
    view?.addEventListener('focusout', () => this.soon(), how);
    this.soon();
  }

  #changed(changes: readonly MutationRecord[]): void {
    this.#webmail.note(changes);
    this.#isDrawn ||= changes.some(({ target }) => elementAt(target)?.closest(EDITABLE) == null);
    if (changes.every((change) => this.#isWriting(change))) this.#seldom();
    else this.#lookAnew(LOOK_DRAWN);
  }

  /** Look again shortly, as if all had been drawn anew: what nobody tells of may have changed. */
  afresh(): void {
    this.#isDrawn = true;
    this.soon();
  }

  /** Look again shortly. */
  soon(): void {
    this.#lookAnew(LOOK_EVERY);
  }

  /** Look again sometime: what happens has nothing to do with who gets the mail. */
  #seldom(): void {
    this.#lookAnew(LOOK_SELDOM);
  }

  #lookAnew(time: number): void {
    this.#readings = null;
    this.#lookWithin(time);
  }

  /** So long after the last look, in ms; an earlier one that is due already stays. */
  #lookWithin(time: number): void {
    const now = performance.now();
    const due = Math.max(now + LOOK_AFTER, this.#lookedAt + time);
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#lookedAt = performance.now();
      measured('look', () => this.look());
    }, due - now);
  }

  /** Something outside of the page's structure kept us from our work; told until the page is left. */
  note(problem: HealthProblem): void {
    this.#condition.add(problem);
  }

  /** Take everything of ours out of the page. */
  clear(): void {
    this.#notices.keep();
  }

  look(): void {
    if (this.#isAside()) {
      this.clear();
      return;
    }
    const isDrawn = this.#isDrawn;
    this.#isDrawn = false;
    this.#tell(this.#readAll(), isDrawn);
    this.#looked();
  }

  /** What is known of the page is news: told at once where the page has not changed since it was read. */
  show(): void {
    measured('look', () => {
      const readings = this.#isAside() ? null : this.#lastReadings();
      if (readings === null) this.#lookWithin(LOOK_EVERY);
      else this.#tell(readings, false);
    });
  }

  #tell(readings: readonly ComposeReading[], isDrawn: boolean): void {
    for (const { root, reading } of readings) {
      this.#fetch(this.#judged(reading), reading.sender);
      this.#notices.show(root, reading, isDrawn);
    }
    this.#condition.tell(readings);
  }

  #lastReadings(): readonly ComposeReading[] | null {
    return performance.now() - this.#readAt < READINGS_GOOD_FOR ? this.#readings : null;
  }

  #readAll(): readonly ComposeReading[] {
    this.#webmail.learnNames();
    const roots = this.#webmail.roots();
    this.#notices.keep(roots);
    if (roots.length > 0) this.#wake();
    this.#readAround(roots.length > 0 ? null : this.#webmail.rootAround());
    const readings = roots.map((root) => ({ root, reading: this.#webmail.glance(root) }));
    // Of composes around this frame nobody tells us enough.
    this.#readings = readings.length > 0 ? readings : null;
    this.#readAt = performance.now();
    return readings;
  }

  /** Whom to ask the core about now: not at each key of a domain that has just been begun. */
  #judged(reading: Reading): string[] {
    const { recipients } = reading;
    const isEarly = recipients.some((one) => this.#typing.isEarly(one));
    return addressesOf(isEarly ? { recipients: recipients.filter((one) => !this.#typing.isEarly(one)) } : reading);
  }

  /** In an editor's frame: know the verdicts for a shortcut that is pressed here. Notices are the outer copy's. */
  #readAround(root: Element | null): void {
    // A frame is there before the compose around it is whole, and nobody tells us when that is.
    if (root === null && this.#isFramed() && performance.now() < DRAWN_WITHIN) {
      setTimeout(() => this.soon(), LOOK_FRAME);
    }
    if (root !== this.#around) {
      // By the time of a shortcut the fields may have given way to a line of names: see them while they are there.
      this.#around = root;
      this.#aroundChanges.disconnect();
      if (root !== null) this.#aroundChanges.observe(root, { childList: true, subtree: true });
    }
    if (root === null) return;
    const reading = this.#webmail.read(root);
    this.#fetch(addressesOf(reading), reading.sender);
  }

  #isFramed(): boolean {
    return framesAround(this.#document.documentElement).length > 0;
  }

  #fetch(addresses: readonly string[], sender: string): void {
    if (addresses.every((one) => this.#verdicts.isFresh(one, sender))) return;
    if (!this.#hasWords) rememberTexts(WARNING_TEXTS);
    this.#hasWords = true;
    this.#noteSilence(this.#verdicts.fetch(addresses, sender));
  }

  #typed(event: Event): void {
    if (this.#isMessage(elementAt(event.target as Node | null))) {
      this.#seldom();
      return;
    }
    this.#typing.note(event);
    this.soon();
  }

  #focused(): void {
    this.#wake();
    this.soon();
  }

  #wake(): void {
    const now = performance.now();
    if (this.#wokenAt !== 0 && now - this.#wokenAt < WAKE_AFTER) return;
    if (this.#isAside() || this.#webmail.roots().length === 0) return;
    this.#wokenAt = now;
    this.#noteSilence(this.#verdicts.warm());
  }

  #noteSilence(answer: Promise<void>): void {
    answer.then(
      () => this.#condition.delete('core-silent'),
      () => this.note('core-silent'),
    );
  }

  /** Whether a change in the page is a person's writing, or the page's own upkeep of it. */
  #isWriting({ type, target }: MutationRecord): boolean {
    const element = elementAt(target);
    return this.#isMessage(type === 'attributes' ? (element?.parentElement ?? null) : element);
  }

  #isMessage(part: Element | null): boolean {
    return this.#around !== null || (part !== null && this.#webmail.isMessage(part));
  }
}

function elementAt(node: Node | null): Element | null {
  if (node?.nodeType === 1) return node as Element;
  return node?.parentElement ?? null; // also of a window, which is no node
}
