/**
 * What a verdict is called in plain words of the person's language.
 */
import { language, text } from '../browser/texts.ts';
import type { Verdict } from '../messages/verdict.ts';

/** A recipient taken apart for showing: what stands before "@", and both domains. */
export interface Pair {
  /** "ann", or '' when a domain alone was given. */
  readonly local: string;
  /** As it was typed, so that look-alike letters can be seen. */
  readonly typed: string;
  /** '' when there is nothing to suggest. */
  readonly right: string;
}

export function pairOf(verdict: Verdict, replacement: string = verdict.suggestion): Pair {
  const typed = split(verdict.recipient);
  return { ...typed, typed: typed.domain || verdict.domain, right: split(replacement).domain };
}

function split(recipient: string): { local: string; domain: string } {
  const bare = /<([^<>]*)>\s*$/.exec(recipient)?.[1] ?? recipient.trim();
  const at = bare.lastIndexOf('@');
  return { local: at < 0 ? '' : bare.slice(0, at), domain: bare.slice(at + 1) };
}

/** "Mali" for "army.ml"; '' when the ending is no country's. */
function countryOf(domain: string): string {
  const ending = endingOf(domain).slice(1).toUpperCase();
  if (!/^[A-Z]{2}$/.test(ending)) return '';
  const region = NOT_ISO[ending] ?? ending;
  const known = countries.get(region);
  if (known !== undefined) return known;
  const country = nameOf(region);
  countries.set(region, country);
  return country;
}

function nameOf(region: string): string {
  try {
    return new Intl.DisplayNames(language(), { type: 'region', fallback: 'none' }).of(region) ?? '';
  } catch {
    return '';
  }
}

/** Made once each, of at most 676: loading a language's names of regions is dear. */
const countries = new Map<string, string>();

// IANA's country-code domains that are not ISO 3166 codes.
const NOT_ISO: Readonly<Record<string, string>> = { UK: 'GB' };

/** ".ml" for "army.ml" */
export function endingOf(domain: string): string {
  return domain.slice(domain.lastIndexOf('.'));
}

/** What two domains end in behind the labels that they begin with alike: ".giv.uk" and ".gov.uk". */
function differingEnds(typed: string, right: string): string[] {
  const labels = [typed.split('.'), right.split('.')] as const;
  let alike = 0;
  while (alike + 1 < Math.min(labels[0].length, labels[1].length) && labels[0][alike] === labels[1][alike]) alike++;
  return labels.map((of) => `.${of.slice(alike).join('.')}`);
}

/** Whose addresses the suggestion belongs to, such as "the US military"; '' when we have no word for it. */
export function ownerOf(verdict: Verdict): string {
  return verdict.category === '' ? '' : text(`category_${verdict.category.replaceAll('-', '_')}`);
}

/** Whether policy speaks of the domain itself: then nobody's "this address is right" changes anything. */
export function isOfPolicy({ kind }: Verdict): boolean {
  return kind === 'blocked-domain' || kind === 'external-recipient';
}

/** One sentence: what is odd about the typed domain. */
export function reasonOf(verdict: Verdict, pair: Pair = pairOf(verdict)): string {
  const [typed, right] = [isolate(pair.typed), isolate(pair.right || verdict.target)];
  const [ending, rightEnding] = [isolate(endingOf(pair.typed)), isolate(endingOf(pair.right || verdict.target))];
  const country = countryOf(pair.typed);
  const owner = ownerOf(verdict);
  switch (verdict.kind) {
    case 'suffix-slip':
    case 'registry-unlisted':
      if (ending === rightEnding)
        return text('reason_ending', ...differingEnds(pair.typed, pair.right || verdict.target).map(isolate));
      if (country !== '' && owner !== '') return text('reason_country_owner', ending, country, rightEnding, owner);
      if (country !== '') return text('reason_country', ending, country);
      return text('reason_ending', ending, rightEnding);
    case 'suffix-truncation':
      return text('reason_truncation', typed, right);
    case 'suffix-unknown':
      return text('reason_unknown', ending);
    case 'dot-slip':
      return text('reason_dot', right);
    case 'hyphen-slip':
      return text('reason_hyphen', right);
    case 'homoglyph':
      return text(/[a-z]/i.test(pair.typed) ? 'reason_homoglyph' : 'reason_layout', right);
    case 'malformed':
      return text('reason_malformed');
    case 'embedded':
      return text('reason_embedded', typed, isolate(verdict.target));
    case 'own-lookalike':
      return text('reason_own', right);
    case 'history-lookalike':
      return text('reason_history', right);
    case 'blocked-domain':
      return text('reason_blocked', typed);
    case 'external-recipient':
      return text('reason_external', typed);
    case 'label-typo':
      return owner === '' ? text('reason_label', right) : text('reason_label_owner', right, owner);
    default:
      return text('reason_label', right);
  }
}

/** A left-to-right word that keeps its order inside a sentence of any direction. */
export function isolate(word: string): string {
  return word === '' ? '' : `\u2066${word}\u2069`;
}

/** The domains as typed, each once, in the order of the page. */
export function domainsOf(verdicts: readonly Verdict[]): string[] {
  return [...new Set(verdicts.map((verdict) => pairOf(verdict).typed))];
}
