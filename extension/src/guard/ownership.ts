/**
 * Who guards this page. After an update the browser puts a new copy of us beside
 * the old one, which has lost the extension: it cannot ask the core any more, yet
 * it still hears every gesture first. Until the new copy has come, the old one
 * goes on with what it knows.
 */
import { isOrphaned } from '../browser.ts';

/** On <html>: the name of the copy that guards. A new copy announces itself with its own. */
const MARK = 'data-nearmiss-copy';

/**
 * How long an orphan waits for the copy that follows it, in ms. An update brings
 * it in some 150 ms (measured in Chromium); who removed us sends none.
 */
const SUCCESSOR_WITHIN = 10_000;

/** An orphan is noticed at the next gesture, or after this time, in ms. */
const BEAT = 5000;

export type Standing =
  | 'live'
  | 'orphaned' // the extension is gone, and the next copy may come
  | 'relieved' // a newer copy guards
  | 'left'; // the extension is gone, and nobody came

export interface StandingListener {
  /** A newer copy has come; it hears events already. */
  readonly relieved: () => void;
  /** Nobody protects this page from now on. */
  readonly left: () => void;
}

export class Ownership {
  readonly #document: Document;
  readonly #listener: StandingListener;
  readonly #name = crypto.randomUUID();
  readonly #beat: ReturnType<typeof setInterval>;
  #standing: Standing = 'live';

  constructor(document: Document, listener: StandingListener) {
    this.#document = document;
    this.#listener = listener;
    document.documentElement?.setAttribute(MARK, this.#name);
    // Runs after the whole script of the new copy, which listens by then.
    const observer = new MutationObserver(() => this.standing());
    observer.observe(document, { subtree: true, attributes: true, attributeFilter: [MARK] });
    this.#beat = setInterval(() => this.standing(), BEAT);
  }

  /** True when another copy guards here, or nobody. */
  isAside(): boolean {
    const standing = this.standing();
    return standing === 'relieved' || standing === 'left';
  }

  standing(): Standing {
    const owner = this.#document.documentElement?.getAttribute(MARK) ?? null;
    if (owner !== null && owner !== this.#name) {
      if (this.#standing !== 'relieved') {
        this.#standing = 'relieved';
        clearInterval(this.#beat);
        this.#listener.relieved();
      }
    } else if (this.#standing === 'live') {
      if (isOrphaned()) this.#wait();
      // Pages that write their document anew lose the mark; that is no other copy.
      else if (owner === null) this.#document.documentElement?.setAttribute(MARK, this.#name);
    }
    return this.#standing;
  }

  #wait(): void {
    this.#standing = 'orphaned';
    clearInterval(this.#beat);
    setTimeout(() => {
      if (this.standing() !== 'orphaned') return;
      this.#standing = 'left';
      this.#listener.left();
    }, SUCCESSOR_WITHIN);
  }
}
