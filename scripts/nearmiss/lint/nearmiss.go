package lint

import (
	"slices"

	"nearmiss/core"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

// strength orders categories: an entry may not be a near miss of an entry of a
// category before its own.
var strength = []string{"us-military", "us-federal", "us-state-local", "military", "government", "mail-providers"}

// knownNearMisses asks the core about every entry of the known lists, with only
// the protected lists as its knowledge: a slip in a list of real names would
// silence the very warning it should raise. A mark in any list says that a name
// is real. Entries of imports of real, visited sites are not asked about edits of
// a label, because real names are near each other, but about the slips to another
// suffix that have one meaning only.
func (l *linter) knownNearMisses(protected []*list.List) {
	checker, err := core.New(core.Config{Lists: protected})
	if err != nil {
		return // no targets, so nothing is near one
	}
	marked := make(map[string]bool)
	if l.input.Reviewed {
		marked = l.entriesBefore() // as if they were: somebody has seen them
	}
	for _, s := range l.sources {
		for i := range s.Entries {
			if len(s.Entries[i].Near()) > 0 {
				marked[s.Entries[i].Domain] = true
			}
		}
	}
	for _, s := range l.sources {
		if list.Role(s.Get("role")) != list.RoleKnown {
			continue
		}
		for i := range s.Entries {
			e := &s.Entries[i]
			if marked[e.Domain] {
				continue
			}
			v := checker.Check(e.Domain, "")
			if v.Level != core.LevelWarn || !isSlipOfOneMeaning(v) && s.Get("name") != "providers" && e.Comment == "" {
				continue
			}
			l.nearMiss(s, e, v.Target)
		}
	}
}

func isSlipOfOneMeaning(v core.Verdict) bool {
	return v.Kind == core.KindSuffixSlip && slices.Contains(strength[:3], v.Category)
}

// nearMiss reports an entry that looks like a slip of another, unless it cannot
// stay as it is for another reason.
func (l *linter) nearMiss(s *source.Source, e *source.Entry, near string) {
	cannotStay := []Rule{RuleSuffix, RuleWide, RuleRegistry}
	if slices.ContainsFunc(l.findings, func(f Finding) bool {
		return f.File == s.File && f.Line == e.Line && slices.Contains(cannotStay, f.Rule)
	}) {
		return
	}
	l.near = append(l.near, NearMiss{s.File, e.Domain, near})
	l.add(s.File, e.Line, RuleNearMiss,
		"%s is a near miss of %s: leave it out or, if it is real, mark it with --allow-near %s --reason TEXT", e.Domain, near, e.Domain)
}
