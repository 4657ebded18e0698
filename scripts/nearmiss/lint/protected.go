package lint

import (
	"hash/fnv"
	"slices"
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

// protectedEntry is one entry of a protected list.
type protectedEntry struct {
	source  *source.Source
	entry   *source.Entry
	bare    string // without "*."
	isOther bool   // only compared with: it is not being linted
	isNew   bool   // people do not have it yet
	usage   int    // how well known it is to be real
	hash    uint64 // of bare
}

func (e *protectedEntry) category() string { return e.source.Get("category") }

// protectedEntries are those that can be compared: other rules report the rest.
func (l *linter) protectedEntries() []*protectedEntry {
	popular, vital, had := make(map[string]bool), make(map[string]bool), l.entriesBefore()
	for _, entries := range mustKeep {
		for _, entry := range entries {
			vital[entry] = true
		}
	}
	for _, s := range slices.Concat(l.sources, l.others) {
		if s.Get("name") == "popular" {
			for _, e := range s.Entries {
				popular[e.Domain] = true
			}
		}
	}
	var all []*protectedEntry
	for i, s := range slices.Concat(l.sources, l.others) {
		if list.Role(s.Get("role")) != list.RoleProtected {
			continue
		}
		for j := range s.Entries {
			e := &protectedEntry{source: s, entry: &s.Entries[j], isOther: i >= len(l.sources)}
			e.bare = strings.TrimPrefix(e.entry.Domain, "*.")
			d, err := domain.Parse(e.bare)
			if err != nil || d.String() != e.bare {
				continue
			}
			hash := fnv.New64a()
			hash.Write([]byte(e.bare)) // never an error
			e.hash = hash.Sum64() >> 20
			e.isNew = !e.isOther && !had[e.entry.Domain]
			switch {
			case vital[e.entry.Domain]:
				e.usage = 2
			case popular[e.bare]:
				e.usage = 1
			}
			all = append(all, e)
		}
	}
	return all
}

// entriesBefore are what people have, in any list.
func (l *linter) entriesBefore() map[string]bool {
	had := make(map[string]bool)
	for _, before := range l.input.Before {
		for _, entry := range before.Entries() {
			had[entry] = true
		}
	}
	return had
}

// protectedNearMisses compares every protected entry with all the others, of its
// own list too. A slip there would do worse than protect nothing: the mail that
// it should stop would count as right.
func (l *linter) protectedNearMisses() {
	all := l.protectedEntries()
	byName := make(map[string]*protectedEntry, len(all)) // "mil.dk" and "*.mil.dk" are one name
	marks := make(map[string][]string)                   // the names that its marks name
	for _, e := range all {
		if !e.isOther {
			l.registry(e)
		}
		if byName[e.bare] == nil {
			byName[e.bare] = e
		}
		marks[e.bare] = append(marks[e.bare], markedNames(e.entry)...)
	}
	near := make(map[*protectedEntry][]*protectedEntry)
	paired := make(map[[2]string]bool) // near each other, whichever is the weaker
	compare := func(e *protectedEntry, target string, isSure bool) {
		e, t := byName[e.bare], byName[target]
		if t == nil || t == e {
			return
		}
		paired[[2]string{e.bare, t.bare}], paired[[2]string{t.bare, e.bare}] = true, true
		weak, strong := e, t
		if l.isPublicSuffix(e) || isWeaker(t, e) && !l.isPublicSuffix(t) {
			weak, strong = t, e
		}
		if weak.isOther || l.input.Reviewed && !weak.isNew || slices.Contains(marks[strong.bare], weak.bare) || l.isOrdinary(weak, strong, isSure) {
			return
		}
		near[weak] = append(near[weak], strong)
	}
	l.judgeEach(all, compare)
	for _, pair := range oneEditApart(all) {
		if !l.isPublicSuffix(pair[0]) || !l.isPublicSuffix(pair[1]) {
			compare(pair[0], pair[1].bare, false)
		}
	}
	for _, e := range all {
		isTrue := func(mark string) bool {
			return paired[[2]string{e.bare, mark}] || byName[mark] == nil && l.mayBeNear(e.bare, mark)
		}
		if len(near[e]) == 0 || slices.ContainsFunc(marks[e.bare], isTrue) {
			continue
		}
		strongest := near[e][0]
		for _, strong := range near[e][1:] {
			if isWeaker(strongest, strong) {
				strongest = strong
			}
		}
		l.nearMiss(e.source, e.entry, strongest.bare)
	}
}
