/** Reports that leave the device: of a wrong warning, by hand, and of near misses, to an organisation. */

export type FeedbackWhat = 'wrong' | 'missed';

export interface FeedbackText {
  readonly text: string;
  /** The typed domain as it stands in the text; '' where it was left out. */
  readonly domain: string;
}

/** What a person is shown of the near-miss report. */
export interface ReportPreview {
  /** '' while the report is off. */
  readonly url: string;
  /** Between batches, in minutes. */
  readonly interval: number;
  readonly includesTyped: boolean;
  /** JSON: what would be sent now, without the organisation's token. */
  readonly next: string;
  /** In ms; 0: never. */
  readonly sentAt: number;
  /** Why the last batch was not taken, or ''. */
  readonly error: string;
}
