/**
 * Domains from a person's address book: known like those of the history, but a
 * source of their own. They come at once, not mail by mail, so each is checked
 * before: what looks like a slip is taken only where the person chose it.
 */
import type { ContactsReview, PossibleTypo } from '../messages/personal.ts';
import type { Verdict } from '../messages/verdict.ts';
import { isEntry, MAX_ENTRIES } from '../personal.ts';

export interface Contacts {
  /** Canonical, sorted. */
  readonly domains: readonly string[];
  /** When the last ones were taken, in milliseconds since 1970; 0 for never. */
  readonly at: number;
}

export const NO_CONTACTS: Contacts = { domains: [], at: 0 };

/** Domains after which other requests get their turn. */
const AT_ONCE = 250;

/** Storage's value; what is not understood is left out. */
export function readContacts(raw: unknown): Contacts {
  const { domains, at } = (typeof raw === 'object' && raw !== null ? raw : {}) as Partial<Contacts>;
  if (!Array.isArray(domains)) return NO_CONTACTS;
  const good = domains.filter((domain) => isEntry(domain)).slice(0, MAX_ENTRIES);
  return { domains: [...new Set(good)].sort(), at: typeof at === 'number' && Number.isFinite(at) ? at : 0 };
}

/** `check`: with all that is known here; it also says what a domain's canonical form is. */
export async function reviewOf(
  known: Contacts,
  wanted: readonly string[],
  check: (recipients: readonly string[]) => Promise<readonly Verdict[]>,
): Promise<ContactsReview> {
  const before = new Set(known.domains);
  const fresh = new Set<string>();
  const typos = new Map<string, PossibleTypo>();
  let refused = 0;
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const verdicts = await check(wanted.slice(at, at + AT_ONCE).map((domain) => `x@${domain}`));
    for (const { domain, level, kind, target, suggestion } of verdicts) {
      const isPolicy = kind === 'blocked-domain' || kind === 'external-recipient';
      if (!isEntry(domain)) refused++;
      else if (before.has(domain)) continue;
      else if (level === 'none' || isPolicy) fresh.add(domain);
      else typos.set(domain, { domain, right: suggestion.slice(suggestion.lastIndexOf('@') + 1) || target });
    }
  }
  return { fresh: [...fresh].sort(), typos: [...typos.values()], refused, room: MAX_ENTRIES - before.size };
}

/** With what is fresh in the review, and those of its possible typos that were chosen. */
export function withContacts(
  known: Contacts,
  review: ContactsReview,
  chosen: readonly string[],
  now: number,
): Contacts {
  const isChosen = new Set(chosen);
  const typos = review.typos.flatMap(({ domain }) => (isChosen.has(domain) ? [domain] : []));
  return readContacts({ domains: [...known.domains, ...typos, ...review.fresh], at: now });
}
