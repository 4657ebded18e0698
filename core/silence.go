package core

import "nearmiss/core/domain"

// plainUnlessKept is plainSurprise where isSilent is asked at all. Else typed may be
// what the name looks like, which nobody has typed.
//
//go:noinline
func (c *Checker) plainUnlessKept(typed domain.Parts) bits {
	if c.keepsAll {
		return 0
	}
	return c.plainSurprise(typed)
}

// isSilent reports whether a slip that costs least or more is too much for target e
// to be spoken of, or to stand beside one that is: with 100,000 targets a name of
// three or four letters has dozens within one edit, and one of a family hundreds
// within two. It is for slips that explain no more than the registrable domain, of
// names that are no relatives.
//
//go:noinline
func (c *Checker) isSilent(plain bits, e *target, least bits) bool {
	of := &c.targets.categories[e.category]
	return !e.heavy && plain-of.prior-slipRate-least < max(c.best, of.notice)-tie-rounding
}

// rounding is more than sums of bits in another order differ by.
const rounding bits = 0.001
