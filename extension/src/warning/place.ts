/**
 * Keeps a floating card at its anchor while the page scrolls, resizes and
 * rebuilds itself.
 */

import {
  boxOf,
  checkVisibility,
  documentOf,
  isConnected,
  isEditable,
  matchesSelector,
  parentElementOf,
  rootOf,
  shadowOf,
} from '../dom.ts';
import { measured } from '../timing.ts';
import { type Box, type Clear, FIELD_HEIGHT, MARGIN, type Size, spot } from './spot.ts';

/** Pages move things without telling; a look this often costs nothing visible. */
const LOOK_AGAIN = 300;
/** What is to be kept clear is found again after this time, in ms. */
const FIND_AGAIN = 1500;
/** No page shows more fields, lists or controls at once. */
const MAX_BOXES = 32;

/** What a card keeps clear of, as elements of the page. */
export interface KeptClear {
  /** Send and what stands for it: whatever we have to say, a press on these must reach the page. */
  readonly controls: readonly Element[];
  /** Suggestions and menus that are open: what a person is about to choose from. */
  readonly lists: readonly Element[];
  /** Where recipients stand. */
  readonly rows: readonly Element[];
}

/** All cards that are shown: one does not lie on another where there is room for both. */
const placed = new Set<HTMLElement>();

/** `auto`: whole where there is room for it; `open` and `folded`: as the person wants it. */
export type Fold = 'auto' | 'open' | 'folded';

interface PlaceListener {
  /** Asked every FIND_AGAIN besides: pages redraw their controls. */
  readonly keptClear: () => KeptClear;
  /** Shows the card as one line, or whole. */
  readonly fold: (isFolded: boolean) => void;
  /** The card is to be seen, at first or again. */
  readonly appeared: () => void;
  readonly moved: () => void;
  /** The anchor left the page. */
  readonly gone: () => void;
}

/** A card that is being placed. */
export interface Placing {
  /** The page may have drawn something that is to be kept clear. */
  readonly again: () => void;
  /** The card says something else, or is wanted whole or folded. */
  readonly changed: (fold: Fold) => void;
  readonly stop: () => void;
}

/** Follows the anchor until stopped. */
export function place(card: HTMLElement, anchor: Element, listener: PlaceListener): Placing {
  const document = documentOf(anchor);
  const view = document.defaultView;
  if (view === null) return { again: () => undefined, changed: () => undefined, stop: () => undefined };
  let frame = 0;
  let idle = 0;
  let clear: KeptClear | undefined;
  let foundAt = 0;
  /** Sizes and places that the card was placed by. */
  let before: readonly number[] = [];
  let wish: Fold = 'auto';
  let isFolded = false;
  /** Of the whole card, in a window of this width. */
  let whole: (Size & { readonly room: number }) | undefined;

  const fold = (next: boolean): void => {
    if (next === isFolded) return;
    isFolded = next;
    listener.fold(next);
  };
  const measure = (): Size => ({ width: card.offsetWidth, height: card.offsetHeight });
  /** The size to place the card by, after it has been folded where there is no room for all of it. */
  const fitting = (seen: Seen, room: Size, isRtl: boolean, boxes: Clear): Size => {
    if (wish === 'open' || (wish === 'auto' && card.matches(':focus-within'))) fold(false);
    else if (seen.isAway || wish === 'folded') fold(true);
    else {
      if (!isFolded || whole?.room !== room.width) {
        fold(false);
        whole = { ...measure(), room: room.width };
      }
      fold(!spot(seen.box, whole, room, isRtl, boxes).isClear);
    }
    return measure();
  };
  const follow = (): void => {
    if (frame !== 0) view.cancelAnimationFrame(frame);
    if (idle !== 0) view.cancelIdleCallback(idle);
    frame = 0;
    idle = 0;
    if (!isConnected(anchor)) {
      listener.gone();
      return;
    }
    const seen = visibleBox(anchor, view);
    const isShown = card.style.visibility === 'visible';
    card.style.visibility = seen === null ? 'hidden' : 'visible';
    if (seen === null) return;
    if (!isShown) listener.appeared();
    card.style.maxWidth = `${Math.max(260, Math.min(480, view.innerWidth - 2 * MARGIN))}px`;
    const room = { width: view.innerWidth, height: view.innerHeight };
    const now = performance.now();
    if (clear === undefined || now - foundAt >= FIND_AGAIN) {
      clear = listener.keptClear();
      foundAt = now;
    }
    const boxes: Clear = {
      controls: boxesOf(clear.controls, room),
      rows: boxesOf(clear.rows, room),
      typing: boxesOf(typedIn(document), room),
      lists: boxesOf([...clear.lists, ...[...placed].filter((other) => other !== card)], room),
    };
    const measures = [
      ...[card.offsetWidth, card.offsetHeight, room.width, room.height, seen.isAway ? 1 : 0],
      ...[boxes.controls.length, boxes.rows.length, boxes.typing.length],
      ...[seen.box, ...boxes.controls, ...boxes.rows, ...boxes.typing, ...boxes.lists].flatMap((one) => [
        one.left,
        one.top,
        one.width,
        one.height,
      ]),
    ];
    // Nearly always nothing has moved.
    if (measures.length === before.length && measures.every((measure, at) => measure === before[at])) return;
    before = measures;
    const isRtl = view.getComputedStyle(card).direction === 'rtl';
    const size = fitting(seen, room, isRtl, boxes);
    const { left, top } = spot(seen.box, size, room, isRtl, boxes);
    const wished = { left: `${Math.round(left)}px`, top: `${Math.round(top)}px` };
    if (card.style.left === wished.left && card.style.top === wished.top) return;
    Object.assign(card.style, wished);
    listener.moved();
  };
  const soon = (): void => {
    if (frame === 0) frame = view.requestAnimationFrame(() => measured('place', follow));
  };
  /** Of what may have moved, or not: by then the page has been laid out, which would be done once more for us. */
  const sometime = (): void => {
    if (idle !== 0 || document.hidden) return;
    const work = ({ didTimeout }: IdleDeadline): void => measured(didTimeout ? 'place' : 'idle', follow);
    idle = view.requestIdleCallback(work, { timeout: LOOK_AGAIN });
  };

  view.addEventListener('scroll', soon, { capture: true, passive: true });
  view.addEventListener('resize', soon, { passive: true });
  const sizes = new ResizeObserver(soon);
  sizes.observe(anchor);
  sizes.observe(card);
  const again = (): void => {
    clear = undefined;
    sometime();
  };
  const changed = (fold: Fold): void => {
    wish = fold;
    whole = undefined;
    before = [];
    soon();
  };
  const timer = view.setInterval(sometime, LOOK_AGAIN);
  placed.add(card);
  soon();

  const stop = (): void => {
    placed.delete(card);
    view.clearInterval(timer);
    if (frame !== 0) view.cancelAnimationFrame(frame);
    if (idle !== 0) view.cancelIdleCallback(idle);
    sizes.disconnect();
    view.removeEventListener('scroll', soon, { capture: true });
    view.removeEventListener('resize', soon);
  };
  return { again, changed, stop };
}

