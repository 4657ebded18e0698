/**
 * What stands in a compose beside its message text. A reply carries whole
 * newsletters along, thousands of elements that say nothing about who gets it:
 * looks and presses go around them.
 */
import type { Descriptor, Selector } from './descriptor.ts';
import { all, matches, NONE, outermost, unionOf } from './select.ts';
import { OPENS_LIST } from './stray.ts';

/** By compose: the texts that were found last. */
const known = new WeakMap<Element, readonly Element[]>();

/** The message texts of a compose, in document order, those inside of others left out. */
function messageTexts(body: readonly Selector[], root: Element): readonly Element[] {
  const before = known.get(root);
  const isStill = before?.every((text) => root.contains(text) && matches(text, body));
  return before !== undefined && isStill === true ? before : searchTexts(body, root);
}

function searchTexts(body: readonly Selector[], root: Element): readonly Element[] {
  const texts = outermost(all(root, body));
  // One that has none yet will have one soon, and is small until then.
  if (texts.length > 0) known.set(root, texts);
  else known.delete(root);
  return texts;
}

/** A compose without its message texts, as it was when this was made. */
export class Parts {
  readonly root: Element;
  /** The message texts, in document order. */
  readonly texts: readonly Element[];
  /** In document order: those around a text, which count by themselves, and those that count with all that is in them. */
  readonly #pieces: Element[] = [];
  readonly #isWhole: boolean[] = [];
  readonly #descriptor: Descriptor;
  #setting: readonly Element[] | undefined;

  constructor(descriptor: Descriptor, root: Element) {
    const { body } = descriptor;
    this.#descriptor = descriptor;
    this.root = root;
    this.texts = messageTexts(body, root);
    this.#divide(root);
    // A further text has come, or one around those that were known.
    if (this.search(body).some((text) => text !== root)) {
      this.texts = searchTexts(body, root);
      this.#pieces.length = 0;
      this.#isWhole.length = 0;
      this.#divide(root);
    }
  }

  #divide(part: Element): void {
    if (this.texts.includes(part)) return;
    const isWhole = !holdsAny(part, this.texts);
    this.#pieces.push(part);
    this.#isWhole.push(isWhole);
    if (isWhole) return;
    for (let child = part.firstElementChild; child !== null; child = child.nextElementSibling) this.#divide(child);
  }

  /** Matches below the root, in document order, of what a compose has few of: the lists that `settingOf` joins. */
  settings(selectors: readonly Selector[]): readonly Element[] {
    this.#setting ??= this.search(settingOf(this.#descriptor));
    const found = this.#setting;
    // Done a dozen times for each press, and nearly all lists are empty: nothing is left behind for those.
    let list: Element[] | undefined;
    for (let at = 0; at < found.length; at++) {
      const element = found[at] as Element;
      if (element === this.root || !matches(element, selectors)) continue;
      if (list === undefined) list = [element];
      else list.push(element);
    }
    return list ?? NONE;
  }

  /** All matches, the root among them where it matches, in document order. */
  search(selectors: readonly Selector[]): readonly Element[] {
    let list: Element[] | undefined;
    const pieces = this.#pieces;
    for (let at = 0; at < pieces.length; at++) {
      const piece = pieces[at] as Element;
      if (matches(piece, selectors)) {
        if (list === undefined) list = [piece];
        else list.push(piece);
      }
      if (this.#isWhole[at] !== true || piece.firstElementChild === null) continue;
      const inside = all(piece, selectors);
      if (inside.length === 0) continue;
      if (list === undefined) list = [...inside];
      else list.push(...inside);
    }
    return list ?? NONE;
  }
}

/** Fields, lines that stand for them, senders, texts, and what may have opened a list. */
function settingOf(descriptor: Descriptor): readonly Selector[] {
  return unionOf(descriptor, () => [...namedSettingOf(descriptor), ...descriptor.fields.any]);
}

/** The same without fields of unknown names, which do not count within others. */
export function namedSettingOf(descriptor: Descriptor): readonly Selector[] {
  const { fields, summary, sender, body } = descriptor;
  return unionOf(fields, () => [
    ...[fields.to, fields.cc, fields.bcc, body, OPENS_LIST].flat(),
    ...[...summary, ...sender].flatMap(({ select }) => select),
  ]);
}

function holdsAny(part: Element, texts: readonly Element[]): boolean {
  for (let at = 0; at < texts.length; at++) if (part.contains(texts[at] as Element)) return true;
  return false;
}
