/**
 * Addresses that are being typed: until their domain may be whole there is
 * nothing to judge, and after that nothing but them. Their keys need no look at the page.
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

/** The last piece of a text, where the next key goes. */
export interface Last {
  /** What stands before it, with its separator, or ''. */
  readonly head: string;
  readonly text: string;
  /** It cannot be judged yet: no address, or one whose domain has not come to any end. */
  readonly isBegun: boolean;
}

/** Null where the last piece may be part of the one before it. */
export function lastOf(all: string): Last | null {
  const head = HEAD.exec(all)?.[0] ?? '';
  const text = all.slice(head.length);
  if (ENDS_IN_DOMAIN.test(head) && !/^\s/u.test(text)) return null;
  return { head, text, isBegun: !text.includes('@') || (HAS_ONE.test(text) && !hasDomain(text)) };
}

/**
 * What a key has done to a field: `begun`, its end cannot be judged yet, and the
 * rest is as it was; `ended`, the same but for its end, which may be judged;
 * `gone`, an end was begun, and the rest has changed, or what is told of is there
 * no longer; `whole`, anything else.
 */
export type Step = 'begun' | 'ended' | 'gone' | 'whole';

export class Begun {
  /** By field: what stood before its last piece when a key was last noted. */
  readonly #heads = new WeakMap<Element, string>();

  /** Note a key; `told`: the addresses in this field that a person is told of at the moment. */
  step({ element, text }: TypedText, told: readonly string[]): Step {
    const last = lastOf(text);
    if (last === null) return 'whole';
    const { head, isBegun } = last;
    const before = this.#heads.get(element) ?? '';
    this.#heads.set(element, head);
    const left = told.length === 0 ? [] : typedAddresses(head);
    const isRestSame = before === head && told.every((one) => left.includes(one));
    if (isBegun) return isRestSame ? 'begun' : 'gone';
    return isRestSame ? 'ended' : 'whole';
  }
}
