/**
 * Keeps a floating card at its anchor while the page scrolls, resizes and
 * rebuilds itself.
 */

import { measured } from '../timing.ts';

/** Between card and anchor, and to the edge of the window, in CSS pixels. */
const GAP = 6;
const MARGIN = 8;
/** Pages move things without telling; a look this often costs nothing visible. */
const LOOK_AGAIN = 300;
/** What is to be kept clear is found again after this time, in ms. */
const FIND_AGAIN = 1500;
/** An anchor higher than this is a whole compose: the card goes above it, not below. */
const FIELD_HEIGHT = 160;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a card keeps clear of, as elements of the page. */
export interface KeptClear {
  /** Send and what stands for it: whatever we have to say, a press on these must reach the page. */
  readonly controls: readonly Element[];
  /** Suggestions and menus that are open: what a person is about to choose from. */
  readonly lists: readonly Element[];
}

/** What it costs to cover a square pixel of these, in pixels of distance from the wish. */
const COVERED = { controls: 1000, lists: 1, field: 1 };
/** What it costs to stand anywhere but above or below the anchor, in pixels of distance. */
const ASIDE = 24;

/**
 * Where a card of this size goes: inside the window, by its anchor, and clear of
 * send controls wherever the window has room for both.
 */
export function spot(
  anchor: Box,
  card: Size,
  view: Size,
  isRtl: boolean,
  keptClear: { readonly controls: readonly Box[]; readonly lists: readonly Box[] },
): { readonly left: number; readonly top: number } {
  const isCompose = anchor.height > FIELD_HEIGHT;
  const above = anchor.top - GAP - card.height;
  const wishes = isCompose ? [above, Math.max(MARGIN, anchor.top + GAP)] : [anchor.top + anchor.height + GAP, above];
  const around = [anchor, ...keptClear.controls, ...keptClear.lists];
  const tops = [
    ...wishes.filter((top) => within(top, card.height, view.height) === top),
    ...around.flatMap((box) => [box.top + box.height + GAP, box.top - GAP - card.height]),
  ].map((top) => within(top, card.height, view.height));
  const start = isRtl ? anchor.left + anchor.width - card.width : anchor.left;
  const lefts = [start, ...around.flatMap((box) => [box.left + box.width + GAP, box.left - GAP - card.width])].map(
    (left) => within(left, card.width, view.width),
  );

  const costOf = (place: Box): number =>
    COVERED.controls * covered(place, keptClear.controls) +
    COVERED.lists * covered(place, keptClear.lists) +
    (isCompose ? 0 : COVERED.field * covered(place, [anchor])) +
    Math.abs(place.left - (lefts[0] ?? 0)) +
    (wishes.includes(place.top) ? wishes.indexOf(place.top) : ASIDE + apart(place, anchor));
  let best = { left: MARGIN, top: MARGIN };
  let least = Number.POSITIVE_INFINITY;
  for (const top of tops) {
    for (const left of lefts) {
      const cost = costOf({ left, top, ...card });
      if (cost < least) {
        best = { left, top };
        least = cost;
      }
    }
  }
  return best;
}

type Size = { readonly width: number; readonly height: number };

/** The nearest place where the whole length is inside the window, at its start where it is too long. */
function within(wished: number, length: number, room: number): number {
  return Math.max(MARGIN, Math.min(wished, room - MARGIN - length));
}

/** How much of the boxes lies under the card, in square pixels. */
function covered(card: Box, boxes: readonly Box[]): number {
  let area = 0;
  for (const box of boxes) {
    const wide = Math.min(card.left + card.width, box.left + box.width) - Math.max(card.left, box.left);
    const high = Math.min(card.top + card.height, box.top + box.height) - Math.max(card.top, box.top);
    if (wide > 0 && high > 0) area += wide * high;
  }
  return area;
}

/** Distance between two boxes up and down, 0 where they stand side by side. */
function apart(one: Box, other: Box): number {
  return Math.max(0, one.top - other.top - other.height, other.top - one.top - one.height);
}

