/**
 * One webmail page as the rest of the extension sees it: its composes, who they
 * go to, and whether an event is about to send one. What a compose says is read in
 * the moment of asking. Remembered are names from suggestion lists, what the page
 * around composes says of its user, and for a while what looks have found.
 */
import { Parts } from './beside.ts';
import type { Descriptor, SendKind } from './descriptor.ts';
import { type Entries, findEntries } from './entries.ts';
import { framesAround, isNowhere, placeOf, placesOf } from './frames.ts';
import { Glances, type TypedText } from './glance.ts';
import { isChord, isKeyOf, isSpaceInText, presses } from './keys.ts';
import { NameMemory } from './memory.ts';
import { SendMenu } from './menu.ts';
import { ReachableSearch, type Reachables } from './reachables.ts';
import { type Reading, readRecipients } from './recipients.ts';
import { type Control, hasSendControl, sendControls } from './roots.ts';
import { Searches } from './search.ts';
import { closest } from './select.ts';
import { Senders } from './senders.ts';

/** What a gesture is about to do. */
export interface SendIntent {
  readonly kind: SendKind | 'chord';
  readonly root: Element;
  /** The pressed control; null for a chord. */
  readonly control: Element | null;
}

export class Webmail {
  readonly menu = new SendMenu();
  #descriptor: Descriptor;
  readonly #document: Document;
  readonly #memory = new NameMemory();
  readonly #glances: Glances;
  #lastRoot: Element | null = null;
  #touched: EventTarget | null = null;
  readonly #searches: Searches;
  readonly #reachables: ReachableSearch;
  readonly #senders: Senders;

  /** `changed` is called when a look may find what none has told of: other composes, another sender. */
  constructor(descriptor: Descriptor, document: Document, changed: () => void = () => {}) {
    this.#descriptor = descriptor;
    this.#document = document;
    this.#glances = new Glances(document, changed);
    this.#senders = new Senders(changed);
    this.#searches = new Searches(() => this.#descriptor, document, changed);
    this.#reachables = new ReachableSearch(() => this.#descriptor, document);
  }

  /** What the page is read by. */
  get descriptor(): Descriptor {
    return this.#descriptor;
  }

  /** The page itself, <html>. */
  get page(): Element {
    return this.#document.documentElement;
  }

  /** Read the page by another descriptor of the same webmail from now on. */
  become(descriptor: Descriptor): void {
    this.#descriptor = descriptor;
    this.#touched = null;
    this.#senders.forget();
    this.#memory.forgetDrawn();
    this.#searches.forget();
    this.#reachables.forget();
  }

  /** The open composes of this page. */
  roots(): readonly Element[] {
    return this.#searches.own.roots();
  }

