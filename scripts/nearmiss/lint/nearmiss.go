package lint

import (
	"slices"

	"nearmiss/core"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

// strength orders categories: an entry may not be a near miss of an entry of a
// category before its own. A typo that slips into a list of real names would
// silence the very warning it should raise.
var strength = []string{"us-military", "us-federal", "us-state-local", "military", "government", "mail-providers"}

// nearMisses asks the core itself about every entry of the weaker lists, with
// only the protected lists as its knowledge. A name whose neighbourhood a person
// has looked at says so in a comment, in this list or in another; the imports of real, visited
// sites are not asked about edits of a label, because real names are near each
// other, but about the slips to another suffix that have one meaning only.
func (l *linter) nearMisses() {
	var protected []*list.List
	for _, s := range l.sources {
		if list.Role(s.Get("role")) == list.RoleProtected {
			if parsed, err := list.Parse(s.File, source.Format(s)); err == nil {
				protected = append(protected, parsed)
			}
		}
	}
	checker, err := core.New(core.Config{Lists: protected})
	if err != nil {
		return // no targets, so nothing is near one
	}
	vouched := make(map[string]bool)
	for _, s := range l.sources {
		for _, e := range s.Entries {
			if e.Comment != "" && list.Role(s.Get("role")) == list.RoleKnown {
				vouched[e.Domain] = true
			}
		}
	}
	for _, s := range l.sources {
		if list.Role(s.Get("role")) != list.RoleKnown {
			continue
		}
		for _, e := range s.Entries {
			if vouched[e.Domain] {
				continue
			}
			v := checker.Check(e.Domain, "")
			if v.Level != core.LevelWarn || !isSlipOfOneMeaning(v) && s.Get("name") != "providers" {
				continue
			}
			l.add(s.File, e.Line, RuleNearMiss, "%s is a near miss of %s: leave it out, or say in a comment why it is real",
				e.Domain, v.Target)
		}
	}
}

func isSlipOfOneMeaning(v core.Verdict) bool {
	return v.Kind == core.KindSuffixSlip && slices.Contains(strength[:3], v.Category)
}
