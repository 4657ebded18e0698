/**
 * The send guard: sees every gesture before the page does, decides at once from
 * what is known, and stops a send only while a person or the core is asked.
 *
 * Window-capture listeners of the isolated world, set at document_start, run
 * before any listener of the page in Chromium and Firefox.
 */
import type { Verdict } from '../messages.ts';
import { measured } from '../timing.ts';
import { isOwnEvent, takeKey } from '../warning/warning.ts';
import { presses } from '../webmail/keys.ts';
import { addressesOf, type Reading } from '../webmail/recipients.ts';
import type { SendIntent, Webmail } from '../webmail/webmail.ts';
import { claim, isClaimed } from './claims.ts';
import { Gesture, isKey, KEY_EVENTS, POINTER_EVENTS } from './gesture.ts';
import { type GuardListener, Hold, type Holding } from './hold.ts';
import type { Standing } from './ownership.ts';
import { Relay } from './relay.ts';
import { ReplayTokens, SECOND_PRESS } from './replay.ts';
import type { Verdicts } from './verdicts.ts';

/** How long "Send anyway" counts for the same recipient in the same compose, in ms: through confirm dialogs and menus. */
const ACKNOWLEDGED_FOR = 10 * 60_000;

/** How long a press that was let through may still go on when another copy takes over, in ms. */
const REST_OF_PRESS = 1000;

export class Guard implements Holding {
  readonly webmail: Webmail;
  readonly verdicts: Verdicts;
  readonly listener: GuardListener;
  readonly tokens = new ReplayTokens();
  readonly #standing: () => Standing;
  readonly #relay = new Relay();
  readonly #holds = new Map<Element, Hold>();
  readonly #acknowledged = new WeakMap<Element, Map<string, number>>();
  #gesture: Gesture | null = null;
  #sentAt = 0;

  constructor(webmail: Webmail, verdicts: Verdicts, listener: GuardListener, standing: () => Standing) {
    this.webmail = webmail;
    this.verdicts = verdicts;
    this.listener = {
      ...listener,
      passed: (root, recipients, sender) => {
        this.#sentAt = Date.now();
        listener.passed(root, recipients, sender);
      },
    };
    this.#standing = standing;
  }

  /** Call at document_start: the first listener on a window wins. */
  listen(view: Window): void {
    const take = (event: Event): void => measured('event', () => this.#take(event));
    const types = [...POINTER_EVENTS, ...KEY_EVENTS];
    for (const type of types) view.addEventListener(type, take, { capture: true, passive: false });
    this.#relay.listen(view, types, {
      isAside: () => isAside(this.#standing()),
      decide: (event, isByHand) => this.#outcome(event, isByHand),
      take: (press, root, control) => this.#hold({ kind: 'menu-send', root, control }, press, Promise.resolve(true)),
    });
  }

