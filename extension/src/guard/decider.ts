/**
 * Who decides about an event of this frame: the guard of this document, the copy
 * around an editor's frame, or the copy that came with an update. One compose has
 * one guard; all others only stop for it what must not reach the page.
 */
import { waitOf, within } from '../waits.ts';
import { frameOf } from '../webmail/frames.ts';
import type { Webmail } from '../webmail/webmail.ts';
import type { Guard } from './guard.ts';
import type { Lifecycle } from './lifecycle.ts';
import { isKey, Press } from './press.ts';
import type { Outcome, Road } from './road.ts';

export class Decider {
  readonly #view: Window;
  readonly #webmail: Webmail;
  readonly #guard: Guard;
  readonly #road: Road;
  readonly #lifecycle: Lifecycle;
  readonly #unguarded: () => void;
  /** Stopped before this frame could ask anybody. */
  #early: Press | null = null;

  /** `unguarded` is called where a send passes that nobody judges any more. */
  constructor(view: Window, webmail: Webmail, guard: Guard, road: Road, lifecycle: Lifecycle, unguarded: () => void) {
    this.#view = view;
    this.#webmail = webmail;
    this.#guard = guard;
    this.#road = road;
    this.#lifecycle = lifecycle;
    this.#unguarded = unguarded;
  }

  decide(event: Event): Outcome {
    if (this.#road.wasDecided(event)) return 'pass';
    const life = this.#lifecycle.life();
    if (life === 'replaced') return this.#asReplaced(event);
    if (life === 'left') {
      const isBeginning = event.type === 'pointerdown' || event.type === 'keydown';
      if (isBeginning && this.#guard.intentOf(event) !== null) this.#unguarded();
      return this.#guard.isGoingOn(event) ? this.#guard.decide(event, event.isTrusted) : 'pass';
    }
    return this.#isInEditor() ? this.#inEditor(event) : this.#guard.decide(event, event.isTrusted);
  }

  #asReplaced(event: Event): Outcome {
    if (this.#guard.isGoingOn(event)) {
      const outcome = this.#guard.decide(event, event.isTrusted);
      if (outcome === 'pass') this.#road.tellPassed(event);
      return outcome;
    }
    return this.#road.askNewest(event) ?? this.#guard.decide(event, event.isTrusted);
  }

  /** A frame without composes of its own inside of a page that we may reach. */
  #isInEditor(): boolean {
    return frameOf(this.#view) !== null && this.#webmail.roots().length === 0;
  }

  #inEditor(event: Event): Outcome {
    if (isKey(event) && !this.#webmail.mayBeSend(event)) return 'pass';
    const outcome = this.#road.askAround(event);
    if (outcome !== null) return outcome;
    if (this.#road.isOpen) return this.#guard.decide(event, event.isTrusted);
    return this.#beforeRoad(event);
  }

  /** Nobody can be asked yet: what may send is stopped, and handed over as soon as there is somebody. */
  #beforeRoad(event: Event): Outcome {
    const isOnControl = (): boolean => this.#guard.intentOf(event) !== null;
    if (this.#early?.continuedBy(event, isOnControl)) {
      this.#early.take(event, isOnControl);
      return 'stop';
    }
    const intent = this.#guard.intentOf(event);
    if (intent === null) return 'pass';
    this.#early = new Press(event, intent.root, 'stop');
    const frame = frameOf(this.#view);
    within(waitOf('secret'), this.#road.opened).then(() => {
      const isTaken = frame !== null && this.#road.handOver(event, frame, event.isTrusted);
      if (!isTaken) this.#guard.take(event, event.isTrusted, null);
    });
    return 'stop';
  }
}
