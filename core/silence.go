package core

import "nearmiss/core/domain"

// plainUnlessKept is plainSurprise where dearest is asked at all. Else typed may be
// what the name looks like, which nobody has typed.
//
//go:noinline
func (c *Checker) plainUnlessKept(typed domain.Parts) bits {
	if c.keepsAll {
		return 0
	}
	return c.plainSurprise(typed)
}

// dearest is what a slip may cost at most for target e to be spoken of, or to stand
// beside one that is: with 100,000 targets a name of three or four letters has dozens
// within one edit, and one of a family hundreds within two. It is for slips that
// explain no more than the registrable domain, of names that are no relatives.
//
//go:noinline
func (c *Checker) dearest(plain bits, e *target) bits {
	if e.heavy {
		return maxSlip
	}
	of := &c.targets.categories[e.category]
	return plain - of.prior - slipRate + tie + rounding - max(c.best, of.notice)
}

// areSilent reports whether slips that cost least are too dear for all targets but the
// heavy ones.
//
//go:noinline
func (c *Checker) areSilent(plain, least bits) bool {
	for i := range c.targets.categories {
		if least <= c.dearest(plain, &target{category: uint8(i)}) {
			return false
		}
	}
	return true
}

// rounding is more than sums of bits in another order differ by.
const rounding bits = 0.001
