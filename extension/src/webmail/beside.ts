/**
 * What stands in a compose beside its message text. A reply carries whole
 * newsletters along, thousands of elements that say nothing about who gets it:
 * looks and presses go around them, and walk through the rest once.
 */
import type { Descriptor, Selector } from './descriptor.ts';
import { all, isVisible, matches, NONE, outermost, unionOf } from './select.ts';
import { OPENS_LIST, type Stray, strayAddresses } from './stray.ts';

/** By compose: the texts that were found last. */
const known = new WeakMap<Element, readonly Element[]>();

/** The message texts of a compose, in document order, those inside of others left out. */
export function messageTexts({ body }: Descriptor, root: Element): readonly Element[] {
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

/** All matches outside of these texts, `root` itself among them where it matches, in document order. */
export function allBeside(
  root: Element,
  texts: readonly Element[],
  selectors: readonly Selector[],
): readonly Element[] {
  const found: Element[] = [];
  if (selectors.length > 0) addBeside(found, root, texts, selectors);
  return found;
}

function addBeside(found: Element[], part: Element, texts: readonly Element[], selectors: readonly Selector[]): void {
  if (texts.includes(part)) return;
  if (matches(part, selectors)) found.push(part);
  if (part.firstElementChild === null) return;
  if (!holdsAny(part, texts)) {
    for (const element of all(part, selectors)) found.push(element);
    return;
  }
  for (let child: Element | null = part.firstElementChild; child !== null; child = child.nextElementSibling) {
    addBeside(found, child, texts, selectors);
  }
}

function holdsAny(part: Element, texts: readonly Element[]): boolean {
  for (let at = 0; at < texts.length; at++) if (part.contains(texts[at] as Element)) return true;
  return false;
}

function thoseIn(part: Element, elements: readonly Element[]): readonly Element[] {
  return elements.filter((element) => part.contains(element));
}

function isInSight({ element }: Stray): boolean {
  return isVisible(element);
}

/** All elements of a compose that a reading may ask for, found in one walk. */
export class Parts {
  readonly root: Element;
  /** The message texts, in document order. */
  readonly texts: readonly Element[];
  readonly #found: readonly Element[];
  readonly #lists: Map<readonly Selector[], readonly Element[]> | null;
  readonly #strays: Map<Element, readonly Stray[]> | null;

  /** `isKept`: for several readings, while nothing is drawn. */
  constructor(descriptor: Descriptor, root: Element, { isKept = false } = {}) {
    const { body, fields, chips, typed, summary, sender } = descriptor;
    const wanted = unionOf(descriptor, () => [
      ...[...chips, ...typed, ...summary, ...sender].flatMap(({ select }) => select),
      ...[fields.to, fields.cc, fields.bcc, fields.any, body, OPENS_LIST].flat(),
    ]);
    this.#lists = isKept ? new Map() : null;
    this.#strays = isKept ? new Map() : null;
    this.root = root;
    this.texts = messageTexts(descriptor, root);
    this.#found = allBeside(root, this.texts, wanted);
    // A further text has come, or one around those that were known.
    if (this.#matching(body).some((text) => text !== root)) {
      this.texts = searchTexts(body, root);
      this.#found = allBeside(root, this.texts, wanted);
    }
  }

  /** All matches below the root. */
  all(selectors: readonly Selector[]): readonly Element[] {
    const list = this.within(this.root, selectors);
    return list[0] === this.root ? list.slice(1) : list;
  }

  /** All matches in a part of the compose, the part itself among them where it matches. */
  within(part: Element, selectors: readonly Selector[]): readonly Element[] {
    let list = this.#lists?.get(selectors);
    if (list === undefined) {
      list = this.#matching(selectors);
      this.#lists?.set(selectors, list);
    }
    return part === this.root || list.length === 0 ? list : thoseIn(part, list);
  }

  #matching(selectors: readonly Selector[]): readonly Element[] {
    const found = this.#found;
    let list: Element[] | undefined;
    // Done some twenty times for each press, and nearly all lists are empty: nothing is left behind for those.
    for (let at = 0; at < found.length; at++) {
      const element = found[at] as Element;
      if (!matches(element, selectors)) continue;
      if (list === undefined) list = [element];
      else list.push(element);
    }
    return list ?? NONE;
  }

  /** Texts have changed, and no element. */
  forgetStrays(): void {
    this.#strays?.clear();
  }

  /** The strays in a part of the compose; what comes after `end` is not looked at. */
  straysIn(part: Element, taken: ReadonlySet<Element>, end?: Element): readonly Stray[] {
    const known = this.#strays?.get(part);
    // What comes into sight and goes is no change in the page.
    if (known?.every(isInSight) === true) return known;
    const { found, hasHidden } = strayAddresses(part, taken, end);
    if (!hasHidden) this.#strays?.set(part, found);
    return found;
  }
}