  /** Those of the last search: what decides a press waits for none. */
  #known(document: Document): readonly Element[] {
    return this.#searches.of(document).known();
  }

  /** Tell of changes in the page. */
  note(changes: readonly MutationRecord[]): void {
    this.#searches.own.note(changes);
    this.#glances.note(changes);
    this.#reachables.note(changes);
    if (this.descriptor.memory.length > 0) this.#memory.note(changes);
  }

  /** The compose whose editor this document is, in a frame of its own; null for other documents. */
  rootAround(): Element | null {
    for (const frame of framesAround(this.#document.documentElement)) {
      const search = this.#searches.of(frame.ownerDocument);
      const isAround = (root: Element): boolean => root.contains(frame);
      // Nobody tells us of changes in there: that there is none may be over.
      const root = search.roots().find(isAround) ?? search.search().find(isAround);
      if (root !== undefined) return root;
    }
    return null;
  }

  read(root: Element): Reading {
    return this.#read(findEntries(this.descriptor, new Parts(this.descriptor, root)));
  }

  /** The same for a look, which may overlook until the next pause what no change in the page told of. */
  glance(root: Element): Reading {
    return this.#read(this.#glances.entriesOf(this.descriptor, root));
  }

  #read(entries: Entries): Reading {
    return readRecipients(this.descriptor, entries, this.#memory, this.#senders.of(this.descriptor, entries));
  }

  /** What stands in the field that a person types into at this place; null where looks have found none, or of late. */
  typedAt(place: Node): TypedText | null {
    return this.#glances.typedAt(place);
  }

  learnNames(): void {
    this.#memory.learn(this.descriptor, this.#document);
  }

  /** Whether a part of the page is message text, which says nothing about who gets it. */
  isMessage(part: Element): boolean {
    return closest(part, this.descriptor.body) !== null;
  }

  controls(root: Element): readonly Control[] {
    return sendControls(this.descriptor, root, this.#known(root.ownerDocument));
  }

  hasControl(root: Element): boolean {
    return hasSendControl(this.descriptor, root, () => this.controls(root));
  }

  /** What a person must be able to press in this page while it has composes. */
  reachables(): Reachables {
    return this.#reachables.find(this.#known(this.#document), (root) => this.controls(root));
  }

  /** The compose a person is in, or was in last; null when there is none. */
  activeRoot(): Element | null {
    const roots = this.#known(this.#lastRoot?.ownerDocument ?? this.#document);
    if (this.#lastRoot !== null && roots.includes(this.#lastRoot)) return this.#lastRoot;
    return roots.length === 1 ? (roots[0] ?? null) : null;
  }

  /** Note which compose is in use, for menus that are drawn away from it. */
  touch(event: Event): void {
    // Nearly all keys go where the last one went.
    if (event.target === this.#touched && this.activeRoot() === this.#lastRoot) return;
    const root = this.#rootAt(placesOf(event));
    if (root === null) return;
    this.#lastRoot = root;
    this.#touched = event.target;
  }

  /** Whether a pointer event or a key press on a control is on its way to send. */
  controlIntent(event: Event): SendIntent | null {
    const places = placesOf(event);
    const place = places[0];
    if (place === undefined) return null;
    const { send } = this.descriptor;
    const lists = send.buttons.map((control) => control.select);
    if (lists.some((select) => closest(place, select) !== null)) {
      const found = this.#controlAt(place, this.#known(place.ownerDocument));
      // A compose that was overlooked: its Send is being pressed, so search the page once more.
      const intent =
        found ?? (this.#rootAt(places) === null ? this.#controlAt(place, this.#searches.own.search()) : null);
      if (intent !== null) return intent;
      // Marked as Send, yet in no compose that we see: the compose in use, if any.
      const root = this.activeRoot();
      const certain = send.buttons.find((control) => !control.fallback && closest(place, control.select) !== null);
      if (root !== null && certain !== undefined && this.#rootAt(places) === null) {
        return { kind: certain.kind, root, control: closest(place, certain.select) };
      }
    }
    for (const control of send.detached) {
      const element = closest(place, control.select);
      const root = element === null ? null : this.activeRoot();
      if (element !== null && root !== null) return { kind: control.kind, root, control: element };
    }
    const entry = this.menu.entryAround(place);
    const root = entry === null ? null : this.activeRoot();
    if (entry !== null && root !== null) return { kind: 'menu-send', root, control: entry };
    return null;
  }

  #controlAt(place: Element, roots: readonly Element[]): SendIntent | null {
    for (const root of roots) {
      const marked = root.contains(place) ? this.#markedAround(place, root) : null;
      if (marked !== null) return marked;
      const control = this.controls(root).find(({ element }) => element.contains(place));
      if (control !== undefined) return { kind: control.kind, root, control: control.element };
    }
    return null;
  }

  #markedAround(place: Element, root: Element): SendIntent | null {
    for (const { select, kind, fallback = false } of this.descriptor.send.buttons) {
      const control = fallback ? null : closest(place, select);
      if (control !== null && root.contains(control)) return { kind, root, control };
    }
    return null;
  }

  /** Note that the menu of other ways to send is being opened. */
  noteOpener(event: Event): void {
    const place = placeOf(event);
    if (place !== null && closest(place, this.descriptor.send.openers) !== null) this.menu.opened();
  }

  /** Whether this key has a part in any gesture that sends. */
  mayBeSend(event: KeyboardEvent): boolean {
    return (
      (presses(event) && !isSpaceInText(event)) || this.descriptor.send.chords.some((chord) => isKeyOf(chord, event))
    );
  }

  /** Whether a key press is a sending chord inside a compose. */
  chordIntent(event: KeyboardEvent): SendIntent | null {
    if (!this.descriptor.send.chords.some((chord) => isChord(event, chord))) return null;
    const places = placesOf(event);
    const root =
      this.#rootAt(places) ?? this.#overlookedAround(places) ?? (isNowhere(places) ? this.activeRoot() : null);
    return root === null ? null : { kind: 'chord', root, control: null };
  }

  /** A compose that was overlooked, or has come since the last search: a shortcut in it is about to send it. */
  #overlookedAround(places: readonly Element[]): Element | null {
    for (const place of places) {
      const root = this.#searches
        .of(place.ownerDocument)
        .search()
        .find((one) => one.contains(place));
      if (root !== undefined) return root;
    }
    return null;
  }

  #rootAt(places: readonly Element[]): Element | null {
    for (const place of places) {
      const root = this.#known(place.ownerDocument).find((one) => one.contains(place));
      if (root !== undefined) return root;
    }
    return null;
  }
}
