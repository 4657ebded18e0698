/**
 * A webmail as pure data: where composes, recipients and Send are, and which
 * attribute to read. Selectors and words only, no code and no expressions, so
 * that a broken selector can be repaired by a signed list update. The same
 * shape, closed, is in descriptor.schema.json.
 *
 * Selectors in one list are alternatives in order of trust. None of them may
 * match words of a language: labels are translated and carry direction marks.
 */

/** A CSS selector. */
export type Selector = string;

export type Field = 'to' | 'cc' | 'bcc';

/** What pressing a control starts. */
export type SendKind = 'send' | 'send-archive' | 'schedule' | 'confirm' | 'menu-send';

/** How much of a press the page needs to see when a held send is played again. */
export type Replay = 'click' | 'mouse' | 'pointer';

/** Where in an element a text stands. */
export interface Source {
  readonly from: 'attribute' | 'text' | 'value';
  /** A descendant to read instead of the element itself. */
  readonly select?: Selector;
  /** The attribute's name, with `from: attribute`. */
  readonly name?: string;
  /** Only what follows this text counts; without it there is nothing to read. */
  readonly after?: string;
  /** Only the address inside the text counts. */
  readonly pick?: 'address';
}

/**
 * How one message's box is found: from each `anchor` up to the nearest ancestor
 * that holds one of each group in `having` and, where given, is one of
 * `closest`. Of boxes inside each other the innermost wins that misses no part.
 */
export interface RootRule {
  readonly anchor: readonly Selector[];
  readonly closest?: readonly Selector[];
  readonly having: readonly (readonly Selector[])[];
}

export interface ChipRule extends SummaryRule {
  readonly display: readonly Source[];
}

/** Text that is not a recipient yet but would be sent as one. */
export interface TypedRule {
  readonly select: readonly Selector[];
  /** `value` of an input, or the `residue`: an editable's text without its chips. */
  readonly as: 'value' | 'residue';
}

/** The line that stands for the recipients while their fields are folded away. */
export interface SummaryRule {
  readonly select: readonly Selector[];
  readonly address: readonly Source[];
}

/** Suggestions that name a person and the address, while the chip will show only the person. */
export interface MemoryRule {
  readonly select: readonly Selector[];
  readonly label: Source;
  /** Stands between name and address, such as " - ". */
  readonly split: string;
}

export interface SendControl {
  readonly select: readonly Selector[];
  readonly kind: SendKind;
  /** Looked for only where no other control of the compose was found. */
  readonly fallback?: boolean;
}

/** How a recipient can be changed in place. Every change is verified by reading again. */
export interface FixRule {
  /** `click`/`mouse` on `control`, a key on the chip, or deleting its range in an editable. */
  readonly remove: 'click' | 'mouse' | 'key' | 'range';
  /** The part of a chip that removes it. */
  readonly control?: readonly Selector[];
  /** What unfolds the fields when it is pressed, where they can be folded away. */
  readonly unfold?: readonly Selector[];
  /** The field's text input or editable, for the new address. */
  readonly input: readonly Selector[];
}

export interface Descriptor {
  /** Lower-case word, such as "gmail". */
  readonly id: string;
  /** Grows with every change. */
  readonly version: number;
  /** Exact host names, or `*.` and a registrable domain's suffix of host names. */
  readonly hosts: readonly string[];
  /** Hosts that need the person's or an administrator's permission first. */
  readonly optionalHosts?: readonly string[];
  /** `hint` shows notices only and never holds a mail. */
  readonly guards: 'send' | 'hint';
  /** What tells this webmail on a host of somebody's own. */
  readonly detect?: readonly Selector[];
  /** Only of a page's shape: the hosts of open shadow roots, one inside the other, in which its compose is. */
  readonly within?: readonly Selector[];
  readonly compose: readonly RootRule[];
  /** The message text: nothing inside is a recipient. */
  readonly body: readonly Selector[];
  /** The text of mails that are shown: nothing inside is a compose. */
  readonly shown?: readonly Selector[];
  readonly fields: {
    readonly to: readonly Selector[];
    readonly cc: readonly Selector[];
    readonly bcc: readonly Selector[];
    /** Those whose names say no more than that they are fields. */
    readonly any: readonly Selector[];
  };
  readonly chips: readonly ChipRule[];
  readonly typed: readonly TypedRule[];
  readonly summary: readonly SummaryRule[];
  readonly memory: readonly MemoryRule[];
  /** The person's own address: a Source with the element to read. */
  readonly sender: readonly (Source & { readonly select: Selector })[];
  readonly send: {
    /** Inside the compose. */
    readonly buttons: readonly SendControl[];
    /** Open the menu of other ways to send; what is chosen there counts as sending. */
    readonly openers: readonly Selector[];
    /** Menus and dialogs drawn elsewhere; they belong to the compose last in use. */
    readonly detached: readonly SendControl[];
    /** "Mod+Enter": Mod is Ctrl or Cmd, both always count. */
    readonly chords: readonly string[];
  };
  readonly replay: Replay;
  readonly fix?: FixRule;
}
