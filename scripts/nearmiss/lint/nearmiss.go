package lint

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"nearmiss/core"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

// strength orders categories: an entry may not be a near miss of an entry of a
// category before its own.
var strength = []string{"us-military", "us-federal", "us-state-local", "military", "government", "mail-providers"}

// knownNearMisses asks the core about every entry of the known lists, with only
// the protected lists as its knowledge: a slip in a list of real names would
// silence the very warning it should raise. A mark in any list that names the other
// says that a name is real. Entries of imports of real, visited sites are not asked about edits of
// a label, because real names are near each other, but about the slips to another
// suffix that have one meaning only.
func (l *linter) knownNearMisses(protected []*list.List) {
	checker, err := core.New(core.Config{Lists: protected})
	if err != nil {
		return // no targets, so nothing is near one
	}
	seen := make(map[string]bool)
	if l.input.Reviewed {
		seen = l.entriesBefore()
	}
	marks := make(map[string][]string) // the names that an entry's marks name
	for _, s := range l.sources {
		for i := range s.Entries {
			e := &s.Entries[i]
			marks[e.Domain] = append(marks[e.Domain], markedNames(e)...)
		}
	}
	for _, s := range l.sources {
		if list.Role(s.Get("role")) != list.RoleKnown {
			continue
		}
		for i := range s.Entries {
			e := &s.Entries[i]
			if seen[e.Domain] {
				continue
			}
			v := checker.Check(e.Domain, "")
			if v.Level != core.LevelWarn || !isSlipOfOneMeaning(v) && s.Get("name") != "providers" && e.Comment == "" ||
				slices.Contains(marks[e.Domain], v.Target) {
				continue
			}
			l.nearMiss(s, e, v.Target)
		}
	}
}

func isSlipOfOneMeaning(v core.Verdict) bool {
	return v.Kind == core.KindSuffixSlip && slices.Contains(strength[:3], v.Category)
}

// marks finds marks that say nothing: without a reason, or beside what is no entry.
func (l *linter) marks() {
	entries := make(map[string]bool)
	for _, s := range slices.Concat(l.sources, l.others) {
		for _, e := range s.Entries {
			entries[strings.TrimPrefix(e.Domain, "*.")] = true
		}
	}
	for _, s := range l.sources {
		for i := range s.Entries {
			e := &s.Entries[i]
			for _, mark := range e.Near() {
				switch {
				case mark.Reason == "":
					l.add(s.File, e.Line, RuleMark, "%s: the mark does not say why: near: %s why", e.Domain, mark.Name)
				case !entries[mark.Name] && !l.mayBeNear(strings.TrimPrefix(e.Domain, "*."), mark.Name):
					l.add(s.File, e.Line, RuleMark, "%s: the mark names %s, which is in no list: take the mark out", e.Domain, mark.Name)
				}
			}
		}
	}
}

// mayBeNear reports whether an entry may be near a name that is in no list here, because
// it is in one that is not at hand.
func (l *linter) mayBeNear(name, other string) bool {
	return !l.input.Complete && levenshtein.ComputeDistance(name, other) <= 3
}

// markedNames are the names that the marks of an entry name, with a reason.
func markedNames(e *source.Entry) []string {
	var names []string
	for _, mark := range e.Near() {
		if mark.Reason != "" {
			names = append(names, mark.Name)
		}
	}
	return names
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
