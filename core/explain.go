package core

import (
	"cmp"
	"slices"

	"nearmiss/core/domain"
)

// Explanation is how Check came to its verdict on one domain.
type Explanation struct {
	Domain  string // canonical
	Status  string // what lists, policy and history say of it
	Rule    string // the first of the rules that fitted, see decide.go
	Level   Level
	Targets []Weighed // the likeliest first
}

// Weighed is how one target was weighed against a typed domain. Numbers are bits of
// surprise: the score is Meant - Prior - Slip, and speaks for a slip where it is high.
type Weighed struct {
	Target     string
	Suggestion string  // the typed domain, corrected to that target
	Meant      float64 // that the typed domain is meant as it stands
	Prior      float64 // that the target is meant
	Slip       float64 // that who means it types this
	Score      float64
}

// Explain explains the verdict on a domain, in A- or U-labels, which is typed by a
// sender as in Check. Of what is no domain the Explanation is empty.
func (c *Checker) Explain(typed, sender string) Explanation {
	d, err := domain.Parse(typed)
	if err != nil {
		return Explanation{}
	}
	var found candidates
	own := c.senderOf(sender)
	q := c.ask(d, own)
	c.collect(&q, &found)
	decided := c.decide(&q, c.score(&q, &found))
	e := Explanation{Domain: d.String(), Status: q.status.String(), Rule: decided.rule, Level: decided.level}
	if c.outbound.blockedBy(d) != "" {
		e.Rule, e.Level = "blocked by policy", LevelWarn
	}
	for i := range found.list() {
		k := &found.all[i]
		prior := c.prior(k, &q)
		e.Targets = append(e.Targets, Weighed{
			Target:     k.name,
			Suggestion: k.suggestion(q.typed),
			Meant:      float64(k.score + prior + slipRate + k.cost),
			Prior:      float64(prior),
			Slip:       float64(slipRate + k.cost),
			Score:      float64(k.score),
		})
	}
	slices.SortStableFunc(e.Targets, func(a, b Weighed) int { return cmp.Compare(b.Score, a.Score) })
	return e
}
