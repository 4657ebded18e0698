package core

import "strings"

// early reports whether a verdict on recipient may be told while its domain is
// still being typed. Most right domains are wrong ones a key earlier: example.o,
// state.gov on the way to state.gov.uk. So a verdict must be sure of itself, of a
// kind that more letters seldom make right, and not be an offer to type on.
// Measured in EVALUATION.md, "While a domain is typed".
func (v *Verdict) early(recipient string) bool {
	if v.Level != LevelWarn || strings.HasPrefix(v.Suggestion, recipient) {
		return false
	}
	if v.Alternative != "" && strings.HasPrefix(v.Alternative, recipient) {
		return false
	}
	switch v.Kind {
	case KindSuffixSlip, KindLabelTypo, KindHomoglyph, KindOwnLookalike, KindHistoryLookalike:
		return true
	}
	return false
}