  /** A newer copy guards from now on: it decides about what is held here. */
  release(): void {
    for (const hold of this.#holds.values()) hold.handOver();
    if (this.webmail.menu.isOpen) claim(this.webmail.page, 'menu', () => this.webmail.menu.isOpen);
    // The rest of a press that was let through comes to the newer copy, which has not seen it begin.
    if (this.#gesture?.isPassing) setTimeout(claim(this.#gesture.root, 'playing'), REST_OF_PRESS);
  }

  /** The newer copy finds a compose's own buttons by itself; menus it has not seen being opened. */
  handOver({ root, control, kind }: SendIntent): boolean {
    if (control === null || kind.startsWith('send')) return false;
    this.#relay.handOver(root, control);
    return true;
  }

  isOrphaned(): boolean {
    return this.#standing() !== 'live';
  }

  /** Whether a send is held at this moment. */
  isHolding(): boolean {
    return this.#holds.size > 0;
  }

  /** The verdicts of a reading that hold a mail, and the recipients that nobody has judged yet. */
  judge(root: Element, reading: Reading): { bad: Verdict[]; unknown: string[] } {
    const bad: Verdict[] = [];
    const unknown: string[] = [];
    for (const address of addressesOf(reading)) {
      const verdict = this.verdicts.get(address, reading.sender);
      if (verdict === undefined) unknown.push(address);
      else if (holdsMail(verdict) && !isClaimed(root, 'acknowledged', address)) bad.push(verdict);
    }
    return { bad, unknown };
  }

  acknowledge(root: Element, recipient: string): void {
    const known = this.#acknowledged.get(root) ?? new Map<string, number>();
    if (known.size === 0) claim(root, 'acknowledged', (asked) => (known.get(asked) ?? 0) > Date.now());
    known.set(recipient, Date.now() + ACKNOWLEDGED_FOR);
    this.#acknowledged.set(root, known);
  }

  #take(event: Event): void {
    if (this.#relay.hasDecided(event)) return;
    if (isOwnEvent(event)) {
      if (isKey(event)) takeKey(event);
    } else if (isKey(event) && !this.webmail.mayBeSend(event)) this.#pass(event);
    else if (isAside(this.#standing())) this.#standAside(event);
    else if (this.#outcome(event, event.isTrusted) === 'stop') stop(event);
  }

  /** A key that sends nothing, as nearly all are: noted, and gone through at once. */
  #pass(event: KeyboardEvent): void {
    if (event.type !== 'keydown') return;
    this.#gesture = null;
    this.webmail.touch(event);
    this.webmail.noteOpener(event);
  }

  #outcome(event: Event, isByHand: boolean): 'pass' | 'stop' {
    if (this.tokens.isPlaying()) return 'pass';
    if (!isKey(event) && 'button' in event && event.button !== 0 && event.type !== 'pointercancel') return 'pass';
    try {
      return measured('decision', () => this.#decide(event, isByHand));
    } catch (error) {
      // Our defect must never stop a mail.
      this.listener.problem('unreadable-recipients');
      console.warn('nearmiss:', error);
      return 'pass';
    }
  }

  /** As an old copy: end the press that began here, and ask the new copy about all others. */
  #standAside(event: Event): void {
    // The oldest copy asks about all that follows, also about the rest of a press that began here.
    if (this.#relay.hasOlder) return;
    // Its end may have gone to our question, where nobody counts it.
    if (isBeginning(event)) this.#gesture = null;
    const isOnControl = (): boolean => this.#intentOf(event) !== null;
    if (this.#gesture?.continuedBy(event, isOnControl)) {
      this.#gesture.take(event, isOnControl);
      if (this.#gesture.outcome === 'stop') stop(event);
      else this.#relay.tellPassed(event);
    } else if (this.#standing() === 'relieved') {
      if (this.#relay.asksToStop(event)) stop(event);
    } else if (isBeginning(event) && this.#intentOf(event) !== null) this.listener.unguarded();
  }

  #decide(event: Event, isByHand: boolean): 'pass' | 'stop' {
    // What an older copy saw being opened before this one had come.
    if (this.#relay.hasOlder && isClaimed(this.webmail.page, 'menu')) this.webmail.menu.opened();
    const isOnControl = (): boolean => this.#intentOf(event) !== null;
    if (this.#gesture?.continuedBy(event, isOnControl)) {
      this.#gesture.take(event, isOnControl);
      return this.#gesture.outcome;
    }
    if (isBeginning(event)) {
      this.#gesture = null;
      this.webmail.touch(event);
    }
    const intent = this.#intentOf(event);
    if (intent === null) {
      if (event.type === 'click' || event.type === 'mousedown' || event.type === 'keydown')
        this.webmail.noteOpener(event);
      return 'pass';
    }
    const isSecond =
      isByHand && intent.kind !== 'confirm' && (isClaimed(intent.root, 'played') || this.#isLate(intent));
    if (!isSecond && this.tokens.spend(intent.root)) return 'pass';
    if (isSecond || isClaimed(intent.root, 'held')) {
      // Held, or just played for the person: a second press must neither send nor ask twice.
      this.#gesture = new Gesture(event, intent.root, 'stop');
      return 'stop';
    }
    const reading = this.webmail.read(intent.root);
    const { bad, unknown } = this.judge(intent.root, reading);
    if (bad.length === 0 && unknown.length === 0) {
      this.#gesture = new Gesture(event, intent.root, 'pass');
      this.listener.passed(intent.root, addressesOf(reading), reading.sender);
      return 'pass';
    }
    this.#gesture = new Gesture(event, intent.root, 'stop');
    // A press that begins with its click has nothing left to wait for.
    this.#hold(intent, event, event.type === 'click' ? Promise.resolve(true) : this.#gesture.finished);
    return 'stop';
  }

  /** A shortcut struck twice, whose first has sent its compose: where the focus fell, it means no other mail. */
  #isLate({ kind, root }: SendIntent): boolean {
    const isElsewhere = !root.contains(root.ownerDocument.activeElement);
    return kind === 'chord' && isElsewhere && Date.now() - this.#sentAt < SECOND_PRESS;
  }

  #hold(intent: SendIntent, event: Event, finished: Promise<boolean>): void {
    if (isClaimed(intent.root, 'held')) return;
    const hold = new Hold(this, intent, event, finished);
    this.#holds.set(intent.root, hold);
    hold.settle().finally(() => {
      if (this.#holds.get(intent.root) === hold) this.#holds.delete(intent.root);
    });
  }

  #intentOf(event: Event): SendIntent | null {
    if (this.webmail.descriptor.guards !== 'send') return null;
    if (!isKey(event)) return event.type === 'pointercancel' ? null : this.webmail.controlIntent(event);
    if (event.type !== 'keydown') return null;
    const chord = this.webmail.chordIntent(event);
    if (chord !== null) return chord;
    return presses(event) ? this.webmail.controlIntent(event) : null;
  }
}

function holdsMail(verdict: Verdict): boolean {
  return verdict.action === 'ask' || verdict.action === 'ask-reason' || verdict.action === 'block';
}

function isBeginning(event: Event): boolean {
  return event.type === 'pointerdown' || event.type === 'keydown';
}

function isAside(standing: Standing): boolean {
  return standing === 'relieved' || standing === 'left';
}

function stop(event: Event): void {
  event.stopImmediatePropagation();
  // The end of a touch makes the click; cancelling it would hide how the press ends.
  if (event.type !== 'touchstart' && event.type !== 'touchend') event.preventDefault();
}
