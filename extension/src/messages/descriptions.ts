/** Signed descriptions of webmails, and what became of them. */

/** A description of a webmail (webmail/descriptor.ts), signed and not yet looked at. */
export interface SignedDescription {
  /** Lower-case hexadecimal, of `text`. */
  readonly sha256: string;
  /** JSON. */
  readonly text: string;
}

/**
 * `refused`: not what a description may be; `unhealthy`: reads a page worse than
 * the one that came with the extension; `older`: that one is as new.
 */
export type DescriptionFate = 'new' | 'used' | 'older' | 'refused' | 'unhealthy';

export interface DescriptionTrial {
  readonly webmail: string;
  readonly sha256: string;
  readonly fate: Exclude<DescriptionFate, 'new'>;
  /** What was wrong, for maintainers: "body[0]: matches words of a language: To"; '' for nothing. */
  readonly why: string;
}

/** What options show of one signed description. */
export interface DescriptionStatus {
  readonly webmail: string;
  /** 0 when it does not say. */
  readonly version: number;
  readonly fate: DescriptionFate;
  readonly why: string;
}
