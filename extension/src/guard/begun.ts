/**
 * Addresses that have just been begun: until their domain may be whole there is
 * nothing to judge, and the keys of them need no look at the page.
 */
import type { TypedText } from '../webmail/glance.ts';
import { typedAddresses } from '../webmail/text.ts';

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
  const isRest = ENDS_IN_DOMAIN.test(head) && !/^\s/u.test(last);
  return isBegun && !isRest ? head : null;
}

/**
 * What a key has done to a field: `begun`, its end cannot be judged yet, and the
 * rest is as it was; `gone`, the rest has changed, or what is told of is there no
 * longer; `whole`, its end may be judged.
 */
export type Step = 'begun' | 'gone' | 'whole';

export class Begun {
  /** By field: what stands before the address that was begun in it by the last key. */
  readonly #heads = new WeakMap<Element, string>();

  /** Note a key; `told`: the addresses in this field that a person is told of at the moment. */
  step({ element, text }: TypedText, told: readonly string[]): Step {
    const head = beforeBegun(text);
    if (head === null) return 'whole';
    const before = this.#heads.get(element) ?? '';
    this.#heads.set(element, head);
    if (before !== head) return 'gone';
    const left = told.length === 0 ? [] : typedAddresses(head);
    return told.every((one) => left.includes(one)) ? 'begun' : 'gone';
  }
}
