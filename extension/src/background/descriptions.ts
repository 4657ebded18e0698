/**
 * Signed descriptions of webmails: which one a page is offered, and what became
 * of it there. One that a page dropped is remembered by its hash and not offered
 * again, until another extension may judge it otherwise.
 */
import type {
  DescriptionFate,
  DescriptionStatus,
  DescriptionTrial,
  SignedDescription,
} from '../messages/descriptions.ts';
import type { StoredValue } from './storedvalue.ts';
import type { SignedWebmail } from './trust.ts';

interface Known {
  readonly fate: DescriptionFate;
  readonly why: string;
}

/** SHA-256 → what became of it, under one version of the extension. */
export interface Fates {
  readonly extension: string;
  readonly known: Readonly<Record<string, Known>>;
}

export const NO_FATES: Fates = { extension: '', known: {} };

const MAX_WHY = 300;
const FATES: readonly DescriptionFate[] = ['used', 'older', 'refused', 'unhealthy'];

export interface Sources {
  /** The newest that were verified. */
  readonly signed: () => Promise<readonly SignedWebmail[]>;
  readonly fates: StoredValue<Fates>;
  /** Of the extension. */
  readonly version: string;
}

export class Descriptions {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** For a page of this webmail; null when there is none worth trying. */
  async offer(webmail: string): Promise<SignedDescription | null> {
    const signed = (await this.#sources.signed()).find(({ id }) => id === webmail);
    if (signed === undefined) return null;
    const { fate } = await this.#known(signed);
    if (fate !== 'new' && fate !== 'used') return null;
    return { sha256: signed.sha256, text: new TextDecoder().decode(signed.text) };
  }

  /** Those worth trying of webmails that a page does not know. */
  async newcomers(known: readonly string[]): Promise<Record<string, SignedDescription>> {
    const ids = (await this.#sources.signed()).map(({ id }) => id).filter((id) => !known.includes(id));
    const offered = await Promise.all(ids.map(async (id) => [id, await this.offer(id)] as const));
    return Object.fromEntries(offered.flatMap(([id, one]) => (one === null ? [] : [[id, one]])));
  }

  /** True when other pages have to hear of it: what they use was dropped. */
  async tried({ webmail, sha256, fate, why }: DescriptionTrial): Promise<boolean> {
    const all = await this.#sources.signed();
    const signed = all.find((one) => one.id === webmail && one.sha256 === sha256);
    if (signed === undefined || !FATES.includes(fate)) return false;
    if (!mayBecome((await this.#known(signed)).fate, fate)) return false;
    const { version } = this.#sources;
    await this.#sources.fates.change((fates) => {
      const known = Object.fromEntries(all.flatMap((one) => entryOf(fates, version, one.sha256)));
      const isFirst = mayBecome(known[sha256]?.fate ?? 'new', fate); // pages tell at the same time
      const trial = { fate, why: String(why).slice(0, MAX_WHY) };
      return { extension: version, known: isFirst ? { ...known, [sha256]: trial } : known };
    });
    return fate !== 'used';
  }

  async statuses(): Promise<DescriptionStatus[]> {
    const signed = await this.#sources.signed();
    return Promise.all(
      signed.map(async (one) => ({ webmail: one.id, version: versionOf(one.text), ...(await this.#known(one)) })),
    );
  }

  async #known({ sha256 }: SignedWebmail): Promise<Known> {
    const { extension, known } = await this.#sources.fates.get();
    return (extension === this.#sources.version ? known[sha256] : undefined) ?? { fate: 'new', why: '' };
  }
}

/** A page that can be read does not take back what another page could not be. */
function mayBecome(before: DescriptionFate, after: DescriptionFate): boolean {
  return before === 'new' || (before === 'used' && after !== 'used');
}

function entryOf(fates: Fates, version: string, sha256: string): (readonly [string, Known])[] {
  const known = fates.extension === version ? fates.known[sha256] : undefined;
  return known === undefined ? [] : [[sha256, known]];
}

function versionOf(text: Uint8Array<ArrayBuffer>): number {
  try {
    const { version } = JSON.parse(new TextDecoder().decode(text)) as { version?: unknown };
    return typeof version === 'number' && Number.isSafeInteger(version) ? version : 0;
  } catch {
    return 0;
  }
}
