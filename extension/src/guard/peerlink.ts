/**
 * How copies of the content script reach each other: the one in an editor's frame
 * and the one that guards the compose around it, and the one from before an update
 * and the one after it.
 *
 * In Chromium, frames of one origin and version meet in their isolated world, which
 * no page reaches. In Firefox, and between versions, copies share nothing but the
 * DOM: they use events named by a secret of the document that only the background
 * and its copies know. The page can neither listen to nor send what it cannot name.
 * A question is answered by preventDefault, in the moment it is asked.
 */
import { dispatch, isFrame } from '../dom.ts';
import { elementOf } from '../eventplaces.ts';
import { isOwnEvent } from '../warning/warning.ts';
import { globalAround, setOwnGlobal } from '../world.ts';
import type { Gate } from './gate.ts';
import { isKey, KEY_EVENTS, POINTER_EVENTS } from './press.ts';

/** What becomes of an event; `own`: it is of our interface, and not the page's business. */
export type Outcome = 'pass' | 'stop' | 'own';

/** What another copy may ask of this one, or tell it. */
export interface Peer {
  /** Another copy guards, or nobody: questions are not for this one. */
  readonly isAside: () => boolean;
  readonly decide: (event: Event, isTrusted: boolean) => Outcome;
  /** A stopped press is this copy's from now on; `root` where the other one knows which compose it sends. */
  readonly take: (event: Event, isTrusted: boolean, root: Element | null) => void;
  /** A person has touched the compose around this place. */
  readonly touch: (place: Element) => void;
  /** The person wants this recipient of this compose all the same. */
  readonly acknowledge: (root: Element, recipient: string) => void;
  /** An older copy has seen the menu of other ways to send being opened. */
  readonly openMenu: () => void;
  /** A newer copy guards from now on. */
  readonly giveWay: () => void;
}

const PRESSES: readonly string[] = [...POINTER_EVENTS, ...KEY_EVENTS];

/** An event goes all the way through the page, and can be answered. */
const TRAVELLING = { bubbles: true, composed: true, cancelable: true };

export class PeerLink {
  readonly #gate: Gate;
  readonly #peer: Peer;
  /** By event name, once there is a secret. */
  readonly #answers = new Map<string, (asked: Event) => void>();
  #secret = '';
  readonly #sent = new WeakSet<Event>();
  /** Types whose next event an older copy has asked about already. */
  readonly #decided = new Set<string>();

  constructor(gate: Gate, peer: Peer) {
    this.#gate = gate;
    this.#peer = peer;
    setOwnGlobal('nearmissPeer', peer);
  }

  /** The secret is there. */
  get isOpen(): boolean {
    return this.#secret !== '';
  }

