/**
 * What crosses between the extension's contexts: content scripts, popup and
 * options ask, the background answers (browser.ts: `ask`); the background also
 * tells pages that what they know is out of date (`Push`).
 *
 * Words are the core's own and append-only (core/verdict.go).
 */
import type { Action, Kind, PolicyReading } from './policy.generated.ts';

export type { Action, Kind };
export type Level = 'none' | 'notice' | 'warn';

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
  /** It may be told while the domain is still being typed. */
  readonly early: boolean;
  readonly reason: string;
  /** What policy asks for because the recipient is outside the organisation, whatever `kind` says; '' for nothing. */
  readonly external: Action | '';
  /** What of the policy gave it its action: "actions[0] suffix-slip * ask" or another key; '' where policy says nothing of it. */
  readonly decidedBy: string;
}

/** At most this many recipients in one `check`; ask again for the rest. */
export const MAX_RECIPIENTS_PER_CHECK = 500;

/** The longest recipient that is looked at, in UTF-16 units (RFC 5321: 254 octets, doubled for odd spellings). */
export const MAX_RECIPIENT_LENGTH = 512;

/** Whom a fixed setting comes from, as managed policy names it; empty strings when it does not. */
export interface Organisation {
  readonly name: string;
  readonly contact: string;
  readonly help: string;
  /** False where people may not say "This address is right". */
  readonly allowsTrust?: boolean;
}

/** What the guard in a page needs to know beyond verdicts. */
export interface Guarding {
  /** What happens to a mail that cannot be checked: `send` lets it go and says so, `hold` keeps it. */
  readonly failure: 'send' | 'hold';
  readonly organisation: Organisation;
  /** Verdicts of another revision are out of date: ask again. */
  readonly revision: number;
  /** Checking is paused in pages of the asking host until then, in milliseconds since 1970. */
  readonly pausedUntil?: number;
}

/** `site`: pages of the hosts in one tab. */
export type PauseWhat = 'site' | 'everywhere';

