/**
 * The arithmetic of whether a press counts: since when its button has been in plain
 * view, where it was hit, and which filters leave a page readable.
 */

/** How long something must have been in plain view before a press of it counts, in ms. */
export const IN_VIEW_FOR = 500;

/** Without any report after this time, in ms, the browser is taken to see no surface at all. */
const REPORT_WITHIN = 2000;

/** `early`: too soon after the button appeared or moved; `script`: no person made the event. */
export type Finding = 'counts' | 'early' | 'covered' | 'script';

/** Since when a surface has been in plain view without a break. Times are ms of one clock. */
export class Sight {
  #movedAt: number;
  #clearSince: number | null;
  #isKnown = false;

  constructor(now: number) {
    this.#movedAt = now;
    this.#clearSince = now;
  }

  /** It appeared or moved. */
  moved(now: number): void {
    this.#movedAt = now;
  }

  report(isClear: boolean, time: number): void {
    this.#isKnown = true;
    if (!isClear) this.#clearSince = null;
    else this.#clearSince ??= time;
  }

  /** What a press at this time of a button that appeared at `born` is worth. */
  judge(time: number, born: number): Exclude<Finding, 'script'> {
    const since = time - Math.max(this.#movedAt, born);
    if (since < IN_VIEW_FOR) return 'early';
    if (!this.#isKnown) return since < REPORT_WITHIN ? 'early' : 'covered';
    return this.#clearSince !== null && time - this.#clearSince >= IN_VIEW_FOR ? 'counts' : 'covered';
  }
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

type Click = Pick<MouseEvent, 'clientX' | 'clientY'>;
type Edges = Pick<DOMRectReadOnly, 'left' | 'right' | 'top' | 'bottom'>;

/** Where a click hit the box; null when a key or an assistive tool made it somewhere else. */
export function pressedAt({ clientX: x, clientY: y }: Click, { left, right, top, bottom }: Edges): Point | null {
  return x >= left && x <= right && y >= top && y <= bottom && (x !== 0 || y !== 0) ? { x, y } : null;
}

/**
 * Whether a filter leaves what it is applied to readable. Firefox applies that of
 * <html> to the top layer, too, and dark modes invert pages by one.
 */
export function isReadableThrough(filter: string): boolean {
  if (filter === 'none' || filter === '') return true;
  const functions = [...filter.matchAll(/([a-z-]+)\(([^()]*)\)/g)];
  const rest = functions.reduce((text, [whole]) => text.replace(whole, ''), filter).trim();
  return (
    rest === '' &&
    functions.every(([, name, value = '']) => {
      const amount = value.trim() === '' ? 1 : Number.parseFloat(value) / (value.includes('%') ? 100 : 1);
      if (name === 'invert') return amount <= 0.2 || amount >= 0.8;
      if (name === 'brightness' || name === 'contrast') return amount >= 0.5 && amount <= 2;
      return name === 'hue-rotate' || name === 'sepia' || name === 'grayscale' || name === 'saturate';
    })
  );
}