/** The field that has the focus; an editor may be a document of its own. */
function typedIn({ activeElement }: Document): readonly Element[] {
  let focused = activeElement;
  for (let inner = focused; inner !== null; inner = shadowOf(inner)?.activeElement ?? null) focused = inner;
  if (focused === null) return [];
  const isField = matchesSelector(focused, 'input, textarea, iframe') || isEditable(focused);
  return isField ? [focused] : [];
}

/** A box smaller than this, in CSS pixels, is a way to hide something that is there for screen readers. */
const SEEN = 4;

interface Seen {
  readonly box: Box;
  /** Nothing of it is in the window: the box is the edge beyond which it lies. */
  readonly isAway: boolean;
}

/**
 * Where a person sees the anchor, or else the row of the page that it belongs to,
 * or the edge of the window beyond which it was scrolled; null where nothing
 * around it is drawn.
 */
function visibleBox(anchor: Element, view: Window): Seen | null {
  const own = boxOf(anchor);
  if (isInWindow(own, view) && !isHiddenByStyle(anchor)) return { box: own, isAway: false };
  // Drawn beside the page, where no scrolling leads, or not at all.
  const isHidden = own.width < SEEN || own.height < SEEN || own.right + view.scrollX <= 0 || isHiddenByStyle(anchor);
  let away = isHidden ? null : own;
  const { body } = documentOf(anchor);
  for (let around = parentOf(anchor); around !== null && around !== body; around = parentOf(around)) {
    const box = boxOf(around);
    if (isHiddenByStyle(around)) continue;
    if (isInWindow(box, view)) {
      if (isHidden || box.height <= FIELD_HEIGHT) return { box, isAway: false };
      break;
    }
    if (away === null && box.width >= SEEN && box.height >= SEEN && box.right + view.scrollX > 0) away = box;
  }
  return away === null ? null : { box: edgeBefore(away, view), isAway: true };
}

/** The edge of the window that is nearest to a box outside of it. */
function edgeBefore({ left, top, width, height }: DOMRectReadOnly, { innerWidth, innerHeight }: Window): Box {
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most));
  return { left: clamp(left, innerWidth - width), top: clamp(top + height / 2, innerHeight), width, height: 0 };
}

function isHiddenByStyle(element: Element): boolean {
  return !checkVisibility(element, { visibilityProperty: true });
}

function parentOf(element: Element): Element | null {
  const root = rootOf(element);
  return parentElementOf(element) ?? (root instanceof ShadowRoot ? root.host : null);
}

function isInWindow({ left, right, top, bottom, width, height }: DOMRectReadOnly, view: Window): boolean {
  const isBeside = right <= 0 || bottom <= 0 || left >= view.innerWidth || top >= view.innerHeight;
  return width >= SEEN && height >= SEEN && !isBeside;
}

/** Of elements that a window of this size shows a part of. Each place is tried against all boxes, so there are MAX_BOXES at most. */
function boxesOf(elements: readonly Element[], { width, height }: Size): Box[] {
  const isShown = (box: DOMRect): boolean =>
    box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.left < width && box.top < height;
  return elements.map(boxOf).filter(isShown).slice(0, MAX_BOXES);
}