/** All cards that are shown: one does not lie on another where there is room for both. */
const placed = new Set<HTMLElement>();

export interface PlaceListener {
  /** Asked every FIND_AGAIN besides: pages redraw their controls. */
  readonly keptClear: () => KeptClear;
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
  readonly stop: () => void;
}

/** Follows the anchor until stopped. */
export function place(card: HTMLElement, anchor: Element, listener: PlaceListener): Placing {
  const view = anchor.ownerDocument.defaultView;
  if (view === null) return { again: () => undefined, stop: () => undefined };
  let frame = 0;
  let idle = 0;
  let clear: KeptClear | undefined;
  let foundAt = 0;
  /** Sizes and places that the card was placed by. */
  let before: readonly number[] = [];

  const follow = (): void => {
    if (frame !== 0) view.cancelAnimationFrame(frame);
    if (idle !== 0) view.cancelIdleCallback(idle);
    frame = 0;
    idle = 0;
    if (!anchor.isConnected) {
      listener.gone();
      return;
    }
    const box = visibleBox(anchor, view);
    const isShown = card.style.visibility === 'visible';
    card.style.visibility = box === null ? 'hidden' : 'visible';
    if (box === null) return;
    if (!isShown) listener.appeared();
    card.style.maxWidth = `${Math.max(260, Math.min(480, view.innerWidth - 2 * MARGIN))}px`;
    const size = { width: card.offsetWidth, height: card.offsetHeight };
    const room = { width: view.innerWidth, height: view.innerHeight };
    const now = performance.now();
    if (clear === undefined || now - foundAt >= FIND_AGAIN) {
      clear = listener.keptClear();
      foundAt = now;
    }
    const controls = boxesOf(clear.controls);
    const lists = [...boxesOf(clear.lists), ...boxesOf([...placed].filter((other) => other !== card))];
    const measures = [
      ...[size.width, size.height, room.width, room.height, controls.length],
      ...[box, ...controls, ...lists].flatMap((one) => [one.left, one.top, one.width, one.height]),
    ];
    // Nearly always nothing has moved.
    if (measures.length === before.length && measures.every((measure, at) => measure === before[at])) return;
    before = measures;
    const isRtl = view.getComputedStyle(card).direction === 'rtl';
    const { left, top } = spot(box, size, room, isRtl, { controls, lists });
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
    if (idle !== 0 || anchor.ownerDocument.hidden) return;
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
  return { again, stop };
}

/** A box smaller than this, in CSS pixels, is a way to hide something that is there for screen readers. */
const SEEN = 4;

/**
 * Where a person sees the anchor, or else the row of the page that it belongs to;
 * null where it was scrolled away, and where nothing around it is to be seen.
 */
function visibleBox(anchor: Element, view: Window): DOMRect | null {
  const own = anchor.getBoundingClientRect();
  if (isInWindow(own, view) && !isHiddenByStyle(anchor)) return own;
  // Drawn beside the page, where no scrolling leads, or not at all.
  const isHidden = own.width < SEEN || own.height < SEEN || own.right + view.scrollX <= 0 || isHiddenByStyle(anchor);
  const { body } = anchor.ownerDocument;
  for (let around = parentOf(anchor); around !== null && around !== body; around = parentOf(around)) {
    const box = around.getBoundingClientRect();
    if (isInWindow(box, view) && !isHiddenByStyle(around)) return isHidden || box.height <= FIELD_HEIGHT ? box : null;
  }
  return null;
}

function isHiddenByStyle(element: Element): boolean {
  return !element.checkVisibility({ visibilityProperty: true });
}

function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

function isInWindow({ left, right, top, bottom, width, height }: DOMRectReadOnly, view: Window): boolean {
  const isBeside = right <= 0 || bottom <= 0 || left >= view.innerWidth || top >= view.innerHeight;
  return width >= SEEN && height >= SEEN && !isBeside;
}

function boxesOf(elements: readonly Element[]): Box[] {
  return elements.flatMap((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 ? [box] : [];
  });
}
