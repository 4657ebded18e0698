package core

import (
	"strings"

	"nearmiss/core/domain"
)

// kindOf names what differs between the typed name and the best candidate.
func (c *Checker) kindOf(best *candidate, typed domain.Parts) Kind {
	if best.how != KindNone {
		return best.how
	}
	if best.isRegistrySlip || best.isHabit || !best.isListed() {
		if !typed.Known {
			return KindSuffixUnknown
		}
		return KindSuffixSlip
	}
	if best.entry == ownEntry || c.targets.all[best.entry].role == fromOwn {
		return KindOwnLookalike
	}
	if c.targets.all[best.entry].role == fromHistory {
		return KindHistoryLookalike
	}
	given := typed.Name[len(typed.Name)-best.matchedLen:]
	if kind := separatorKind(given, best.name); kind != KindNone {
		return kind
	}
	switch {
	case !typed.Known:
		return KindSuffixUnknown
	case best.labelCost != 0 && sameBefore(given, best.name, strings.Count(best.suffix, ".")+1):
		return KindSuffixSlip // adwg.so.jp for adwg.co.jp: so.jp is a stranger's
	case typed.Suffix == best.suffix:
		return KindLabelTypo
	case strings.HasSuffix(best.suffix, "."+typed.Suffix) || strings.HasSuffix(typed.Suffix, "."+best.suffix) ||
		strings.HasPrefix(best.suffix, typed.Suffix+".") || strings.HasPrefix(typed.Suffix, best.suffix+"."):
		if best.labelCost == 0 {
			return KindSuffixTruncation
		}
		return KindLabelTypo
	case best.labelCost == 0:
		return KindSuffixSlip
	}
	if _, registry := c.targets.protectedBelow[best.suffix]; registry {
		return KindSuffixSlip
	}
	return KindLabelTypo
}

// sameBefore reports whether two names have as many labels and differ only in
// the last n.
func sameBefore(a, b string, n int) bool {
	a1, b1 := a[:len(a)-len(lastLabels(a, n))], b[:len(b)-len(lastLabels(b, n))]
	return a1 == b1 && a1 != "" && a != b
}

// separatorKind names what differs between names that are the same but for dots and
// hyphens; KindNone for others.
func separatorKind(typed, meant string) Kind {
	i, j := 0, 0
	swapped, dots := false, false
	for i < len(typed) || j < len(meant) {
		a, b := byte(0), byte(0)
		if i < len(typed) {
			a = typed[i]
		}
		if j < len(meant) {
			b = meant[j]
		}
		switch {
		case a == b:
			i, j = i+1, j+1
		case (a == '-' && b == '.') || (a == '.' && b == '-'):
			swapped = true
			i, j = i+1, j+1
		case a == '.':
			dots = true
			i++
		case b == '.':
			dots = true
			j++
		case a == '-':
			i++
		case b == '-':
			j++
		default:
			return KindNone
		}
	}
	switch {
	case swapped:
		return KindHyphenSlip
	case dots:
		return KindDotSlip
	}
	return KindNone
}
