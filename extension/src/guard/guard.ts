/**
 * The send guard of a document: decides about each press at once from what is
 * known, and stops a send only while a person or the core is asked. One compose
 * has one guard; copies of the script in other frames ask it.
 */

import { contains, focusedBeside } from '../dom.ts';
import type { Verdict } from '../messages/verdict.ts';
import { waitOf } from '../waits.ts';
import { isOwnEvent } from '../warning/warning.ts';
import { presses } from '../webmail/keys.ts';
import { addressesOf, type Reading } from '../webmail/recipients.ts';
import type { SendIntent } from '../webmail/webmail.ts';
import { Hold } from './hold.ts';
import type { Holding, Judged } from './holding.ts';
import type { Parts } from './parts.ts';
import type { Outcome } from './peerlink.ts';
import { begins, isKey, Press } from './press.ts';
import { holdsMail, isWorthShowing } from './verdicts.ts';

export interface GuardListener {
  /** A send for these recipients passed to the page; `isPlayed`: by a press that was held. */
  readonly passed: (root: Element, reading: Reading, isTrusted: boolean, isPlayed: boolean) => void;
  /** Whether any mail is held. */
  readonly holding: (isHeld: boolean) => void;
}

/** What the guard remembers of one compose. */
interface Compose {
  /** One more send may pass until then: the page makes it of the press that was played. */
  passesUntil: number;
  /** When a held press was played last. */
  playedAt: number;
  /** Recipients that the person wants all the same, and until when: through confirm dialogs and menus. */
  readonly acknowledged: Map<string, number>;
}

export class Guard implements Holding {
  readonly parts: Parts;
  readonly #listener: GuardListener;
  readonly #composes = new WeakMap<Element, Compose>();
  /** By compose: what is held at the moment. */
  readonly #holds = new Map<Element, Hold>();
  /** By whether a person makes them: no script's events go on with a person's press, or end it. */
  readonly #presses = new Map<boolean, Press>();
  /** Our own events are being dispatched. */
  #isPlaying = false;
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(parts: Parts, listener: GuardListener) {
    this.parts = parts;
    this.#listener = listener;
  }

  /** Whether a send is held at this moment. */
  isHolding(): boolean {
    return this.#holds.size > 0;
  }

