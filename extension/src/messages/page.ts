/** What a content script says of the page it runs in. */

/** What a content script knows of the page it runs in. */
export type PageState =
  | 'idle' // no compose is open
  | 'protecting' // a compose is open and every anchor was found
  | 'hint-only' // notices only: this webmail's Send is not guarded
  | 'not-protecting'; // something needed was not found: `problems` says what

/** Why a page is not (fully) protected. Locale-free and append-only. */
export type HealthProblem =
  | 'no-recipients-field'
  | 'no-send-control'
  | 'no-compose-root'
  | 'unreadable-recipients'
  | 'core-silent'
  | 'sent-unchecked'
  | 'held-expired'
  | 'opaque-recipient'
  | 'unrecognised-field' // an address field beside a message that no description recognises
  | 'deaf-listeners' // the page took our listeners away, and they did not come back
  | 'tampered' // the page keeps changing our warnings
  | 'script-held' // a mail that a script, and no person, sent is held
  | 'reload-needed'; // page scripts may hear a press before us: a reload makes it sure

export interface PageReport {
  /** The descriptor's id: 'gmail', 'outlook', … */
  readonly webmail: string;
  readonly state: PageState;
  readonly problems: readonly HealthProblem[];
  /** The version of the description that the page is read by. */
  readonly description?: number;
  /** How many questions this frame would answer a `QuestionRequest` with; absent for none. */
  readonly questions?: number;
}