  /** The secret has come: hear others, and have an older copy give way. @returns whether there is one */
  open(secret: string): boolean {
    this.#secret = secret;
    this.#listenFor();
    this.#gate.listen(this.#answers.keys(), (asked) => {
      // Our own questions are not for us.
      if (!this.#sent.has(asked)) this.#answers.get(asked.type)?.(asked);
    });
    return this.#isYes(document, 'newer');
  }

  /** Whether an older copy has asked about this event, which has gone on to the page and to this copy. */
  wasDecided(event: Event): boolean {
    return this.#decided.delete(event.type);
  }

  /** As an old copy: what the newest one of this document says; null without an answer. */
  askNewest(event: Event): Outcome | null {
    return this.#askAt(targetOf(event), event, event.isTrusted);
  }

  /** As the copy in a frame: what the one around it says; null without an answer. */
  askAround(event: Event, isTrusted: boolean): Outcome | null {
    const peer = globalAround('nearmissPeer') as Peer | undefined;
    if (peer !== undefined) return peer.decide(event, isTrusted);
    const frame = window.frameElement;
    return frame === null ? null : this.#askAt(frame, event, isTrusted);
  }

  touchAround(): void {
    const frame = window.frameElement;
    const peer = globalAround('nearmissPeer') as Peer | undefined;
    if (frame === null) return;
    if (peer === undefined) this.tell(frame, 'touch');
    else peer.touch(frame);
  }

  /** Gives a stopped press to the copy that answers at this place; false where none does. */
  handOver(event: Event, place: Element, isTrusted: boolean, root: Element | null = null): boolean {
    if (!this.#isYes(place, 'here')) return false;
    this.#dispatch(place, copyOf(event, this.#secret + (isTrusted ? 'take-person' : 'take-script'), root));
    return true;
  }

  /** As an old copy: this event goes on with a press that was let through here. */
  tellPassed(event: Event): void {
    this.tell(targetOf(event), `passed-${event.type}`);
  }

  /** Tells whoever hears this word at this place; see Peer. */
  tell(place: EventTarget, word: string, detail = ''): void {
    if (this.isOpen) this.#dispatch(place, new CustomEvent(this.#secret + word, { ...TRAVELLING, detail }));
  }

  #askAt(target: EventTarget, event: Event, isTrusted: boolean): Outcome | null {
    if (!this.#isYes(target, 'here')) return null;
    if (this.#isYes(target, 'own')) return 'own';
    const name = this.#secret + (isTrusted ? 'person-' : 'script-') + event.type;
    return this.#dispatch(target, copyOf(event, name)) ? 'pass' : 'stop';
  }

  #isYes(target: EventTarget, word: string): boolean {
    return this.isOpen && !this.#dispatch(target, new Event(this.#secret + word, TRAVELLING));
  }

  /** False when somebody said yes, or stop. */
  #dispatch(target: EventTarget, event: Event): boolean {
    this.#sent.add(event);
    return dispatch(target, event);
  }

  /** The event itself comes to this copy's listeners in the same task, where nothing on the way stops it. */
  #noteDecided(type: string): void {
    this.#decided.add(type);
    setTimeout(() => this.#decided.delete(type));
  }

  #listenFor(): void {
    const peer = this.#peer;
    const hear = (word: string, answer: (asked: Event, place: Element) => void): void => {
      this.#answers.set(this.#secret + word, (asked) => {
        const place = peer.isAside() ? null : elementOf(targetOf(asked));
        if (place !== null) answer(asked, place);
      });
    };
    this.#answers.set(`${this.#secret}newer`, (asked) => {
      peer.giveWay();
      asked.preventDefault();
    });
    this.#answers.set(`${this.#secret}menu`, () => peer.openMenu());
    hear('here', (asked) => asked.preventDefault());
    hear('own', (asked) => isOwnEvent(asked) && asked.preventDefault());
    hear('touch', (_, place) => peer.touch(place));
    hear('acknowledge', (asked, place) => peer.acknowledge(place, String((asked as CustomEvent<unknown>).detail)));
    for (const isTrusted of [true, false]) {
      hear(isTrusted ? 'take-person' : 'take-script', (asked) => {
        Object.defineProperty(asked, 'type', { value: 'key' in asked ? 'keydown' : 'click' });
        const { relatedTarget = null } = asked as Partial<MouseEvent>;
        peer.take(asked, isTrusted, relatedTarget as Element | null);
      });
      for (const type of PRESSES) {
        const name = this.#secret + (isTrusted ? 'person-' : 'script-') + type;
        this.#answers.set(`${this.#secret}passed-${type}`, () => this.#noteDecided(type));
        this.#answers.set(name, (asked) => {
          // What a frame asks about comes to the listeners of no other document.
          if (!isFrame(targetOf(asked))) this.#noteDecided(type);
          if (peer.isAside()) return;
          Object.defineProperty(asked, 'type', { value: type });
          if (peer.decide(asked, isTrusted) === 'stop') asked.preventDefault();
        });
      }
    }
  }
}

/** Where an event happened, in whatever shadow tree we may look into. */
function targetOf(event: Event): EventTarget {
  return event.composedPath()[0] ?? window;
}

/** An event of the same shape under another name. */
function copyOf(event: Event, name: string, relatedTarget: Element | null = null): Event {
  if (isKey(event)) {
    const { key, code, keyCode, location, repeat, isComposing, ctrlKey, metaKey, shiftKey, altKey } = event;
    const keys = { key, code, keyCode, location, repeat, isComposing, ctrlKey, metaKey, shiftKey, altKey };
    return new KeyboardEvent(name, { ...TRAVELLING, ...keys });
  }
  const { button = 0, detail = 0 } = event as Partial<MouseEvent>;
  return new MouseEvent(name, { ...TRAVELLING, button, detail, relatedTarget });
}
