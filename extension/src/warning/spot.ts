/** Where a floating card goes. */

/** Between card and anchor, and to the edge of the window, in CSS pixels. */
const GAP = 6;
export const MARGIN = 8;
/** An anchor higher than this is a whole compose: the card goes above it, not below. */
export const FIELD_HEIGHT = 160;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a card keeps clear of, and the field that a person is typing in. */
export interface Clear {
  readonly controls: readonly Box[];
  readonly lists: readonly Box[];
  readonly rows: readonly Box[];
  readonly typing: readonly Box[];
}

/** What it costs to cover a square pixel of these, in pixels of distance from the wish. */
const COVERED = { controls: 1000, rows: 100, typing: 100, lists: 1, field: 1 };
/** What it costs to stand anywhere but above or below the anchor, in pixels of distance. */
const ASIDE = 24;

/**
 * Where a card of this size goes: inside the window, by its anchor, and clear of
 * send controls wherever the window has room for both. `isClear`: it also leaves
 * every row of recipients and the field being typed in to be seen.
 */
export function spot(
  anchor: Box,
  card: Size,
  view: Size,
  isRtl: boolean,
  { controls, lists, rows, typing }: Clear,
): { readonly left: number; readonly top: number; readonly isClear: boolean } {
  const isCompose = anchor.height > FIELD_HEIGHT;
  const above = anchor.top - GAP - card.height;
  const wishes = isCompose ? [above, Math.max(MARGIN, anchor.top + GAP)] : [anchor.top + anchor.height + GAP, above];
  const around = [anchor, ...controls, ...lists, ...rows, ...typing];
  const tops = [
    ...wishes.filter((top) => within(top, card.height, view.height) === top),
    ...around.flatMap((box) => [box.top + box.height + GAP, box.top - GAP - card.height]),
  ].map((top) => within(top, card.height, view.height));
  const start = isRtl ? anchor.left + anchor.width - card.width : anchor.left;
  const lefts = [start, ...around.flatMap((box) => [box.left + box.width + GAP, box.left - GAP - card.width])].map(
    (left) => within(left, card.width, view.width),
  );

  const costOf = (place: Box): number =>
    COVERED.controls * covered(place, controls) +
    COVERED.rows * covered(place, rows) +
    COVERED.typing * covered(place, typing) +
    COVERED.lists * covered(place, lists) +
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
  const isInside = card.width + 2 * MARGIN <= view.width && card.height + 2 * MARGIN <= view.height;
  return { ...best, isClear: isInside && covered({ ...best, ...card }, [...controls, ...rows, ...typing]) === 0 };
}

export type Size = { readonly width: number; readonly height: number };

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
