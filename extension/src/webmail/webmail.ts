/**
 * One webmail page as the rest of the extension sees it: its composes, who they
 * go to, and whether an event is about to send one. What a compose says is read
 * at the moment of asking; only names from suggestion lists are remembered.
 */

import { contains, documentOf, isElement, isOnScreen, parentElementOf, upFrom } from '../dom.ts';
import { elementOf, placeOf, placesOf } from '../eventplaces.ts';
import { type Compose, Composes } from './composes.ts';
import type { Descriptor, Selector, SendControl, SendKind } from './descriptor.ts';
import { type KeptClear, keptClear } from './keepclear.ts';
import { isChord, isKeyOf, presses } from './keys.ts';
import { NameMemory } from './memory.ts';
import { SendMenu } from './menu.ts';
import { messageAround } from './message.ts';
import { type Reading, readCompose, union } from './recipients.ts';
import { type Control, sendControls } from './roots.ts';
import { closest, concerns, matches } from './select.ts';

/** What a press or a key is about to do. */
export interface SendIntent {
  readonly kind: SendKind | 'chord';
  readonly root: Element;
  /** The pressed control; null for a chord. */
  readonly control: Element | null;
}

export class Webmail {
  readonly menu = new SendMenu();
  /** Where we may click and write to change a recipient. */
  mayChange = (_place: Element): boolean => true;
  /** The first names the webmail and changes recipients; what any of them reads counts. */
  #descriptors: readonly Descriptor[];
  readonly document: Document;
  readonly #memory = new NameMemory();
  #composes: Composes;
  #lastRoot: Element | null = null;

  constructor(descriptor: Descriptor, document: Document) {
    this.#descriptors = [descriptor];
    this.document = document;
    this.#composes = new Composes(this.#descriptors, document);
  }

  /** What the page is read by before all others. */
  get descriptor(): Descriptor {
    return this.#descriptors[0] as Descriptor;
  }

  /**
   * Read the page by these descriptors of the same webmail from now on, one at least.
   * @param mayChange everywhere by default
   */
  become(descriptors: readonly Descriptor[], mayChange = (_place: Element): boolean => true): void {
    this.#descriptors = descriptors;
    this.mayChange = mayChange;
    this.#composes = new Composes(descriptors, this.document);
  }

  /** The open composes of this page. */
  roots(): readonly Element[] {
    return rootsOf(this.#composes.current());
  }

  /** Have the page searched anew for composes by whoever asks next. */
  forget(): void {
    this.#composes.forget();
  }

  /** Note changes in the page. */
  note(changes: readonly MutationRecord[]): void {
    this.#composes.note(changes);
    this.#memory.note(changes);
    if (this.#descriptors.every(({ summary }) => summary.length === 0)) return;
    // A chip may be folded away by the next key: what it says is kept at once.
    const chips = this.#chips();
    const isChip = (node: Node): boolean => isElement(node) && concerns(node, chips);
    const drawn = changes.filter(({ addedNodes }) => [...addedNodes].some(isChip));
    const places = drawn.flatMap(({ target }) => elementOf(target) ?? []);
    const roots = new Set(places.flatMap((place) => this.rootAt([place]) ?? []));
    for (const root of roots) this.read(root);
  }

  read(root: Element): Reading {
    const known = this.#composes.known(documentOf(root)).find((one) => one.root === root);
    const readings = this.#descriptors.flatMap((descriptor, at) => {
      const box = known === undefined ? root : known.boxes[at];
      return box == null ? [] : [readCompose(descriptor, box, this.#memory)];
    });
    return readings.reduce(union);
  }

  learnNames(): void {
    this.#memory.learn(this.descriptor, this.document);
  }

  /** Whether a part of the page is message text, which says nothing about who gets it. */
  isMessage(part: Element): boolean {
    return closest(part, this.descriptor.body) !== null;
  }

  /** What the webmail shows as a recipient around a place; null elsewhere. */
  chipAround(place: Element): Element | null {
    return closest(place, this.#chips());
  }

  #chips(): readonly Selector[] {
    return this.#descriptors.flatMap(({ chips }) => chips).flatMap(({ select }) => select);
  }

  controls(root: Element): readonly Control[] {
    const known = this.#composes.known(documentOf(root));
    const others = rootsOf(known).filter((one) => one !== root);
    const own = known.find((one) => one.root === root);
    const found = this.#descriptors.flatMap((one, at) => sendControls(one, own?.boxes[at] ?? root, others));
    return found.filter((one, at) => found.findIndex(({ element }) => element === one.element) === at);
  }

  /** What a person must be able to press in this page while it has composes. */
  keptClear(): KeptClear {
    const roots = this.#rootsBeside(this.document);
    return keptClear(this.descriptor, this.document, roots, (root) => this.controls(root));
  }

  /** The compose a person is in, or was in last, else the only one to be seen outside of mails; null when there is none. */
  activeRoot(): Element | null {
    const roots = this.#rootsBeside(this.#lastRoot ?? this.document);
    if (this.#lastRoot !== null && roots.includes(this.#lastRoot)) return this.#lastRoot;
    const seen = roots.filter((root) => isOnScreen(root) && messageAround(this.descriptor, root) === null);
    const [only = null, ...more] = seen.length > 0 ? seen : roots;
    return more.length === 0 ? only : null;
  }

  /** Note which compose is in use, for menus that are drawn away from it. */
  use(event: Event): void {
    this.#lastRoot = this.rootAt(placesOf(event)) ?? this.#lastRoot;
  }

  /** Whether a pointer event or a key press on a control is on its way to send. */
  controlIntent(event: Event): SendIntent | null {
    const places = placesOf(event);
    for (const place of places) {
      for (const descriptor of this.#descriptors) {
        const intent = this.#buttonIntent(descriptor, place, places);
        if (intent !== null) return intent;
        for (const { select, kind } of descriptor.send.detached) {
          const away = this.#intentInUse(kind, closest(place, select));
          if (away !== null) return away;
        }
      }
      const chosen = this.#intentInUse('menu-send', this.menu.entryAround(place));
      if (chosen !== null) return chosen;
    }
    return null;
  }

  /** A control that is drawn away from its compose sends the one in use. */
  #intentInUse(kind: SendKind, control: Element | null): SendIntent | null {
    const root = control === null ? null : this.activeRoot();
    return root === null ? null : { kind, root, control };
  }

  #buttonIntent(descriptor: Descriptor, place: Element, places: readonly Element[]): SendIntent | null {
    const { buttons } = descriptor.send;
    const wanted = buttons.flatMap(({ select }) => select);
    if (closest(place, wanted) === null) return null;
    const found = this.#controlAt(buttons, place);
    if (found !== null || this.rootAt(places) !== null) return found;
    // A compose that was overlooked: its Send is being pressed, so search the page once more.
    this.forget();
    const late = this.#controlAt(buttons, place);
    // A mail that is shown may have a Send in it, too.
    if (late !== null || messageAround(descriptor, place) !== null) return late;
    // Marked as Send, yet in no compose that we see: whoever stands around it, else the compose in use.
    const marked = markedAround(buttons, place);
    if (marked === null) return null;
    const { kind, element: control } = marked;
    const root = upFrom(parentElementOf(control)).find((box) => this.read(box).recipients.length > 0);
    return root === undefined ? this.#intentInUse(kind, control) : { kind, root, control };
  }

  #controlAt(buttons: readonly SendControl[], place: Element): SendIntent | null {
    const marked = markedAround(buttons, place);
    for (const root of this.#rootsBeside(place)) {
      const isInside = marked !== null && contains(root, marked.element);
      const control = isInside ? marked : this.controls(root).find(({ element }) => contains(element, place));
      if (control !== undefined) return { kind: control.kind, root, control: control.element };
    }
    return null;
  }

