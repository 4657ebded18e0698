/**
 * Addresses that have just been begun: until their domain may be whole there is
 * nothing to judge, and the keys of them need no look at the page.
 */
import type { TypedText } from '../webmail/glance.ts';
import type { Recipient } from '../webmail/recipients.ts';

/** What stands before the last piece of a text, up to its separator. */
const HEAD = /^.*[,;\n\r،؛；，、]/su;
/** A comma for a dot: what follows is the rest of a domain. */
const ENDS_IN_DOMAIN = /@[^@.\s]+,$/u;
/** Nothing behind the domain. */
const HAS_ONE = /^[^@]*@[^@<>\s]*$/u;

/** A dot, as people type it in any script (RFC 3490), and two letters after it. */
const HAS_DOMAIN = /[.\u3002\uff0e\uff61][^.\u3002\uff0e\uff61\s@]{2,}$/u;

/** Whether the domain at the end of this address may be whole. */
export function hasDomain(address: string): boolean {
  return HAS_DOMAIN.test(address);
}

/**
 * What stands before an address that has just been begun, or ''. Null where the
 * end of a text may be judged: it has an address whose domain may be whole.
 */
export function beforeBegun(text: string): string | null {
  const head = HEAD.exec(text)?.[0] ?? '';
  const last = text.slice(head.length);
  const isBegun = !last.includes('@') || (HAS_ONE.test(last) && !hasDomain(last));
  const isRest = ENDS_IN_DOMAIN.test(head) && !last.startsWith(' ');
  return isBegun && !isRest ? head : null;
}

/**
 * What a key has done to a field: `begun`, nothing can be judged yet and the rest
 * is as it was; `gone`, nor any longer; `other`, what there is to judge may be new.
 */
export type Step = 'begun' | 'gone' | 'other';

export class Begun {
  /** Where addresses were typed that were whole enough to be judged, by the last look. */
  readonly #judgedIn = new Set<Element>();
  /** Where only a pause had addresses judged that were not. */
  readonly #judgedEarlyIn = new Set<Element>();
  /** By field: what stands before the address that was begun in it by the last key. */
  readonly #heads = new WeakMap<Element, string>();

  /** Note a key; null where it is not known what stands in the field. */
  step(typed: TypedText | null): Step {
    const head = typed === null ? null : beforeBegun(typed.text);
    if (typed === null || head === null) return 'other';
    const { element } = typed;
    const before = this.#heads.get(element) ?? (this.#judgedIn.has(element) ? null : '');
    this.#heads.set(element, head);
    const isGone = this.#judgedEarlyIn.has(element) && !typed.text.includes('@', head.length);
    if (before === null || isGone) return 'gone';
    return before === head ? 'begun' : 'other';
  }

  /** A look begins. */
  clear(): void {
    this.#judgedIn.clear();
    this.#judgedEarlyIn.clear();
  }

  /** Note whom a look has judged. */
  judged(recipients: readonly Recipient[]): void {
    for (const { state, element, address } of recipients) {
      if (state !== 'typed' || address === null) continue;
      if (!hasDomain(address)) {
        this.#judgedEarlyIn.add(element);
        continue;
      }
      this.#judgedIn.add(element);
      if (this.#heads.get(element)?.includes(address) === false) this.#heads.delete(element);
    }
  }
}
