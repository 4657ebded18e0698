package core

import (
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
	"nearmiss/core/index"
	"nearmiss/core/namemodel"
)

// isMissedKey reports whether one suffix is typed for the other by a slip of the
// fingers.
func isMissedKey(typed, meant string) bool { return errormodel.Slip(typed, meant) <= missedKey }

// suffixSlip is what it costs to type the suffix of typed where meant was meant.
func suffixSlip(typed domain.Parts, meant string) bits {
	if !typed.Known {
		return errormodel.UnknownSuffixSlip(typed.Suffix, meant)
	}
	return errormodel.SuffixSlip(typed.Suffix, meant)
}

// addSuffixes finds the name under suffixes that exist, where the typed one does not:
// taleo.net for taleo.nt. Nobody protects the name, but mail to the typed one bounces.
func (c *Checker) addSuffixes(typed domain.Parts, found *candidates) {
	if typed.Known || typed.Registrable == "" {
		return
	}
	label := typed.Name[:len(typed.Name)-len(typed.Suffix)]
	add := func(suffix string) {
		cost := errormodel.SlipBehindDot(typed.Suffix, suffix)
		if cost+namemodel.Country(suffix) < leastLikelySuffix {
			found.add(candidate{name: label + suffix, suffix: suffix, entry: suffixEntry, matchedLen: len(typed.Name), cost: cost})
		}
	}
	for suffix := range namemodel.BusySuffixes {
		if index.OSA(typed.Suffix, suffix, 2) <= 2 {
			add(suffix)
		}
	}
	if word, country, ok := strings.Cut(typed.Suffix, "."); ok && !errormodel.IsGovernment(word) { // addRegistries has those
		for _, other := range countries {
			if suffix := word + "." + other.code; errormodel.IsKeySlip(country, other.code) && !namemodel.IsBusy(suffix) && c.suffixes.IsSuffix(suffix) {
				add(suffix)
			}
		}
	}
}
