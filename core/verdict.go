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
	KindNone Kind = "" // nothing found

	// KindSuffixSlip: another real public suffix stands where a protected one
	// was meant (army.ml for army.mil, adwg.so.jp for adwg.co.jp).
	KindSuffixSlip Kind = "suffix-slip"
	// KindSuffixTruncation: labels of the suffix are missing or added
	// (cba.com for cba.com.au).
	KindSuffixTruncation Kind = "suffix-truncation"
	// KindSuffixUnknown: the suffix does not exist (gmail.con); such mail bounces.
	KindSuffixUnknown Kind = "suffix-unknown"
	// KindLabelTypo: the label is within a few edits of a protected one (amry.mil).
	KindLabelTypo Kind = "label-typo"
	// KindDotSlip: a dot was lost, added or moved (usarmy.mil, gmailcom).
	KindDotSlip Kind = "dot-slip"
	// KindHyphenSlip: a hyphen stands for a dot or the other way round
	// (us-army.mil for us.army.mil).
	KindHyphenSlip Kind = "hyphen-slip"
	// KindHomoglyph: other characters that look the same (Cyrillic а in аrmy.mil).
	KindHomoglyph Kind = "homoglyph"
	// KindMalformed: the recipient is not a valid address, and its repair is
	// known (gmail,com; gmail..com; "army.mil.").
	KindMalformed Kind = "malformed"
	// KindEmbedded: a protected name stands inside a stranger's
	// (army.mil.com, army-mil.com).
	KindEmbedded Kind = "embedded"
	// KindOwnLookalike: near miss of the sender's own domain.
	KindOwnLookalike Kind = "own-lookalike"
	// KindHistoryLookalike: near miss of a domain this person has written to.
	KindHistoryLookalike Kind = "history-lookalike"
	// KindRegistryUnlisted: an unlisted name under a suffix one slip away from
	// a protected registry (example.ml): nobody can know, so it is a hint.
	KindRegistryUnlisted Kind = "registry-unlisted"
)

// Action is what policy makes of a verdict. The words are append-only.
type Action string

const (
	ActionAllow     Action = "allow"      // say nothing
	ActionNotice    Action = "notice"     // hint beside the recipient
	ActionAsk       Action = "ask"        // hold at Send and ask
	ActionAskReason Action = "ask-reason" // hold at Send; going on needs a typed reason
	ActionBlock     Action = "block"      // hold at Send; going on is not offered
)

// Verdict is what the Checker has to say about one recipient. The zero value
// says nothing and does nothing. All strings are UTF-8; domains are canonical
// (lower-case A-labels, no trailing dot).
type Verdict struct {
	Level  Level
	Action Action // what policy makes of Level and Kind; "" reads as allow
	Kind   Kind

	Domain   string // the recipient's domain, canonical; "" when it has none
	Target   string // the protected entry that was matched, such as "us.af.mil"
	Category string // the category of the list that Target came from

	// Suggestion is the corrected recipient in the form it was given: an
	// address for an address, a domain for a domain. It always lies under a
	// protected, own or history entry.
	Suggestion string
	// Alternative is a second, equally likely correction, or "".
	Alternative string

	// Early: it may be told while the domain is still being typed; others wait
	// until the person pauses or goes on.
	Early bool

	Reason string // one plain English sentence for the command line and logs
}
