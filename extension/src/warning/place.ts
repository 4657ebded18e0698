/**
 * Keeps a floating card at its anchor while the page scrolls, resizes and
 * rebuilds itself.
 */

/** Between card and anchor, and to the edge of the window, in CSS pixels. */
const GAP = 6;
const MARGIN = 8;
/** Pages move things without telling; a look this often costs nothing visible. */
const LOOK_AGAIN = 300;
/** An anchor higher than this is a whole compose: the card goes above it, not below. */
const FIELD_HEIGHT = 160;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a card of this size goes, inside a window of this size; it never covers a field it belongs to. */
export function spot(
  anchor: Box,
  card: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
  isRtl: boolean,
): { readonly left: number; readonly top: number } {
  const below = anchor.top + anchor.height + GAP;
  const above = anchor.top - GAP - card.height;
  const fits = (top: number): boolean => top >= MARGIN && top + card.height <= view.height - MARGIN;
  const wishes = anchor.height > FIELD_HEIGHT ? [above, Math.max(MARGIN, anchor.top + GAP)] : [below, above];
  const top = wishes.find(fits) ?? Math.max(MARGIN, Math.min(below, view.height - MARGIN - card.height));
  const start = isRtl ? anchor.left + anchor.width - card.width : anchor.left;
  const left = Math.max(MARGIN, Math.min(start, view.width - MARGIN - card.width));
  return { left, top };
}

/** Follows the anchor until the returned function is called; `gone` when the anchor left the page. */
export function place(card: HTMLElement, anchor: Element, gone: () => void): () => void {
  const view = anchor.ownerDocument.defaultView;
  if (view === null) return () => undefined;
  let frame = 0;

  const follow = (): void => {
    frame = 0;
    if (!anchor.isConnected) {
      gone();
      return;
    }
    const box = anchor.getBoundingClientRect();
    const isVisible = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < view.innerHeight;
    card.style.visibility = isVisible ? 'visible' : 'hidden';
    if (!isVisible) return;
    card.style.maxWidth = `${Math.max(260, Math.min(480, view.innerWidth - 2 * MARGIN))}px`;
    const size = { width: card.offsetWidth, height: card.offsetHeight };
    const isRtl = view.getComputedStyle(card).direction === 'rtl';
    const { left, top } = spot(box, size, { width: view.innerWidth, height: view.innerHeight }, isRtl);
    card.style.left = `${Math.round(left)}px`;
    card.style.top = `${Math.round(top)}px`;
  };
  const soon = (): void => {
    if (frame === 0) frame = view.requestAnimationFrame(follow);
  };

  view.addEventListener('scroll', soon, { capture: true, passive: true });
  view.addEventListener('resize', soon, { passive: true });
  const sizes = new ResizeObserver(soon);
  sizes.observe(anchor);
  sizes.observe(card);
  const timer = view.setInterval(soon, LOOK_AGAIN);
  soon();

  return () => {
    view.clearInterval(timer);
    if (frame !== 0) view.cancelAnimationFrame(frame);
    sizes.disconnect();
    view.removeEventListener('scroll', soon, { capture: true });
    view.removeEventListener('resize', soon);
  };
}