/** Something that another device has brought or removed. */
export interface SyncArrival {
  readonly list: 'protected' | 'allowed';
  readonly entry: string;
  readonly isGone: boolean;
  /** It would exempt near misses, and was not taken. */
  readonly isRefused: boolean;
  /** The protected domain that a refused one is near; '' for none known. */
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface SyncState {
  /** False where policy forbids it. */
  readonly isAllowed: boolean;
  readonly isOn: boolean;
  /** The latest first. */
  readonly arrived: readonly SyncArrival[];
  /** How many entries did not fit into the browser's storage. */
  readonly left: number;
  /** Why the browser took nothing, or ''. */
  readonly error: string;
}

/** A domain of an address book that is close to another one. */
export interface PossibleTypo {
  readonly domain: string;
  /** The one that was probably meant; '' for none known. */
  readonly right: string;
}

export interface ContactsReview {
  readonly fresh: readonly string[];
  readonly typos: readonly PossibleTypo[];
  /** How many are no domains. */
  readonly refused: number;
  /** How many more are kept at most. */
  readonly room: number;
}

export interface ContactsState {
  readonly count: number;
  /** When the last ones were taken, in milliseconds since 1970; 0 for never. */
  readonly at: number;
}

export type FeedbackWhat = 'wrong' | 'missed';

export interface FeedbackText {
  readonly text: string;
  /** The typed domain as it stands in the text; '' where it was left out. */
  readonly domain: string;
}

/** What the popup shows of pauses. */
export interface PauseState {
  /** False where policy does not let people pause. */
  readonly isAllowed: boolean;
  /** When checking begins again in the tab that was asked about, in milliseconds since 1970; 0 while it is on. */
  readonly until: number;
  /** The webmail hosts of that tab. */
  readonly hosts: readonly string[];
}

export interface Warmed extends Guarding {
  /** The descriptor that policy names for the asking page's host; '' to go by the host. */
  readonly webmail: string;
}

/**
 * What a person chose about one warned recipient: change it to the suggestion,
 * go back to the compose, send anyway, or say that the address is right.
 */
export type Choice = 'fix' | 'back' | 'send' | 'trust';

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
export interface DescriptionStanding {
  readonly webmail: string;
  /** 0 when it does not say. */
  readonly version: number;
  readonly fate: DescriptionFate;
  readonly why: string;
}

/** One decided warning. `reason` only where policy asked for one. */
export interface Decided {
  readonly verdict: Verdict;
  readonly choice: Choice;
  readonly reason?: string;
}

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
    readonly reply: {
      readonly verdicts: readonly Verdict[];
      readonly guarding: Guarding;
      /**
       * There where the budget kept private knowledge out of some of these verdicts:
       * ask again after this time, in milliseconds since 1970.
       */
      readonly withheldUntil?: number;
    };
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

/** What a person told the extension. */
export interface Personal {
  /** Canonical domains or "*." and a suffix, sorted. */
  readonly protected: readonly string[];
  readonly allowed: readonly string[];
  /** Whole addresses said to be right: local part as typed, canonical domain. */
  readonly addresses: readonly string[];
  readonly keepsHistory: boolean;
  /** Whether options offer to capture the structure of a compose. */
  readonly mayCapture: boolean;
}

/** One entry that an import would add. */
export interface Addition {
  readonly list: 'protected' | 'allowed' | 'addresses';
  readonly entry: string;
  /**
   * It silences warnings: `near-miss` is one of `target` itself; `broad` is a
   * pattern for a whole ending. '' for neither.
   */
  readonly exempts: '' | 'near-miss' | 'broad';
  /** The protected domain that a `near-miss` is one of; '' for none known. */
  readonly target: string;
}

/** '2026-11-21' → 'suffix-slip:fix' → 3 */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** One list of a catalogue. */
export interface ListEntry {
  readonly name: string;
  readonly role: string;
  readonly category: string;
  /** Bytes of its text. */
  readonly length: number;
  /** Lower-case hexadecimal, of its text. */
  readonly sha256: string;
  readonly entries: number;
}

/** How old the lists are, and whether that is too old. Old lists stay in use: there is never none. */
export interface ListAge {
  /** Milliseconds since 1970: when a server last confirmed them, or when those of the extension were made; 0 for unknown. */
  readonly confirmed: number;
  /** Until when that is good; 0 when nobody said. */
  readonly expires: number;
  /** `clock-behind`: this device believes that it is before `confirmed`. */
  readonly state: 'current' | 'old' | 'clock-behind';
}

/** What is remembered of the server between starts; read and written whole. */
export interface UpdateState {
  /** Milliseconds since 1970 of the last answer that was taken (also "nothing new"). */
  readonly checked: number;
  /** Of the last answer that brought new lists. */
  readonly updated: number;
  /** Not before this time. */
  readonly next: number;
  readonly failures: number;
  /** Why the last check failed, or ''. */
  readonly problem: string;
}

export interface Overview {
  /** Of the extension. */
  readonly version: string;
  readonly core: { readonly state: 'asleep' | 'ready' | 'failed'; readonly problems: readonly string[] };
  readonly lists: {
    readonly version: number;
    readonly origin: 'bundled' | 'server';
    /** '' in a build that looks for no newer lists. */
    readonly server: string;
    readonly update: UpdateState;
    readonly lists: readonly ListEntry[];
    readonly age: ListAge;
  };
  readonly descriptions: readonly DescriptionStanding[];
  readonly page: PageReport | null;
  /** The tab's frames with questions to answer. */
  readonly asking: readonly number[];
  /** Addresses said to be right since the browser was started, which can be taken back: the latest first. */
  readonly undoable: readonly string[];
  readonly pause: PauseState;
  /** Milliseconds since 1970: until then the tab's site gets no new answer from private knowledge; 0 when it does. */
  readonly withheldUntil: number;
  readonly counts: Counts;
  readonly personal: Personal;
  /** How many domains the own history holds, and how many of them count. */
  readonly history: { readonly domains: number; readonly habits: number };
  readonly contacts: ContactsState;
  readonly sync: SyncState;
  readonly policy: PolicyReading;
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

export type CallName = keyof Calls;
export type RequestOf<N extends CallName> = Calls[N]['request'];
export type ReplyOf<N extends CallName> = Calls[N]['reply'];

/** The envelope on the wire. */
export type Reply<N extends CallName> =
  | { readonly reply: ReplyOf<N> }
  | { readonly error: { readonly code: ErrorCode; readonly message: string } };

/** `core`: wasm missing or broken; `input`: the request was refused; `internal`: a defect of ours. */
export type ErrorCode = 'core' | 'input' | 'internal';

/** Background to every content script: cached verdicts of other revisions are out of date. */
export interface Push {
  readonly push: 'changed';
  readonly guarding: Guarding;
}

/**
 * The popup to a frame whose report counts `questions`: what it asks at the
 * moment, and a person's answer to one of them. The popup offers them because
 * page styles reach nothing there. Taken from the extension's own pages alone
 * (browser.ts: `onQuestion`).
 */
export type QuestionRequest =
  | { readonly question: 'pending' }
  | {
      readonly question: 'answer';
      readonly id: string;
      /** For all of the question's verdicts. `fix` takes each one's suggestion. */
      readonly choice: Choice;
      /** Of `fix` for a single verdict: its `alternative` instead. */
      readonly replacement?: string;
      /** Where policy asks for one. */
      readonly reason?: string;
    };

/** One question of a frame: the dialog at Send, or a notice. */
export interface PendingQuestion {
  /** Never used again in this document. */
  readonly id: string;
  /** A mail is held until this is answered; false for a notice. */
  readonly isHeld: boolean;
  /** What is asked about, as shown in the page. */
  readonly verdicts: readonly Verdict[];
  /** What may be answered, in the order to offer it. `trust` for a single verdict only. */
  readonly choices: readonly Choice[];
  /** `send` needs a reason. */
  readonly needsReason: boolean;
}

/** To `pending`: the questions. To `answer`: whether the question still stood and was answered. */
export type QuestionReply<R extends QuestionRequest> = R extends { readonly question: 'pending' }
  ? readonly PendingQuestion[]
  : boolean;

/**
 * Options to every frame of a webmail: which composes the engine sees there,
 * which boxes are likely to be one where it sees none, and one of them taken.
 * Frames that have nothing to say do not answer.
 */
export type CaptureRequest =
  | { readonly capture: 'seen' | 'likely' }
  | { readonly capture: 'take'; readonly id: string };

/** What the engine reads of one compose, in numbers. */
export interface CapturedReading {
  readonly fields: number;
  /** Recipients by state. */
  readonly chip: number;
  readonly typed: number;
  readonly summary: number;
  readonly opaque: number;
  /** Send and its like. */
  readonly controls: number;
  /** Sorted. */
  readonly problems: readonly HealthProblem[];
}

export interface FoundCompose {
  /** Of this look at the page; the next one gives new ones. */
  readonly id: string;
  /** The webmail's name; '' where no description knows it. */
  readonly title: string;
  readonly isSeen: boolean;
  readonly reading: CapturedReading;
}

/** A name of the page that nobody knows, and what stands for it. */
export interface CapturedName {
  readonly name: string;
  readonly placeholder: string;
}

/** How many texts and values were replaced, and how many parts (scripts, pictures, message text) left out. */
export interface Replaced {
  readonly texts: number;
  readonly values: number;
  readonly parts: number;
}

/** A compose without its content. */
export interface Capture {
  readonly webmail: string;
  /** '2026-11-22' */
  readonly date: string;
  /** Markup, and numbers of `names` where a name could stand. */
  readonly pieces: readonly (string | number)[];
  readonly names: readonly CapturedName[];
  readonly replaced: Replaced;
}
