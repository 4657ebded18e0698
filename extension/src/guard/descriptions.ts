/**
 * Which descriptions a page is read by: the one that came with the extension, and
 * beside it a newer one from the signed lists, from the moment it has passed lint.
 * It can only add: what either reads counts. Where it misses a compose or a
 * recipient that the own one reads, or has a problem that the own one has not, it
 * is dropped. On servers of somebody's own, where neither sees a compose, the shape
 * of the page may show one: webmails change, and some are described nowhere.
 */
import { ask } from '../browser/ask.ts';
import { contains } from '../dom.ts';
import type { DescriptionTrial } from '../messages/descriptions.ts';
import { Schedule } from '../schedule.ts';
import { waitOf } from '../waits.ts';
import { findComposes } from '../webmail/composes.ts';
import type { Descriptor } from '../webmail/descriptor.ts';
import { describeByShape } from '../webmail/generic.ts';
import { healthOf } from '../webmail/health.ts';
import { lintReplacement, readDescription, said } from '../webmail/lint.ts';
import { besideNewcomer, isInField } from '../webmail/newcomer.ts';
import { addressesOf, type ComposeReading } from '../webmail/recipients.ts';
import { Webmail } from '../webmail/webmail.ts';

/** One that came with the signed lists. */
export interface SignedDescriptor {
  readonly descriptor: Descriptor;
  readonly sha256: string;
}

export class Descriptions {
  readonly #webmail: Webmail;
  #own: Descriptor;
  readonly #anyPage: Descriptor | null;
  readonly #isHolding: () => boolean;
  readonly #changed: () => void;
  readonly #comparison = new Schedule(() => this.#compare());
  readonly #shapeSearch = new Schedule(() => this.#searchShape());
  /** The newer one in use. */
  #newer: SignedDescriptor | null = null;
  #byShape: Descriptor | null = null;
  /** What a webmail is read by that only the signed lists know. */
  #newcomer: Descriptor | null = null;
  #dropped = '';
  #reported = '';
  #worseSince: number | null = null;

  /**
   * `anyPage`: what a description of any page says, where shape counts. `isHolding`:
   * a send is being held, and its compose must stay the one that it is. `changed` is
   * called after the page came to be read another way.
   */
  constructor(webmail: Webmail, anyPage: Descriptor | null, isHolding: () => boolean, changed: () => void) {
    this.#webmail = webmail;
    this.#own = webmail.descriptor;
    this.#anyPage = anyPage;
    this.#isHolding = isHolding;
    this.#changed = changed;
  }

  /** Ask whether there is a newer one, or none any more. */
  async refresh(): Promise<void> {
    const { id } = this.#own;
    const offered = await ask('describe', { webmail: id });
    if (offered === null || offered.sha256 === this.#dropped) return this.#use(null);
    const { sha256, text } = offered;
    if (sha256 === this.#newer?.sha256) return;
    const read = readDescription(text, id, lintReplacement);
    if (!('rule' in read)) return this.#use({ descriptor: read, sha256 });
    return this.#drop({ webmail: id, sha256, fate: read.rule === 'version' ? 'older' : 'refused', why: said(read) });
  }

  /** To be called after each scan. */
  scanned(): void {
    if (this.#newer !== null) this.#comparison.within('compare-descriptions');
    if (this.#anyPage !== null) this.#shapeSearch.within('search-shape');
  }

  /** Check that the newer one is as good as the own one. */
  #compare(): void {
    if (this.#newer === null) return;
    const { descriptor, sha256 } = this.#newer;
    const worse = this.#worse(descriptor);
    this.#worseSince = worse === '' ? null : (this.#worseSince ?? performance.now());
    // Pages are half drawn for a while.
    const isLasting = this.#worseSince !== null && performance.now() - this.#worseSince >= waitOf('health-lasting');
    if (isLasting) this.#drop({ webmail: this.#own.id, sha256, fate: 'unhealthy', why: worse });
    else if (worse === '' && this.#webmail.roots().length > 0) this.#report(sha256);
    // Pages may be still for ever.
    else setTimeout(this.#changed, waitOf('compare-descriptions'));
  }

  /** It is another webmail than was believed; `newcomer`: one that only the signed lists know. */
  replace(own: Descriptor, newcomer: Descriptor | null = null): void {
    if (own === this.#own && newcomer === this.#newcomer) return;
    this.#whenFree(() => {
      this.#own = own;
      this.#newer = null;
      this.#newcomer = newcomer;
      this.#worseSince = null;
      this.#apply();
      this.refresh().catch(() => {});
    });
  }

  /** Search the page for a compose by its shape. */
  #searchShape(): void {
    if (this.#anyPage === null || this.#isHolding()) return;
    const isBlind = findComposes(this.#described(), document).length === 0;
    const found = isBlind ? describeByShape(document, this.#anyPage) : null;
    // Send may still be where the own one knows it.
    const byShape = found !== null && this.#own.guards === 'send' ? { ...found, guards: this.#own.guards } : found;
    if (JSON.stringify(byShape) === JSON.stringify(this.#byShape)) return;
    this.#byShape = byShape;
    this.#apply();
  }

  #described(): readonly Descriptor[] {
    return this.#newer === null ? [this.#own] : [this.#newer.descriptor, this.#own];
  }

  #apply(): void {
    const known = this.#byShape === null ? this.#described() : [this.#byShape, ...this.#described()];
    const newcomer = this.#newcomer;
    if (newcomer === null) this.#webmail.become(known);
    else this.#webmail.become(besideNewcomer(newcomer, known), (place) => isInField(newcomer, place));
    this.#changed();
  }

  /** What the newer one reads worse, or ''. Where the own one sees no compose, nothing can be. */
  #worse(newer: Descriptor): string {
    const own = new Webmail(this.#own, document);
    const other = new Webmail(newer, document);
    const before = readingsOf(own);
    if (before.length === 0) return '';
    const after = readingsOf(other);
    const known = new Set(healthOf(own, before));
    for (const { root, reading } of before) {
      if (reading.fields === 0 || own.controls(root).length === 0) continue; // unhealthy itself
      const same = after.find((one) => contains(one.root, root) || contains(root, one.root));
      if (same === undefined) return 'no-compose-root';
      const read = new Set(addressesOf(same.reading));
      if (addressesOf(reading).some((address) => !read.has(address))) return 'unreadable-recipients';
    }
    return healthOf(other, after).find((problem) => !known.has(problem)) ?? '';
  }

  #drop(trial: DescriptionTrial): void {
    this.#dropped = trial.sha256;
    this.#use(null);
    ask('described', trial).catch(() => {});
  }

  #report(sha256: string): void {
    if (this.#reported === sha256) return;
    this.#reported = sha256;
    ask('described', { webmail: this.#own.id, sha256, fate: 'used', why: '' }).catch(() => {
      this.#reported = '';
    });
  }

  #use(newer: SignedDescriptor | null): void {
    if (newer?.sha256 === this.#newer?.sha256) return;
    this.#whenFree(() => {
      this.#newer = newer;
      this.#worseSince = null;
      this.#apply();
    });
  }

  #whenFree(work: () => void): void {
    if (this.#isHolding()) setTimeout(() => this.#whenFree(work), waitOf('health-lasting'));
    else work();
  }
}

function readingsOf(webmail: Webmail): ComposeReading[] {
  return webmail.roots().map((root) => ({ root, reading: webmail.read(root) }));
}