  isTurnTaken(): boolean {
    return [...this.#holds.values()].some((hold) => hold.hasTurn);
  }

  decide(event: Event, isTrusted = event.isTrusted): Outcome {
    if (this.#isPlaying) return 'pass';
    if (isOwnEvent(event)) return 'own';
    if (!isKey(event) && 'button' in event && event.button !== 0 && event.type !== 'pointercancel') return 'pass';
    try {
      return this.#decide(event, isTrusted);
    } catch (error) {
      // Our defect must never stop a mail.
      this.parts.health.add('unreadable-recipients');
      console.warn('nearmiss:', error);
      return 'pass';
    }
  }

  /** Whether an event goes on with a press that began here; the next press ends it, be it that its end was seen by nobody. */
  isGoingOn(event: Event, isTrusted = event.isTrusted): boolean {
    if (begins(event)) this.#presses.delete(isTrusted);
    return this.#presses.get(isTrusted)?.continuedBy(event, () => this.intentOf(event) !== null) === true;
  }

  /** A press that another copy has stopped: this copy judges it, and plays it where the mail may go. */
  take(event: Event, isTrusted: boolean, root: Element | null): void {
    const control = event.target as Element;
    const intent: SendIntent | null = root === null ? this.intentOf(event) : { kind: 'menu-send', root, control };
    if (intent === null) return;
    if (isTrusted) this.parts.touched.add(intent.root);
    if (!isTrusted || !this.#isSecond(intent)) this.#hold(intent, event, isTrusted);
  }

  /** A newer copy guards from now on: `handOver` gives it what is held here. */
  release(handOver: (hold: Hold) => boolean): void {
    for (const hold of this.#holds.values()) hold.release(handOver);
  }

  /**
   * The verdicts that hold a mail or are hinted at, and the recipients that nobody has judged yet.
   * What the person has chosen by "Change to" needs no verdict and no hint, but policy may hold it.
   */
  judge(root: Element, reading: Reading, chosen: ReadonlyMap<string, unknown> = new Map()): Judged {
    const bad: Verdict[] = [];
    const hinted: Verdict[] = [];
    const unknown: string[] = [];
    const { verdicts, touched } = this.parts;
    const { acknowledged } = this.#composeOf(root);
    const now = Date.now();
    if (verdicts.isPaused()) return { bad, hinted, unknown };
    for (const address of addressesOf(reading)) {
      if ((acknowledged.get(address) ?? 0) > now) continue;
      const verdict = verdicts.get(address, reading.sender, touched.has(root));
      const isShown = verdict !== undefined && isWorthShowing(verdict);
      if (isShown && holdsMail(verdict)) bad.push(verdict);
      else if (chosen.has(address)) continue;
      else if (isShown) hinted.push(verdict);
      else if (verdict === undefined) unknown.push(address);
    }
    return { bad, hinted, unknown };
  }

  acknowledge(root: Element, recipient: string): void {
    this.#composeOf(root).acknowledged.set(recipient, Date.now() + waitOf('acknowledged'));
  }

  /** The person is to be asked about this recipient again. */
  forget(root: Element, recipient: string): void {
    this.#composeOf(root).acknowledged.delete(recipient);
  }

  /** The recipients of a compose that the person wants all the same. */
  acknowledgedOf(root: Element): readonly string[] {
    const now = Date.now();
    return [...this.#composeOf(root).acknowledged].flatMap(([recipient, until]) => (until > now ? recipient : []));
  }

  send(root: Element, reading: Reading, isTrusted: boolean, play: () => void): void {
    this.#passed(root, reading, isTrusted, true);
    const compose = this.#composeOf(root);
    compose.passesUntil = Date.now() + waitOf('replayed');
    this.#isPlaying = true;
    try {
      play();
    } finally {
      this.#isPlaying = false;
      compose.playedAt = Date.now();
    }
  }

  #passed(root: Element, reading: Reading, isTrusted: boolean, isPlayed: boolean): void {
    this.#sentAt = Date.now();
    this.#listener.passed(root, reading, isTrusted, isPlayed);
  }

  #decide(event: Event, isTrusted: boolean): 'pass' | 'stop' {
    const current = this.#presses.get(isTrusted);
    if (current?.takes(event, () => this.intentOf(event) !== null)) return current.outcome;
    const { webmail, touched } = this.parts;
    if (begins(event)) this.#presses.delete(isTrusted);
    // Assistive tools make a click alone. No script says which compose a person is in.
    const isUse = begins(event) || event.type === 'click';
    if (isUse && (isTrusted || webmail.activeRoot() === null)) webmail.use(event);
    const intent = this.intentOf(event);
    if (intent === null) {
      if (['click', 'mousedown', 'keydown'].includes(event.type)) webmail.noteOpener(event);
      return 'pass';
    }
    if (isTrusted) touched.add(intent.root);
    const outcome = this.#judgePress(intent, isTrusted);
    const press = new Press(event, outcome === 'pass' ? 'pass' : 'stop');
    if (outcome === 'hold' || !this.#presses.has(isTrusted)) this.#presses.set(isTrusted, press);
    if (outcome === 'hold') this.#hold(intent, event, isTrusted, press.finished);
    return press.outcome;
  }

  /** `stop`: the person's press is held or played already, and this one must neither send nor ask twice. */
  #judgePress(intent: SendIntent, isTrusted: boolean): 'pass' | 'stop' | 'hold' {
    const { root } = intent;
    const compose = this.#composeOf(root);
    if (isTrusted && this.#isSecond(intent)) return 'stop';
    // The page sends by a script after a press that was played, or asks a question of its own that a person answers.
    if (compose.passesUntil > Date.now() && (!isTrusted || intent.kind === 'confirm')) {
      compose.passesUntil = 0;
      return 'pass';
    }
    if (this.#holds.has(root)) return 'stop';
    const reading = this.parts.webmail.read(root);
    const { bad, unknown } = this.judge(root, reading);
    const isGood = bad.length === 0 && unknown.length === 0 && reading.isJudgeable && !reading.hasName;
    if (!isGood && !this.parts.verdicts.isPaused()) return 'hold';
    this.#passed(root, reading, isTrusted, false);
    return 'pass';
  }

  /** The person's own second press; a shortcut struck twice means no other mail where the focus fell after the first. */
  #isSecond({ kind, root }: SendIntent): boolean {
    const now = Date.now();
    if (kind === 'confirm') return false;
    if (now - this.#composeOf(root).playedAt < waitOf('second-press')) return true;
    const isElsewhere = !contains(root, focusedBeside(root));
    return kind === 'chord' && isElsewhere && now - this.#sentAt < waitOf('second-press');
  }

  #hold(intent: SendIntent, event: Event, isTrusted: boolean, finished = Promise.resolve(true)): void {
    const { root } = intent;
    if (this.#holds.has(root)) return;
    const hold = new Hold(this, intent, { event, isTrusted, finished });
    this.#holds.set(root, hold);
    this.#listener.holding(true);
    hold.settle().finally(() => {
      this.#holds.delete(root);
      if (!this.isHolding()) this.#listener.holding(false);
    });
  }

  /** What an event is about to send; null for nearly all. */
  intentOf(event: Event): SendIntent | null {
    const { webmail } = this.parts;
    if (webmail.descriptor.guards !== 'send' || event.type === 'pointercancel') return null;
    if (!isKey(event)) return webmail.controlIntent(event);
    if (event.type !== 'keydown') return null;
    return webmail.chordIntent(event) ?? (presses(event) ? webmail.controlIntent(event) : null);
  }

  #composeOf(root: Element): Compose {
    const compose = this.#composes.get(root) ?? { passesUntil: 0, playedAt: 0, acknowledged: new Map() };
    this.#composes.set(root, compose);
    return compose;
  }
}
