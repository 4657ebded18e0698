/**
 * Whether people can see what they press. A page may lay a picture over our
 * buttons that lets presses through, or move a button of ours under the pointer.
 *
 * Our surfaces stand in the browser's top layer, so only what enters the top layer
 * after them can cover them. Chromium reports that by IntersectionObserver v2
 * (https://w3c.github.io/IntersectionObserver/v2/). Firefox has none: there we
 * look ourselves, at random moments that a page cannot time its cover by.
 */
import type { Host } from './host.ts';
import { TopLayer } from './toplayer.ts';

/** How long something must have been in plain view before a press of it counts, in ms. */
export const IN_VIEW_FOR = 500;

/** Without any report after this time, in ms, the browser is taken to see no surface at all. */
const REPORT_WITHIN = 2000;

/** The shortest delay between two reports that Chromium allows, in ms. */
const REPORT_EVERY = 100;

/** Between two looks of our own, in ms: at random, at least three before a press can count. */
const LOOK_EVERY = { least: 40, most: 160 };

/** A button lower or narrower than this, in CSS pixels, cannot be read. Ours are 30 at least; pages that zoom out halve them. */
const LEGIBLE = 14;

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

interface Point {
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

/** What TypeScript's library does not know yet. */
interface ObserverOptions extends IntersectionObserverInit {
  readonly trackVisibility: boolean;
  readonly delay: number;
}

/** Watches one surface, and says what a press of its buttons is worth. */
export class PlainView {
  readonly #host: Host;
  readonly #surface: HTMLElement;
  readonly #document: Document;
  readonly #born = new WeakMap<HTMLElement, number>();
  #sight = new Sight(performance.now());
  #observer: IntersectionObserver | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #topLayer: TopLayer | undefined;

  constructor(host: Host, surface: HTMLElement) {
    this.#host = host;
    this.#surface = surface;
    this.#document = surface.ownerDocument;
  }

  /** Call when the surface is in the page and shown. */
  start(): void {
    this.stop();
    this.#sight = new Sight(performance.now());
    this.#document.defaultView?.addEventListener('resize', this.#moved);
    if ('isVisible' in IntersectionObserverEntry.prototype) {
      const options: ObserverOptions = { trackVisibility: true, delay: REPORT_EVERY };
      this.#observer = new IntersectionObserver((reports) => this.#take(reports), options);
      this.#observer.observe(this.#surface);
    } else {
      this.#topLayer = new TopLayer(this.#document);
      this.#lookSoon();
    }
  }

  stop(): void {
    this.#document.defaultView?.removeEventListener('resize', this.#moved);
    this.#observer?.disconnect();
    this.#topLayer?.stop();
    clearTimeout(this.#timer);
  }

  /** The surface moved, or shows itself again: what lies under the pointer is new. */
  moved(): void {
    this.#moved();
  }

  readonly #moved = (): void => this.#sight.moved(performance.now());

  /**
   * `press` when a person who could see the button presses it by pointer, key or
   * assistive tool; `refused` when something may have covered it.
   */
  guard(button: HTMLElement, press: () => void, refused: () => void): void {
    this.#born.set(button, performance.now());
    button.addEventListener('click', (event) => {
      event.preventDefault();
      const finding = this.#judge(event, button);
      if (finding === 'counts') press();
      else if (finding === 'covered') refused();
    });
  }

  #judge(event: MouseEvent, button: HTMLElement): Finding {
    if (!event.isTrusted) return 'script';
    if (this.#observer !== undefined) this.#take(this.#observer.takeRecords());
    const found = this.#sight.judge(event.timeStamp, this.#born.get(button) ?? event.timeStamp);
    if (found !== 'counts') return found;
    const box = button.getBoundingClientRect();
    const point = pressedAt(event, box);
    // A key presses what has the focus, wherever it has been scrolled to.
    if (point === null && !this.#isInReach(button, centreOf(box))) {
      button.scrollIntoView({ block: 'nearest' });
      this.#moved();
      return this.#isOurs(centreOf(button.getBoundingClientRect())) ? 'early' : 'covered';
    }
    const isClear =
      box.width >= LEGIBLE &&
      box.height >= LEGIBLE &&
      this.#isInReach(button, point ?? centreOf(box)) &&
      this.#isDrawn(button) &&
      this.#topLayer?.isCovered(true) !== true;
    return isClear ? 'counts' : 'covered';
  }

  #take(reports: readonly IntersectionObserverEntry[]): void {
    for (const report of reports) {
      // Not drawn yet, or no longer: nothing can cover it.
      if (report.boundingClientRect.width === 0) continue;
      this.#sight.report((report as { isVisible?: boolean }).isVisible === true, report.time);
    }
  }

  #lookSoon(): void {
    const { least, most } = LOOK_EVERY;
    this.#timer = setTimeout(
      () => {
        this.#look();
        this.#lookSoon();
      },
      least + Math.random() * (most - least),
    );
  }

  #look(): void {
    const { width, height, left, top } = this.#surface.getBoundingClientRect();
    // While our own style lets presses through, a hit test cannot tell.
    const isBlind = getComputedStyle(this.#surface).pointerEvents === 'none';
    if (this.#document.hidden || width === 0 || height === 0 || isBlind) return;
    const parts = [0.1, 0.5, 0.9];
    const points = parts.flatMap((x) => parts.map((y) => ({ x: left + width * x, y: top + height * y })));
    const isClear =
      points.every((point) => !this.#isInWindow(point) || this.#isOurs(point)) &&
      this.#isDrawn(this.#surface) &&
      this.#topLayer?.isCovered(false) !== true;
    this.#sight.report(isClear, performance.now());
  }

  #isInReach(button: HTMLElement, { x, y }: Point): boolean {
    const hit = this.#host.root.elementFromPoint(x, y);
    return this.#isOurs({ x, y }) && hit !== null && button.contains(hit);
  }

  #isOurs({ x, y }: Point): boolean {
    return this.#document.elementFromPoint(x, y) === this.#host.element;
  }

  #isInWindow({ x, y }: Point): boolean {
    const view = this.#document.defaultView;
    return view !== null && x >= 0 && y >= 0 && x < view.innerWidth && y < view.innerHeight;
  }

  /** The properties of what stands around us that reach into the top layer. */
  #isDrawn(element: HTMLElement): boolean {
    const page = this.#document.documentElement;
    return (
      element.checkVisibility({ visibilityProperty: true }) &&
      isReadableThrough(getComputedStyle(page).filter) &&
      !isInTransition(page)
    );
  }
}

function centreOf({ left, top, width, height }: DOMRectReadOnly): Point {
  return { x: left + width / 2, y: top + height / 2 };
}

/** A view transition draws pictures of the page over all that is really there. */
function isInTransition(page: Element): boolean {
  try {
    return page.matches(':active-view-transition');
  } catch {
    return false; // a browser that has none
  }
}
