/** What content scripts, popup and options ask the background (browser/ask.ts: `ask`). */
import type { DescriptionTrial, SignedDescription } from './descriptions.ts';
import type { Guarding, Warmed } from './guarding.ts';
import type { Overview } from './overview.ts';
import type { PageReport } from './page.ts';
import type { PauseState, PauseWhat } from './pause.ts';
import type { Addition, ContactsReview, ContactsState, Personal } from './personal.ts';
import type { FeedbackText, FeedbackWhat, ReportPreview } from './reports.ts';
import type { SyncState } from './sync.ts';
import type { Decided, Verdict } from './verdict.ts';

/** Requests, each with the reply it gets. A request that cannot be served rejects. */
export interface Calls {
  /** A compose opened: load the core so that the first check does not wait. */
  readonly warm: { readonly request: Record<never, never>; readonly reply: Warmed };
  /** What policy says about guarding: answered without the core, which may be what is broken. */
  readonly guarding: { readonly request: Record<never, never>; readonly reply: Guarding };
  /**
   * Verdicts in the order of `recipients`. `sender` is the From address or ''.
   *
   * `isTouched`: a person touched the compose. Absent or false, only what is the
   * same for everybody decides: public lists and policy. True, private knowledge
   * decides too (history, own domains, addresses said to be right), as long as the
   * asking site's budget lasts (background/budget.ts).
   */
  readonly check: {
    readonly request: {
      readonly recipients: readonly string[];
      readonly sender: string;
      readonly isTouched?: boolean;
    };
    readonly reply: { readonly verdicts: readonly Verdict[]; readonly guarding: Guarding };
  };
  /**
   * The name by which copies of the content script find each other in the DOM.
   *
   * Equal for those who share tab, origin and `root`, and for nobody else: an
   * editor's frame and the page around it, and the copies before and after an
   * update of the extension. A pop-out has its own, as it has its own guard.
   * Frames of other origins cannot reach each other's DOM and get another one;
   * the extension's own pages get none. Only a hash of a key that no page sees:
   * nothing is stored for a document, so nothing has to be cleaned up after it.
   *
   * `root`: `rootOf(window)` (root.ts). Any string of letters and digits may
   * follow the secret to make several names of it.
   */
  readonly secret: { readonly request: { readonly root: number }; readonly reply: { readonly secret: string } };
  /** The state of this frame changed; shown in badge and popup. The worst frame of a tab wins. */
  readonly page: { readonly request: { readonly report: PageReport }; readonly reply: null };
  /** This frame's document goes (pagehide); after a pageshow it reports anew. */
  readonly gone: { readonly request: Record<never, never>; readonly reply: null };
  /**
   * A press is held in this document, or no longer. Forgotten after an hour, with
   * the tab and with the browser's session. `started`: performance.timeOrigin of
   * the asking frame.
   */
  readonly held: { readonly request: { readonly started: number; readonly isHeld: boolean }; readonly reply: null };
  /**
   * Whether a copy of the content script that is gone held a press in this
   * document: then its mail has not been sent. Asked at load, answered once.
   */
  readonly unsent: {
    readonly request: { readonly started: number };
    readonly reply: { readonly wasHeld: boolean };
  };
  /**
   * Warnings were decided, in the dialog or in a notice. Counted by day, kind and
   * choice, without the address; `trust` remembers the address (not its domain),
   * and the reply then has a new revision. `isAtSend`: a mail goes with the answer.
   */
  readonly decided: {
    readonly request: { readonly decisions: readonly Decided[]; readonly isAtSend?: boolean };
    readonly reply: Guarding;
  };
  /** The newer description of a webmail that came with the signed lists; null to go by the own one. */
  readonly describe: { readonly request: { readonly webmail: string }; readonly reply: SignedDescription | null };
  /** Those of webmails that the asker does not know, by their ids. */
  readonly newcomers: {
    readonly request: { readonly known: readonly string[] };
    readonly reply: Readonly<Record<string, SignedDescription>>;
  };
  /** What became of it on a page. Dropped once, it is not offered again. */
  readonly described: { readonly request: DescriptionTrial; readonly reply: null };
  /** Undo of `trust`. */
  readonly untrust: { readonly request: { readonly recipient: string }; readonly reply: Guarding };
  /**
   * A mail left for these recipients; their domains go into the own history, but
   * only where a person's trusted press sent it (`isTrusted`).
   */
  readonly sent: {
    readonly request: {
      readonly recipients: readonly string[];
      readonly sender: string;
      readonly isTrusted?: boolean;
    };
    readonly reply: null;
  };

  // Popup and options only.

  /** Everything there is to show. `tab` adds what its page said of itself. */
  readonly overview: { readonly request: { readonly tab?: number }; readonly reply: Overview };
  /** Pauses checking, or goes on with it; `tab` says on which site. */
  readonly pause: {
    readonly request: { readonly tab?: number; readonly what: PauseWhat | 'nothing' };
    readonly reply: PauseState;
  };
  /** Composes the report of a wrong or missed warning; sends nothing. */
  readonly feedback: {
    readonly request: { readonly recipient: string; readonly what: FeedbackWhat };
    readonly reply: FeedbackText & {
      /** Where to take it; '' in a build that knows no form. */
      readonly form: string;
    };
  };
  /** What importing these domains of an address book would add. Nothing is kept yet. */
  readonly reviewContacts: {
    readonly request: { readonly domains: readonly string[] };
    readonly reply: ContactsReview;
  };
  /** Takes them; of possible typos those that were chosen. */
  readonly contacts: {
    readonly request: { readonly domains: readonly string[]; readonly chosen: readonly string[] };
    readonly reply: ContactsState;
  };
  /** Turns sync on or off; `clears`: what the browser's account holds goes, too. Not from private windows. */
  readonly sync: {
    readonly request: { readonly isOn: boolean; readonly clears?: boolean };
    readonly reply: SyncState;
  };
  /** Ask the list server now. */
  readonly update: { readonly request: Record<never, never>; readonly reply: { readonly isNew: boolean } };
  /**
   * Changes the person's own entries; what policy has locked stays as it is. An
   * import leaves out those that exempt near misses (`review`), but for the ones
   * that the person ticked, which `exempting` names.
   */
  readonly personal: {
    readonly request: {
      readonly change: Partial<Personal>;
      readonly isImport: boolean;
      readonly exempting?: readonly string[];
    };
    readonly reply: Personal;
  };
  /** What importing these entries would add. */
  readonly review: {
    readonly request: { readonly change: Partial<Personal> };
    readonly reply: { readonly additions: readonly Addition[] };
  };
  /** What the organisation's near-miss report holds and where it goes. */
  readonly report: { readonly request: Record<never, never>; readonly reply: ReportPreview };
  /** Clears what was gathered on this device. */
  readonly forget: { readonly request: { readonly what: 'history' | 'counts' | 'contacts' }; readonly reply: null };
}

export type CallName = keyof Calls;

export type RequestOf<N extends CallName> = Calls[N]['request'];

export type ReplyOf<N extends CallName> = Calls[N]['reply'];

/** The envelope on the wire. */
export type Reply<N extends CallName> =
  | { readonly reply: ReplyOf<N> }
  | { readonly error: { readonly code: ErrorCode; readonly message: string } };

/** `core`: wasm missing or broken; `input`: the request was refused; `internal`: a defect of ours. */
export type ErrorCode = 'core' | 'input' | 'internal';
