/**
 * Which description a page is read by: the one that came with the extension, or
 * a newer one from the signed lists. A newer one is used from the moment it has
 * passed lint, beside the own one for as long as the page is open: where the own
 * one sees a compose that the newer one does not, or reads it without a problem
 * that the newer one has, the newer one is dropped. It can add protection, and
 * never takes any away.
 */
import { ask } from '../browser.ts';
import { IdleWork } from '../idle.ts';
import type { DescriptionTrial } from '../messages.ts';
import type { Descriptor } from '../webmail/descriptor.ts';
import { healthOf } from '../webmail/health.ts';
import { lintReplacement } from '../webmail/lint.ts';
import type { ComposeReading, Reading } from '../webmail/recipients.ts';
import { Webmail } from '../webmail/webmail.ts';

/** Both are compared at most once in this time while a compose is open, in ms. */
const COMPARE_EVERY = 1000;
/** Being worse must last this long, in ms: pages are half drawn for a while. */
const LASTING = 2000;

export class Descriptions {
  readonly #webmail: Webmail;
  readonly #own: Descriptor;
  readonly #bundled: readonly Descriptor[];
  readonly #document: Document;
  readonly #isHolding: () => boolean;
  readonly #changed: () => void;
  /** The page is searched and read twice. */
  readonly #comparison: IdleWork;
  /** Of the newer one in use; '' for the own one. */
  #sha256 = '';
  #wanted: { readonly descriptor: Descriptor; readonly sha256: string } | null = null;
  #dropped = '';
  #told = '';
  #comparedAt = 0;
  #worseSince = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * `isHolding`: a send is being held, and its compose must stay the one that it
   * is. `changed` is called after the page came to be read another way.
   */
  constructor(
    webmail: Webmail,
    bundled: readonly Descriptor[],
    document: Document,
    isHolding: () => boolean,
    changed: () => void,
  ) {
    this.#webmail = webmail;
    this.#own = webmail.descriptor;
    this.#bundled = bundled;
    this.#document = document;
    this.#isHolding = isHolding;
    this.#changed = changed;
    this.#comparison = new IdleWork(document, () => this.#compare());
  }

  /** Ask whether there is a newer one, or none any more. */
  async look(): Promise<void> {
    const { id } = this.#own;
    const offered = await ask('describe', { webmail: id });
    if (offered === null || offered.sha256 === this.#dropped) return this.#use(this.#own, '');
    const { sha256, text } = offered;
    if (sha256 === (this.#wanted?.sha256 ?? this.#sha256)) return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.#drop({ webmail: id, sha256, fate: 'refused', why: 'not JSON' });
    }
    const [finding] = lintReplacement(value, this.#bundled, (selector) => this.#parses(selector));
    const isOther = finding === undefined && (value as Descriptor).id !== id;
    if (finding?.rule === 'version') return this.#drop({ webmail: id, sha256, fate: 'older', why: finding.message });
    if (finding !== undefined || isOther) {
      const { path = 'id', message = 'of another webmail' } = finding ?? {};
      const why = path === '' ? message : `${path}: ${message}`;
      return this.#drop({ webmail: id, sha256, fate: 'refused', why });
    }
    return this.#use(value as Descriptor, sha256);
  }

  /** Look whether the newer one is as good as the own one; to be called after each look at the page. */
  compare(): void {
    if (this.#sha256 === '') return;
    // One that this page has not been seen to be read well by is judged at once.
    const isDoubtful = this.#told !== this.#sha256 || this.#worseSince > 0;
    const wait = this.#comparedAt + COMPARE_EVERY - performance.now();
    if (wait > 0) {
      if (isDoubtful) this.#lookAfter(wait);
    } else {
      this.#comparedAt = performance.now();
      if (isDoubtful) this.#compare();
      else this.#comparison.soon();
    }
  }

  #compare(): void {
    if (this.#sha256 === '') return;
    const now = performance.now();
    const own = new Webmail(this.#own, this.#document);
    const worse = this.#worse(own);
    if (worse === '') {
      this.#worseSince = 0;
      if (this.#webmail.roots().length > 0) this.#tell('used', '');
      return;
    }
    if (this.#worseSince === 0) this.#worseSince = now;
    const rest = this.#worseSince + LASTING - now;
    if (rest > 0) this.#lookAfter(rest);
    else this.#drop({ webmail: this.#own.id, sha256: this.#sha256, fate: 'unhealthy', why: worse });
  }

  /** Pages may be still for ever: who has to compare again asks for the look. */
  #lookAfter(time: number): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#changed();
    }, time);
  }

  /** What the newer one makes worse, or ''. Where the own one sees no compose, nothing can be. */
  #worse(own: Webmail): string {
    const before = this.#seenBy(own);
    if (before.length === 0) return '';
    const after = this.#seenBy(this.#webmail);
    const known = new Set(healthOf(own, this.#document, before));
    for (const { root, reading } of before) {
      if (reading.fields === 0 || own.controls(root).length === 0) continue; // unhealthy itself
      const same = after.find((one) => one.root.contains(root) || root.contains(one.root));
      if (same === undefined) return 'no-compose-root';
      if (countAddresses(reading) > 0 && countAddresses(same.reading) === 0) return 'unreadable-recipients';
    }
    return healthOf(this.#webmail, this.#document, after).find((problem) => !known.has(problem)) ?? '';
  }

  #seenBy(webmail: Webmail): ComposeReading[] {
    return webmail.roots().map((root) => ({ root, reading: webmail.read(root) }));
  }

  #drop(trial: DescriptionTrial): void {
    this.#dropped = trial.sha256;
    this.#use(this.#own, '');
    ask('described', trial).catch(() => {});
  }

  #tell(fate: 'used', why: string): void {
    const sha256 = this.#sha256;
    if (this.#told === sha256) return;
    this.#told = sha256;
    ask('described', { webmail: this.#own.id, sha256, fate, why }).catch(() => {
      this.#told = '';
    });
  }

  #use(descriptor: Descriptor, sha256: string): void {
    this.#wanted = { descriptor, sha256 };
    this.#settle();
  }

  #settle(): void {
    if (this.#wanted === null) return;
    if (this.#isHolding()) {
      setTimeout(() => this.#settle(), LASTING);
      return;
    }
    const { descriptor, sha256 } = this.#wanted;
    this.#wanted = null;
    this.#sha256 = sha256;
    this.#worseSince = 0;
    if (this.#webmail.descriptor === descriptor) return;
    this.#webmail.become(descriptor);
    this.#changed();
  }

  #parses(selector: string): boolean {
    try {
      this.#document.createDocumentFragment().querySelector(selector);
      return true;
    } catch {
      return false;
    }
  }
}

function countAddresses({ recipients }: Reading): number {
  return recipients.filter(({ address }) => address !== null).length;
}
