/**
 * What crosses between the extension's contexts. Words are the core's own and
 * append-only (core/verdict.go).
 */

export type Level = 'none' | 'notice' | 'warn';
export type Action = 'allow' | 'notice' | 'ask' | 'ask-reason' | 'block';
export type Kind =
  | ''
  | 'suffix-slip'
  | 'suffix-truncation'
  | 'suffix-unknown'
  | 'label-typo'
  | 'dot-slip'
  | 'hyphen-slip'
  | 'homoglyph'
  | 'malformed'
  | 'embedded'
  | 'own-lookalike'
  | 'history-lookalike'
  | 'registry-unlisted';

/** What the core says about one recipient; domains are canonical A-labels. */
export interface Verdict {
  readonly recipient: string;
  readonly level: Level;
  readonly action: Action;
  readonly kind: Kind;
  readonly domain: string;
  readonly target: string;
  readonly category: string;
  readonly suggestion: string;
  readonly alternative: string;
  readonly reason: string;
}
