package core

import (
	"strings"

	"nearmiss/core/domain"
)

// isEarly reports whether a finding about a domain may be shown while that is still
// being typed. Most right domains are wrong ones a key earlier: example.o, state.gov
// on the way to state.gov.uk. So a finding must be sure of itself, of a kind that
// more letters seldom make right, and not be an offer to type on. Measured in
// EVALUATION.md, "While a domain is typed".
func (c *Checker) isEarly(f *finding) bool {
	if f.level != LevelWarn || f.domain == "" || strings.HasPrefix(f.suggestion, f.domain) {
		return false
	}
	if f.alternative != "" && strings.HasPrefix(f.alternative, f.domain) {
		return false
	}
	switch f.kind {
	case KindSuffixSlip, KindLabelTypo, KindHomoglyph:
		return true
	case KindOwnLookalike, KindHistoryLookalike:
		// Names that anybody may have are near those of others: contoso.cl is on the way
		// to contoso.cloud, contosog to contosogroup.com.
		typed, target := c.partsOf(f.domain), c.partsOf(f.target)
		return typed.Known && typed.Suffix == target.Suffix && !strings.HasPrefix(typed.Label(), target.Label())
	}
	return false
}

func (c *Checker) partsOf(name string) domain.Parts {
	d, err := domain.Parse(name)
	if err != nil {
		return domain.Parts{}
	}
	return c.split(d)
}
