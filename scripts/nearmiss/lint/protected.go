package lint

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"

	"nearmiss/core"
	"nearmiss/core/domain"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

// registries are the suffixes that all names of a category have.
var registries = map[string][]string{
	"us-military":    {"mil"},
	"us-federal":     {"gov"},
	"us-state-local": {"gov"},
}

// ofUnitedStates are the ones that a new category "us-…" may have.
var ofUnitedStates = []string{"mil", "gov"}

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

// registry wants names of United States bodies below their own registry, and
// registries that are ones.
func (l *linter) registry(e *protectedEntry) {
	wanted, isUS := registries[e.category()]
	if !isUS && strings.HasPrefix(e.category(), "us-") {
		wanted, isUS = ofUnitedStates, true
	}
	labels := strings.Split(e.bare, ".")
	if isUS && !slices.Contains(wanted, labels[len(labels)-1]) {
		l.add(e.source.File, e.entry.Line, RuleRegistry, "%s: a name of category %s ends in .%s",
			e.entry.Domain, e.category(), strings.Join(wanted, " or ."))
		return
	}
	if !strings.HasSuffix(e.source.Get("name"), "-registries") || l.isPublicSuffix(e) {
		return
	}
	if !l.input.Built && !strings.Contains(e.entry.Origin(), "https://") {
		l.add(e.source.File, e.entry.Line, RuleRegistry,
			"%s is no registry that the Public Suffix List has: name in its comment the page that describes it", e.entry.Domain)
	}
}

// isPublicSuffix reports whether an entry "*.gov.uk" is a registry by the word of
// the Public Suffix List.
func (l *linter) isPublicSuffix(e *protectedEntry) bool {
	if e.bare == e.entry.Domain {
		return false
	}
	suffix, _ := publicsuffix.PublicSuffix(e.bare)
	return suffix == e.bare && strings.Contains(e.bare, ".") || l.isAddedSuffix(e.bare)
}

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

// isWeaker reports whether of two entries the first is less known to be real: by
// use, by being new, by what is said of it, by category.
func isWeaker(a, b *protectedEntry) bool {
	rank := func(e *protectedEntry) int {
		if i := slices.Index(strength, e.category()); i >= 0 {
			return i
		}
		return len(strength)
	}
	number := map[bool]int{true: 1}
	byHand := func(e *protectedEntry) int { return number[strings.HasPrefix(e.entry.Comment, "by hand")] }
	return cmp.Or(cmp.Compare(b.usage, a.usage), cmp.Compare(number[a.isNew], number[b.isNew]), cmp.Compare(byHand(a), byHand(b)),
		cmp.Compare(rank(a), rank(b)), strings.Compare(a.bare, b.bare)) > 0
}

// isOrdinary reports whether a pair needs nobody's review: a registered name that
// is no sure slip, or none of a name that is better known; one that says in its end
// which state it is of; one that has another number.
func (l *linter) isOrdinary(weak, strong *protectedEntry, isSure bool) bool {
	if differInDigits(weak.bare, strong.bare) {
		return true
	}
	// Real names of one public register are near each other: of 15,000 municipal
	// names one in twelve is a likely slip of another, and one in four a possible one.
	if list.Register(weak.source.Get("register")) != list.RegisterComplete {
		return false
	}
	if l.input.Built {
		return len(l.input.Before) == 0 || !isSure && weak.usage >= strong.usage
	}
	if !isOfRegister(weak) {
		return false
	}
	if endsInOwnState(weak) && !(endsInOwnState(strong) && stateOf(weak) == stateOf(strong)) {
		return true
	}
	return !isSure && weak.usage >= strong.usage
}

// differInDigits reports whether two names have the same letters, as numbered
// names have; 126.com and 163.com have none.
func differInDigits(a, b string) bool {
	letters := func(name string) string {
		return strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return -1
			}
			return r
		}, name)
	}
	label, _, _ := strings.Cut(a, ".")
	return strings.ContainsFunc(label, unicode.IsLetter) && len(a) == len(b) && letters(a) == letters(b)
}

// isOfRegister reports whether an entry is described as others of its list are:
// "City: …", or the name of a body that has other names.
func isOfRegister(e *protectedEntry) bool {
	kind := func(of *source.Entry) string {
		kind, _, _ := strings.Cut(of.Origin(), ":")
		return kind
	}
	own := kind(e.entry)
	if own == "" || strings.HasPrefix(own, "by hand") {
		return false
	}
	alike := 0
	for i := range e.source.Entries {
		if kind(&e.source.Entries[i]) == own {
			if alike++; alike >= 3 {
				return true
			}
		}
	}
	return false
}

// stateOf is what an entry of the register says last: "…, CA".
func stateOf(e *protectedEntry) string {
	origin := e.entry.Origin()
	if i := strings.LastIndex(origin, ", "); i >= 0 && len(origin) == i+4 {
		return strings.ToLower(origin[i+2:])
	}
	return ""
}

func endsInOwnState(e *protectedEntry) bool {
	label, _, _ := strings.Cut(e.bare, ".")
	state := stateOf(e)
	return state != "" && strings.HasSuffix(strings.TrimSuffix(label, "-nsn"), state)
}
