package core

// Level is how strongly a verdict speaks. The zero value says nothing.
type Level uint8

const (
	LevelNone   Level = iota // nothing to say
	LevelNotice              // a quiet hint beside the recipient; sending is not held
	LevelWarn                // sending is held until the person has decided
)

// String returns the word that crosses wasm, storage and the command line:
// "none", "notice" or "warn".
func (l Level) String() string {
	switch l {
	case LevelNotice:
		return "notice"
	case LevelWarn:
		return "warn"
	default:
		return "none"
	}
}

// Kind names what was found. Kinds are facts; what follows from one is an
// Action. The words are append-only: they cross wasm, storage and policy, and
// one that has been used never changes its meaning.
type Kind string

const (
	KindNone             Kind = "" // nothing found
	KindSuffixSlip       Kind = "suffix-slip"
	KindSuffixTruncation Kind = "suffix-truncation"
	KindSuffixUnknown    Kind = "suffix-unknown"
	KindLabelTypo        Kind = "label-typo"
	KindDotSlip          Kind = "dot-slip"
	KindHyphenSlip       Kind = "hyphen-slip"
	KindHomoglyph        Kind = "homoglyph"
	KindMalformed        Kind = "malformed"
	KindEmbedded         Kind = "embedded"
	KindOwnLookalike     Kind = "own-lookalike"
	KindHistoryLookalike Kind = "history-lookalike"
	KindRegistryUnlisted Kind = "registry-unlisted"

	// Of what policy says of a domain, near miss or not.
	KindBlockedDomain     Kind = "blocked-domain"
	KindExternalRecipient Kind = "external-recipient"
)

// Word is a word that crosses wasm, storage and policy, and what it means.
type Word[T ~string] struct {
	Word T
	Doc  string
}

// Kinds is every kind but KindNone. Policy's words, the reference and the types of
// TypeScript are made of it.
var Kinds = [...]Word[Kind]{
	{KindSuffixSlip, "another real suffix stands where the protected one was meant: army.ml for army.mil"},
	{KindSuffixTruncation, "part of the suffix is missing or added: cba.com for cba.com.au"},
	{KindSuffixUnknown, "the suffix does not exist: gmail.con"},
	{KindLabelTypo, "a few letters differ: amry.mil"},
	{KindDotSlip, "a dot was lost, added or moved: usarmy.mil"},
	{KindHyphenSlip, "a hyphen stands for a dot or the other way round: us-army.mil"},
	{KindHomoglyph, "other characters that look the same"},
	{KindMalformed, "not a valid address, and the repair is known: gmail,com"},
	{KindEmbedded, "a protected name inside a stranger's: army.mil.com"},
	{KindOwnLookalike, "near miss of the sender's own domain"},
	{KindHistoryLookalike, "near miss of a domain this person has written to"},
	{KindRegistryUnlisted, "an unlisted name under a suffix one slip from a protected one"},
	{KindBlockedDomain, "a domain that blockedDomains names, near miss or not"},
	{KindExternalRecipient, "a domain that is not the organisation's own, by externalRecipients"},
}

// Action is what policy makes of a verdict. The words are append-only.
type Action string

const (
	ActionAllow     Action = "allow"
	ActionNotice    Action = "notice"
	ActionAsk       Action = "ask"
	ActionAskReason Action = "ask-reason"
	ActionBlock     Action = "block"
)

// Actions is every action, the weakest first.
var Actions = [...]Word[Action]{
	{ActionAllow, "say nothing"},
	{ActionNotice, "a quiet hint beside the recipient"},
	{ActionAsk, "hold the mail at Send and ask"},
	{ActionAskReason, "hold and ask; sending anyway needs a typed reason"},
	{ActionBlock, "hold; sending anyway is not offered"},
}

// Verdict is what the Checker has to say about one recipient. The zero value
// says nothing and does nothing. All strings are UTF-8; domains are canonical
// (lower-case A-labels, no trailing dot).
type Verdict struct {
	Level  Level
	Action Action // what policy makes of Level and Kind; "" reads as allow
	Kind   Kind

	Domain   string // the recipient's domain, canonical; "" when it has none
	Target   string // the entry that was matched, such as "us.af.mil"
	Category string // the category of the list that Target came from

	// Suggestion is the corrected recipient in the form it was given: an
	// address for an address, a domain for a domain. It lies under a protected,
	// own or history entry, but for one case: under a suffix that does not exist
	// nobody's name may get a notice that has it under one that does, and no
	// Category. "" where too many are as likely, or no whole address can be made.
	Suggestion string
	// Alternative is a second, equally likely correction, or "".
	Alternative string

	// External is what policy asks for because the recipient is outside the
	// organisation, whatever Kind says of it: what is left when a person has said
	// that the address is no mistake. "" where policy asks for nothing.
	External Action

	// Early: it may be told while the domain is still being typed; others wait
	// until the person pauses or goes on.
	Early bool

	Reason string // one plain English sentence for the command line and logs
}

// isWorse reports whether v, and not other, is to be shown of a field that has both. A near
// miss comes before a recipient who is only outside.
func (v *Verdict) isWorse(other *Verdict) bool {
	if a, b := v.Action.Strength(), other.Action.Strength(); a != b {
		return a > b
	}
	if a, b := v.Kind == KindExternalRecipient, other.Kind == KindExternalRecipient; a != b && other.Level != LevelNone {
		return b
	}
	return v.Level > other.Level
}
