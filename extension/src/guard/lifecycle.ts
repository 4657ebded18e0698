/**
 * Whether this copy of the script still has its extension, and whether a newer
 * copy guards. After an update the browser puts a new copy beside the old one,
 * which cannot ask the core any more, yet still hears every press first.
 */
import { isOrphaned } from '../browser/ask.ts';
import { waitOf } from '../waits.ts';

export type Life =
  | 'live'
  | 'orphaned' // the extension is gone, and the next copy may come
  | 'replaced' // a newer copy guards
  | 'left'; // the extension is gone, and nobody came

export interface LifeListener {
  /** A newer copy has come; it hears events already. */
  readonly replaced: () => void;
  /** Nobody protects this page from now on. */
  readonly left: () => void;
}

export class Lifecycle {
  readonly #listener: LifeListener;
  readonly #check: ReturnType<typeof setInterval>;
  #life: Life = 'live';

  constructor(listener: LifeListener) {
    this.#listener = listener;
    this.#check = setInterval(() => this.life(), waitOf('check-life'));
  }

  life(): Life {
    if (this.#life === 'live' && isOrphaned()) {
      this.#life = 'orphaned';
      clearInterval(this.#check);
      setTimeout(() => this.#leave(), waitOf('successor'));
    }
    return this.#life;
  }

  /** True when another copy guards here, or nobody. */
  isAside(): boolean {
    return this.#life === 'replaced' || this.#life === 'left';
  }

  giveWay(): void {
    if (this.#life === 'replaced') return;
    this.#life = 'replaced';
    clearInterval(this.#check);
    this.#listener.replaced();
  }

  #leave(): void {
    if (this.#life !== 'orphaned') return;
    this.#life = 'left';
    this.#listener.left();
  }
}
