package lint

import (
	"slices"

	"nearmiss/core"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

// The entries are divided into parts in several ways, by octal digits of the hash
// of their names. Two names that are near each other are in one part each time
// once in 512 cases; most of those are one edit apart, and found by that.
const (
	parts     = 8
	divisions = 3
)

// judgeEach asks the core about every entry, with the others as its knowledge. A
// Checker without one entry alone would have to be made for each; instead one is
// made without each part of each division, and judges that part. By the hash,
// what is found of an entry does not depend on entries that are not near it.
func (l *linter) judgeEach(all []*protectedEntry, compare func(e *protectedEntry, target string, isSure bool)) {
	suffixes := l.listsOf(list.RoleSuffixes)
	for division := range divisions {
		for part := range uint64(parts) {
			var judged []*protectedEntry
			known := make(map[*source.Source]*list.List)
			for _, e := range all {
				if e.hash>>(3*division)%parts == part {
					if !l.isPublicSuffix(e) && !e.isOther && !(l.input.Reviewed && !e.isNew) {
						judged = append(judged, e)
					}
					continue
				}
				if known[e.source] == nil {
					known[e.source] = headerOf(e.source)
				}
				if into := known[e.source]; e.bare == e.entry.Domain {
					into.Domains = append(into.Domains, e.bare)
				} else {
					into.Suffixes = append(into.Suffixes, e.bare)
				}
			}
			if len(judged) == 0 {
				continue
			}
			lists := slices.Clone(suffixes)
			for _, of := range known {
				slices.Sort(of.Domains)
				of.Domains = slices.Compact(of.Domains)
				slices.Sort(of.Suffixes)
				of.Suffixes = slices.Compact(of.Suffixes)
				lists = append(lists, of)
			}
			checker, err := core.New(core.Config{Lists: lists})
			if err != nil {
				continue // nothing to be near to
			}
			for _, e := range judged {
				if v := checker.Check(e.bare, ""); v.Level > core.LevelNone {
					compare(e, v.Target, v.Level == core.LevelWarn)
				}
			}
		}
	}
}

// headerOf is a source's list without entries: how strongly the core speaks of a
// name depends on what the header says of its category.
func headerOf(s *source.Source) *list.List {
	empty := *s
	empty.Entries = nil
	l, err := list.Parse(s.File, source.Format(&empty))
	if err != nil {
		return &list.List{Name: s.Get("name"), Role: list.RoleProtected, Category: s.Get("category")}
	}
	return l
}
