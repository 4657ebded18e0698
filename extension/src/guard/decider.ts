/**
 * Who decides about an event of this frame: the guard of this document, the copy
 * around an editor's frame, or the copy that came with an update. One compose has
 * one guard; all others only stop for it what must not reach the page.
 */
import { becomesTrue, waitOf } from '../waits.ts';
import { isDialogOpen, leaveQuestion, showStatus } from '../warning/warning.ts';
import type { Guard } from './guard.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Outcome, PeerLink } from './peerlink.ts';
import { begins, isEscape, isKey, Press } from './press.ts';

export class Decider {
  readonly #guard: Guard;
  readonly #peers: PeerLink;
  readonly #lifecycle: Lifecycle;
  /** Only a copy that comes to a loaded page may find an older one there. */
  readonly #lateUntil: number;
  /** Stopped before this frame could ask anybody. */
  #early: Press | null = null;

  constructor(guard: Guard, peers: PeerLink, lifecycle: Lifecycle, isLate: boolean) {
    this.#lateUntil = isLate ? Date.now() + waitOf('secret') : 0;
    this.#guard = guard;
    this.#peers = peers;
    this.#lifecycle = lifecycle;
  }

  decide(event: Event): Outcome {
    // Until this copy can tell an older one to give way, that one plays what a person has answered it:
    // no script's press is held meanwhile, as nobody can tell the two apart.
    const mayBePlayed = !event.isTrusted && !this.#peers.isOpen && Date.now() < this.#lateUntil;
    return mayBePlayed || this.#peers.wasDecided(event) ? 'pass' : this.judge(event, event.isTrusted);
  }

  /** The same of an event in a frame in this one. */
  judge(event: Event, isTrusted: boolean): Outcome {
    // The page may have taken the focus from the question, to an editor's frame, too.
    if (isTrusted && isEscape(event) && isDialogOpen()) {
      leaveQuestion();
      return 'stop';
    }
    const life = this.#lifecycle.life();
    if (life === 'replaced') return this.#asReplaced(event);
    if (life === 'left') {
      // It may send, and nobody judges it any more.
      if (begins(event) && this.#guard.intentOf(event) !== null) showStatus(document, 'left');
      return this.#guard.isGoingOn(event, isTrusted) ? this.#guard.decide(event, isTrusted) : 'pass';
    }
    const frame = this.#frameOfEditor();
    return frame !== null ? this.#inEditor(event, isTrusted, frame) : this.#guard.decide(event, isTrusted);
  }

  /** A press that a copy in a frame in this one has stopped; see Peer. */
  take(event: Event, isTrusted: boolean, root: Element | null): void {
    const frame = this.#frameOfEditor();
    const isTaken = frame !== null && this.#peers.handOver(event, frame, isTrusted, root);
    if (!isTaken) this.#guard.take(event, isTrusted, root);
  }

  /** The frame that this is, without composes of its own inside of a page that we may reach; else null. */
  #frameOfEditor(): Element | null {
    return this.#guard.parts.webmail.roots().length === 0 ? window.frameElement : null;
  }

  #asReplaced(event: Event): Outcome {
    if (!this.#guard.isGoingOn(event)) return this.#peers.askNewest(event) ?? this.#guard.decide(event);
    const outcome = this.#guard.decide(event);
    if (outcome === 'pass') this.#peers.tellPassed(event);
    return outcome;
  }

  #inEditor(event: Event, isTrusted: boolean, frame: Element): Outcome {
    if (isKey(event) && !isEscape(event) && !this.#guard.parts.webmail.mayBeSend(event)) return 'pass';
    const outcome = this.#peers.askAround(event, isTrusted);
    if (outcome !== null) return outcome;
    return this.#peers.isOpen ? this.#guard.decide(event, isTrusted) : this.#beforeLink(event, isTrusted, frame);
  }

  /** Nobody can be asked yet: what may send is stopped, and handed over as soon as there is somebody. */
  #beforeLink(event: Event, isTrusted: boolean, frame: Element): Outcome {
    if (this.#early?.takes(event, () => this.#guard.intentOf(event) !== null)) return 'stop';
    if (this.#guard.intentOf(event) === null) return 'pass';
    this.#early = new Press(event, 'stop');
    becomesTrue(() => this.#peers.isOpen, waitOf('secret')).then(() => {
      if (!this.#peers.handOver(event, frame, isTrusted)) this.#guard.take(event, isTrusted, null);
    });
    return 'stop';
  }
}
