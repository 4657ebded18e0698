package core

import (
	"slices"

	"nearmiss/core/domain"
)

// Explanation is how one target was weighed against a typed domain. Numbers are
// bits of surprise: the score is Meant - Prior - Slip, and speaks for a slip
// where it is high.
type Explanation struct {
	Target     string
	Suggestion string  // the typed domain, corrected to that target
	Meant      float64 // that the typed domain is meant as it stands
	Prior      float64 // that the target is meant
	Slip       float64 // that who means it types this
	Score      float64
}

// Explain returns the targets that were weighed against a domain, the likeliest
// first; those that cannot be spoken of are left out where that is plain early. It is for maintainers: Check says what follows from it.
func (c *Checker) Explain(typed, sender string) []Explanation {
	d, err := domain.Parse(typed)
	if err != nil {
		return nil
	}
	parts := c.split(d)
	c.gather(parts, c.ownDomain(sender), c.standingOf(d))
	c.rank(parts)
	all := make([]Explanation, 0, len(c.candidates))
	for i := range c.candidates {
		k := &c.candidates[i]
		prior := c.prior(k)
		all = append(all, Explanation{
			Target:     k.name,
			Suggestion: k.suggestion(parts),
			Meant:      float64(k.score + prior + slipRate + k.cost),
			Prior:      float64(prior),
			Slip:       float64(slipRate + k.cost),
			Score:      float64(k.score),
		})
	}
	slices.SortFunc(all, func(a, b Explanation) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return all
}
