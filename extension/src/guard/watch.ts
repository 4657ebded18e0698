/**
 * Looks at the composes of a page while a person writes: fetches verdicts
 * before Send needs them, shows the notices, and reports how well the page can
 * be read. Only the look of things is done here; Send is decided by the guard.
 */
import { rememberTexts } from '../browser.ts';
import type { HealthProblem } from '../messages.ts';
import { measured } from '../timing.ts';
import { WARNING_TEXTS } from '../warning/warning.ts';
import { elementOf } from '../webmail/frames.ts';
import { WATCHED } from '../webmail/glance.ts';
import { addressesOf, type ComposeReading, type Reading } from '../webmail/recipients.ts';
import { EDITABLE } from '../webmail/select.ts';
import type { Webmail } from '../webmail/webmail.ts';
import { Around } from './around.ts';
import { Begun } from './begun.ts';
import { Condition } from './condition.ts';
import { Ended } from './ended.ts';
import { Notices } from './notices.ts';
import { Pace, WAITS } from './pace.ts';
import { Typing } from './typing.ts';
import type { Verdicts } from './verdicts.ts';

/** What was read is told of again without reading for this time, in ms. */
const READINGS_GOOD_FOR = 2000;
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
  readonly #pace = new Pace(() => measured('look', () => this.look()));
  #wokenAt = 0;
  #hasWords = false;
  /** Of the last look; null when the page may say something else by now. */
  #readings: readonly ComposeReading[] | null = null;
  #readAt = 0;
  /** The page has changed, beyond the text of a field or a message, since the last look. */
  #isDrawn = true;
  readonly #begun = new Begun();
  readonly #ended: Ended;
  /** In an editor's frame. */
  readonly #around: Around;

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
    // At once: what was a chip with its address may be a mere name by the next look.
    const changed = (root: Element): void => {
      if (!this.#isAside()) webmail.read(root);
      this.soon();
    };
    this.#around = new Around(webmail, document, changed, soon);
    this.#ended = new Ended(webmail, verdicts, this.#typing, {
      fetch: (...what) => this.#ask(...what, true),
      tell: () => this.show(),
    });
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
    this.#isDrawn ||= changes.some(({ target }) => elementOf(target)?.closest(EDITABLE) == null);
    if (changes.every((change) => this.#isWriting(change))) this.#lookAnew('seldom');
    else if (!this.#areTyping(changes)) this.#lookAnew('drawn');
  }

  /** Look again shortly, as if all had been drawn anew: what nobody tells of may have changed. */
  afresh(): void {
    this.#isDrawn = true;
    this.soon();
  }

  /** Look again shortly. */
  soon(): void {
    this.#lookAnew('typed');
  }

  #lookAnew(wait: keyof typeof WAITS): void {
    this.#readings = null;
    this.#pace.within(WAITS[wait]);
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
      const isGood = performance.now() - this.#readAt < READINGS_GOOD_FOR && !this.#isAside();
      const readings = isGood ? this.#readings : null;
      if (readings === null) this.#pace.within(WAITS.typed);
      else this.#tell(readings, false);
    });
  }

  #tell(readings: readonly ComposeReading[], isDrawn: boolean): void {
    for (const { root, reading } of readings) {
      this.#ended.writtenBy(root, reading.sender);
      this.#fetch(this.#judged(reading), reading.sender);
      this.#notices.show(root, reading, isDrawn);
    }
    this.#condition.tell(readings);
  }

  #readAll(): readonly ComposeReading[] {
    this.#webmail.learnNames();
    const roots = this.#webmail.roots();
    this.#notices.keep(roots);
    if (roots.length > 0) this.#wake();
    if (roots.length > 0) this.#around.forget();
    else this.#readAround();
    const readings = roots.map((root) => ({ root, reading: this.#webmail.glance(root) }));
    // Of composes around this frame nobody tells us enough.
    this.#readings = readings.length > 0 ? readings : null;
    this.#readAt = performance.now();
    return readings;
  }

  /** Whom to ask the core about now: not at each key of a domain that has just been begun. */
  #judged(reading: Reading): string[] {
    const recipients = reading.recipients.filter((one) => !this.#typing.isEarly(one));
    return addressesOf({ recipients });
  }

  /** In an editor's frame: know the verdicts for a shortcut that is pressed here. Notices are the outer copy's. */
  #readAround(): void {
    const root = this.#around.find();
    if (root === null) return;
    const reading = this.#webmail.read(root);
    this.#fetch(addressesOf(reading), reading.sender);
  }

  #fetch(addresses: readonly string[], sender: string): void {
    if (!addresses.every((one) => this.#verdicts.isFresh(one, sender))) this.#ask(addresses, sender);
  }

  #ask(addresses: readonly string[], sender: string, isQuiet = false): Promise<void> {
    if (!this.#hasWords) rememberTexts(WARNING_TEXTS);
    this.#hasWords = true;
    const answer = this.#verdicts.fetch(addresses, sender, isQuiet);
    this.#noteSilence(answer);
    return answer;
  }

  #typed(event: Event): void {
    const place = elementOf(event.target);
    if (this.#isMessage(place)) this.#lookAnew('seldom');
    else {
      this.#typing.note(event);
      if (place === null || !this.#isTyping(place)) this.soon();
    }
  }

  #areTyping(changes: readonly MutationRecord[]): boolean {
    return [...new Set(changes.map(({ target }) => target))].every((place) => this.#isTyping(place));
  }

  /**
   * True where a key needs no look at once: what is typed last is asked about alone,
   * once it may be judged or there is a pause, and what is gone is looked at later.
   */
  #isTyping(place: Node): boolean {
    const typed = this.#isAside() ? null : this.#webmail.typedAt(place);
    const step = typed === null ? 'whole' : this.#begun.step(typed, this.#notices.toldIn(typed.element));
    if (typed === null || step === 'whole') return false;
    if (step === 'begun' && typed.text.includes('@')) this.#typing.waitForPause();
    this.#lookAnew(step === 'gone' ? 'gone' : 'seldom');
    if (step === 'ended') this.#ended.ask(typed);
    return true;
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
    const element = elementOf(target);
    return this.#isMessage(type === 'attributes' ? (element?.parentElement ?? null) : element);
  }

  #isMessage(part: Element | null): boolean {
    return this.#around.root !== null || (part !== null && this.#webmail.isMessage(part));
  }
}