  /** Note that the menu of other ways to send is being opened. */
  noteOpener(event: Event): void {
    const place = placeOf(event);
    const openers = this.#descriptors.flatMap(({ send }) => send.openers);
    if (place !== null && closest(place, openers) !== null) this.menu.opened();
  }

  /** Whether this key has a part in any press that sends. */
  mayBeSend(event: KeyboardEvent): boolean {
    return presses(event) || this.#chords().some((chord) => isKeyOf(chord, event));
  }

  /** Whether a key press is a sending chord inside a compose. */
  chordIntent(event: KeyboardEvent): SendIntent | null {
    if (!this.#chords().some((chord) => isChord(event, chord))) return null;
    const places = placesOf(event);
    const known = this.rootAt(places);
    // Search again before it sends: the compose may have been overlooked, or have come since the last search.
    if (known === null) this.forget();
    const root = known ?? this.rootAt(places) ?? this.#rootNowhere(places) ?? this.#overlooked(places);
    return root === null ? null : { kind: 'chord', root, control: null };
  }

  /** Where the focus is on no element in particular keys go to the page, which sends the open compose. */
  #rootNowhere([place]: readonly Element[]): Element | null {
    const isNowhere = place !== undefined && matches(place, ['html', 'body']) && documentOf(place) === this.document;
    return isNowhere ? this.activeRoot() : null;
  }

  /** Around message text that is in no compose that we see: the nearest box with a Send, where recipients stand in it. */
  #overlooked(places: readonly Element[]): Element | null {
    const sends = this.descriptor.send.buttons.flatMap((one) => (one.fallback ? [] : one.select));
    const box = places.flatMap(upFrom).find((one) => concerns(one, sends));
    if (box === undefined || !places.some((place) => this.isMessage(place))) return null;
    const isFree = !this.roots().some((root) => contains(box, root));
    return isFree && this.read(box).recipients.length > 0 ? box : null;
  }

  #chords(): readonly string[] {
    return this.#descriptors.flatMap(({ send }) => send.chords);
  }

  /** The compose that one of these places is in. */
  rootAt(places: readonly Element[]): Element | null {
    for (const place of places) {
      const root = this.#rootsBeside(place).find((one) => contains(one, place));
      if (root !== undefined) return root;
    }
    return null;
  }

  /** The composes in the document that a node is in. */
  #rootsBeside(node: Node): readonly Element[] {
    return rootsOf(this.#composes.known(documentOf(node)));
  }
}

function rootsOf(composes: readonly Compose[]): readonly Element[] {
  return composes.map(({ root }) => root);
}

function markedAround(buttons: readonly SendControl[], place: Element): Control | null {
  for (const { select, kind, fallback = false } of buttons) {
    const element = fallback ? null : closest(place, select);
    if (element !== null) return { element, kind };
  }
  return null;
}
