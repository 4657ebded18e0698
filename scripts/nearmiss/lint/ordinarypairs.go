package lint

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

// isWeaker reports whether of two entries the first is less known to be real: by
// use, by being new, by what is said of it, by category.
func isWeaker(a, b *protectedEntry) bool {
	rank := func(e *protectedEntry) int {
		if i := slices.Index(strength, e.category()); i >= 0 {
			return i
		}
		return len(strength)
	}
	number := map[bool]int{true: 1}
	byHand := func(e *protectedEntry) int { return number[strings.HasPrefix(e.entry.Comment, "by hand")] }
	return cmp.Or(cmp.Compare(b.usage, a.usage), cmp.Compare(number[a.isNew], number[b.isNew]), cmp.Compare(byHand(a), byHand(b)),
		cmp.Compare(rank(a), rank(b)), strings.Compare(a.bare, b.bare)) > 0
}

// isOrdinary reports whether a pair needs nobody's review: a registered name that
// is no sure slip, or none of a name that is better known; one that says in its end
// which state it is of; one that has another number.
func (l *linter) isOrdinary(weak, strong *protectedEntry, isSure bool) bool {
	if differInDigits(weak.bare, strong.bare) {
		return true
	}
	// Real names of one public register are near each other: of 15,000 municipal
	// names one in twelve is a likely slip of another, and one in four a possible one.
	if list.Register(weak.source.Get("register")) != list.RegisterComplete {
		return false
	}
	if l.input.Built {
		return len(l.input.Before) == 0 || !isSure && weak.usage >= strong.usage
	}
	if !isOfRegister(weak) {
		return false
	}
	if endsInOwnState(weak) && !(endsInOwnState(strong) && stateOf(weak) == stateOf(strong)) {
		return true
	}
	return !isSure && weak.usage >= strong.usage
}

// differInDigits reports whether two names have the same letters, as numbered
// names have; 126.com and 163.com have none.
func differInDigits(a, b string) bool {
	letters := func(name string) string {
		return strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return -1
			}
			return r
		}, name)
	}
	label, _, _ := strings.Cut(a, ".")
	return strings.ContainsFunc(label, unicode.IsLetter) && len(a) == len(b) && letters(a) == letters(b)
}

// isOfRegister reports whether an entry is described as others of its list are:
// "City: …", or the name of a body that has other names.
func isOfRegister(e *protectedEntry) bool {
	kind := func(of *source.Entry) string {
		kind, _, _ := strings.Cut(of.Origin(), ":")
		return kind
	}
	own := kind(e.entry)
	if own == "" || strings.HasPrefix(own, "by hand") {
		return false
	}
	alike := 0
	for i := range e.source.Entries {
		if kind(&e.source.Entries[i]) == own {
			if alike++; alike >= 3 {
				return true
			}
		}
	}
	return false
}

// stateOf is what an entry of the register says last: "…, CA".
func stateOf(e *protectedEntry) string {
	origin := e.entry.Origin()
	if i := strings.LastIndex(origin, ", "); i >= 0 && len(origin) == i+4 {
		return strings.ToLower(origin[i+2:])
	}
	return ""
}

func endsInOwnState(e *protectedEntry) bool {
	label, _, _ := strings.Cut(e.bare, ".")
	state := stateOf(e)
	return state != "" && strings.HasSuffix(strings.TrimSuffix(label, "-nsn"), state)
}
