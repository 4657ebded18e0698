package core

import (
	"strings"

	"nearmiss/core/domain"
)

// finding is what was found about one domain, before it becomes a Verdict in
// the recipient's own form.
type finding struct {
	level       Level
	kind        Kind
	domain      string // canonical, "" for none
	target      string
	category    string
	suggestion  string // a domain
	alternative string

	isLayout  bool // typed on the keyboard of another script
	isField   bool // suggestion is the whole field, and no domain
	isOutside bool // the organisation, for a policy that wants it said

	suffixTyped, suffixMeant string // for the reason
	mark                     rune   // that is wrong, or 0
}

// judgeText judges the domain that was typed as raw.
func (c *Checker) judgeText(raw string, own sender) finding {
	d, err := domain.Parse(raw)
	if err != nil || d.IsIDN() && hasStrayMark(raw) {
		return c.repair(raw, own)
	}
	f := c.judge(d, own)
	if f.isSettled() && strings.HasSuffix(raw, ".") {
		// Some servers refuse "ann@army.mil." though it is right.
		if target, category := c.entryOf(d); target != "" {
			f.level, f.kind, f.suggestion = LevelNotice, KindMalformed, d.String()
			f.target, f.category = target, category
		}
	}
	return f
}

// judge judges a canonical domain.
func (c *Checker) judge(d domain.Domain, own sender) finding {
	var found candidates
	q := c.ask(d, own)
	c.collect(&q, &found)
	decided := c.decide(&q, c.score(&q, &found))
	return c.describe(&q, &decided)
}

// describe puts a decision into the words of a Verdict.
func (c *Checker) describe(q *question, d *decision) finding {
	typed := q.typed
	f := finding{level: d.level, domain: typed.Name, isOutside: d.isOutside}
	switch d.about {
	case theRegistry:
		f.kind = KindRegistryUnlisted
		f.target, f.category = d.registry.suffix, c.targets.categories[d.registry.category].name
		f.suffixTyped, f.suffixMeant = typed.Suffix, d.registry.suffix
		f.suggestion = typed.Name[:len(typed.Name)-len(typed.Suffix)] + d.registry.suffix
	case theSlip:
		f.kind, f.target, f.category = c.kindOf(&d.best, typed), d.best.suffix, c.categoryOf(&d.best).name
		f.suffixTyped, f.suffixMeant = lastLabels(typed.Name, strings.Count(d.best.suffix, ".")+1), d.best.suffix
	case theCandidates:
		f.kind = c.kindOf(&d.best, typed)
		f.target, f.category, f.isLayout = d.best.name, c.categoryOf(&d.best).name, d.best.isLayout
		f.suggestion = d.best.suggestion(typed)
		if !d.second.isNone() {
			f.alternative = d.second.suggestion(typed)
		}
		f.suffixTyped, f.suffixMeant = typed.Suffix, d.best.suffix
		if !d.best.isListed() {
			f.target = d.best.suffix
		}
		if f.kind == KindSuffixSlip {
			// so.jp is a name under .jp, but it was typed for the suffix co.jp.
			labels := strings.Count(d.best.suffix, ".") + 1
			f.suffixTyped = lastLabels(typed.Name, max(labels, strings.Count(typed.Suffix, ".")+1))
		}
	}
	switch d.ofPolicy {
	case KindBlockedDomain:
		if d.about == theRegistry {
			f.suggestion = "" // a guess that such a name might exist
		}
		f.kind, f.target, f.category = KindBlockedDomain, c.outbound.blockedBy(typed.Name), CategoryPolicy
	case KindExternalRecipient:
		f.kind, f.category = KindExternalRecipient, CategoryPolicy
	}
	return f
}

// isSettled reports whether nothing is wrong with the domain, whatever policy says of
// those outside.
func (f *finding) isSettled() bool {
	return f.level == LevelNone || f.kind == KindExternalRecipient
}
