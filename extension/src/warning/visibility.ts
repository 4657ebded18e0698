/**
 * Whether people can see what they press. A page may lay a picture over our
 * buttons that lets presses through, or move a button of ours under the pointer.
 *
 * Our surfaces stand in the browser's top layer, so only what enters the top layer
 * after them can cover them. Chromium reports that by IntersectionObserver v2
 * (https://w3c.github.io/IntersectionObserver/v2/). Firefox has none: there we
 * check ourselves, at random moments that a page cannot time its cover by.
 */
import { matchesSelector } from '../dom.ts';
import type { Host } from './host.ts';
import { type Finding, isReadableThrough, type Point, pressedAt, Sight } from './sight.ts';
import { TopLayer } from './toplayer.ts';

/** The shortest delay between two reports that Chromium allows, in ms. */
const REPORT_EVERY = 100;

/** Between two checks of our own, in ms: at random, at least two before a press can count. */
const CHECK_EVERY = { least: 60, most: 200 };

/** A button lower or narrower than this, in CSS pixels, cannot be read. Ours are 30 at least, before the page zooms out. */
const LEGIBLE = 14;

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
  readonly #isGrave: () => boolean;
  readonly #born = new WeakMap<HTMLElement, number>();
  #sight = new Sight(performance.now());
  #observer: IntersectionObserver | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #topLayer: TopLayer | undefined;

  /** `isGrave`: whether its buttons decide something that a page gains by; then shadow trees are searched, too. */
  constructor(host: Host, surface: HTMLElement, isGrave: () => boolean) {
    this.#host = host;
    this.#surface = surface;
    this.#isGrave = isGrave;
    this.#document = surface.ownerDocument;
  }

  /** Call when the surface is in the page and shown. A popover comes to the top again. */
  start(): void {
    this.stop();
    if (this.#surface.matches(':popover-open')) {
      this.#surface.hidePopover();
      this.#surface.showPopover();
    }
    this.#sight = new Sight(performance.now());
    this.#document.defaultView?.addEventListener('resize', this.#moved);
    if ('isVisible' in IntersectionObserverEntry.prototype) {
      const options: ObserverOptions = { trackVisibility: true, delay: REPORT_EVERY };
      this.#observer = new IntersectionObserver((reports) => this.#take(reports), options);
      this.#observer.observe(this.#surface);
    } else {
      this.#topLayer = new TopLayer(this.#document);
      this.#checkSoon();
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

  #checkSoon(): void {
    const { least, most } = CHECK_EVERY;
    this.#timer = setTimeout(
      () => {
        this.#check();
        this.#checkSoon();
      },
      least + Math.random() * (most - least),
    );
  }

  /** No hit test: it would take Firefox 2 ms in a page of 5,000 elements, and a press makes one. */
  #check(): void {
    const { width, height } = this.#surface.getBoundingClientRect();
    if (this.#document.hidden || width === 0 || height === 0) return;
    const isClear = this.#isDrawn(this.#surface) && this.#topLayer?.isCovered(this.#isGrave()) !== true;
    this.#sight.report(isClear, performance.now());
  }

  #isInReach(button: HTMLElement, { x, y }: Point): boolean {
    const hit = this.#host.root.elementFromPoint(x, y);
    return this.#isOurs({ x, y }) && hit !== null && button.contains(hit);
  }

  #isOurs({ x, y }: Point): boolean {
    return this.#document.elementFromPoint(x, y) === this.#host.element;
  }

  /** The properties of what stands around us that reach into the top layer. */
  #isDrawn(element: HTMLElement): boolean {
    const page = this.#document.documentElement;
    return (
      element.checkVisibility({ visibilityProperty: true }) &&
      // Chromium draws the top layer beside <html>, Firefox in it.
      (this.#topLayer === undefined || isReadableThrough(getComputedStyle(page).filter)) &&
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
    return matchesSelector(page, ':active-view-transition');
  } catch {
    return false; // a browser that has none
  }
}
