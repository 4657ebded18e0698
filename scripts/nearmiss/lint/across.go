package lint

import (
	"bytes"
	"compress/gzip"
	"slices"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

// acrossFiles finds an entry that stands in two lists of the same role: it
// would be sent twice, and which category it has would be chance. That a
// protected name is in a known list is no harm: imports bring it.
func (l *linter) acrossFiles() {
	type place struct {
		file string
		line int
	}
	first := make(map[list.Role]map[string]place)
	for _, s := range l.sources {
		role := list.Role(s.Get("role"))
		if role == list.RoleKnown {
			continue
		}
		if first[role] == nil {
			first[role] = make(map[string]place)
		}
		for _, e := range s.Entries {
			if p, twice := first[role][e.Domain]; twice && p.file != s.File {
				l.add(s.File, e.Line, RuleDuplicate, "%s stands in %s:%d already", e.Domain, p.file, p.line)
				continue
			}
			first[role][e.Domain] = place{s.File, e.Line}
		}
	}
}

// mustKeep are entries that no edit may lose, whatever an origin says: without
// them the extension would be silent where it is needed most.
var mustKeep = map[string][]string{
	"us-military": {"*.mil", "af.mil", "army.mil", "mail.mil", "marines.mil", "navy.mil", "socom.mil", "spaceforce.mil",
		"uscg.mil", "usmc.mil"},
	"us-military-mail":      {"us.af.mil", "us.army.mil", "us.navy.mil"},
	"us-federal":            {"*.gov", "cia.gov", "fbi.gov", "state.gov", "va.gov", "whitehouse.gov"},
	"military-registries":   {"*.mil.kr", "*.mil.pl"},
	"government-registries": {"*.gc.ca", "*.go.jp", "*.gouv.fr", "*.gov.au", "*.gov.uk", "*.govt.nz"},
	"military":              {"*.mod.uk", "mod.uk"},
	"mail-providers":        {"gmail.com", "hotmail.com", "icloud.com", "outlook.com", "yahoo.com"},
	"us-state-local":        nil,
	"suffixes":              nil,
}

func (l *linter) mustKeep() {
	for name, entries := range mustKeep {
		s := l.find(name)
		if s == nil {
			l.add(name+".txt", 0, RuleMustKeep, "the list is gone")
			continue
		}
		has := make(map[string]bool, len(s.Entries))
		for _, e := range s.Entries {
			has[e.Domain] = true
		}
		for _, entry := range entries {
			if !has[entry] {
				l.add(s.File, 0, RuleMustKeep, "%s is gone", entry)
			}
		}
	}
}

func (l *linter) find(name string) *source.Source {
	for _, s := range l.sources {
		if s.Get("name") == name {
			return s
		}
	}
	return nil
}

// A change beyond these is more likely a broken origin than a decision. In 344
// daily snapshots of .gov the median day brought 9 names and took none.
const (
	maxRemoved = 50  // entries of one list, or
	maxLost    = 0.1 // of its entries, whichever is less (a list of 30 may lose 3)
	maxGrowth  = 0.2 // of its entries, but always 200
	freeGrowth = 200
)

func (l *linter) budget() {
	for _, s := range l.sources {
		before := l.input.Before[s.Get("name")]
		if before == nil {
			continue // a new list is read as a whole
		}
		added, removed := Changes(before.Entries(), entriesOf(s))
		if n := len(removed); n > maxRemoved || float64(n) > maxLost*float64(before.Len()) {
			l.add(s.File, 0, RuleBudget, "loses %d of %d entries (such as %s): --allow-large if that is meant",
				n, before.Len(), removed[0])
		}
		if n := len(added); n > freeGrowth && float64(n) > maxGrowth*float64(before.Len()) {
			l.add(s.File, 0, RuleBudget, "gains %d entries on %d (such as %s): --allow-large if that is meant",
				n, before.Len(), added[0])
		}
	}
}

func entriesOf(s *source.Source) []string {
	var entries []string
	for _, e := range s.Entries {
		entries = append(entries, e.Domain)
	}
	return entries
}

// Changes returns what after has and before has not, and the reverse, each sorted.
func Changes(before, after []string) (added, removed []string) {
	return missingFrom(before, after), missingFrom(after, before)
}

// maxWire is what one changed list may cost everybody who updates without a
// delta, compressed.
const maxWire = 80_000

func (l *linter) size(s *source.Source) {
	parsed, err := list.Parse(s.File, source.Format(s))
	if err != nil {
		return // other rules say why
	}
	var compressed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&compressed, gzip.BestCompression) // no error: the level exists
	w.Write([]byte(list.Format(parsed)))                           // to memory: no error
	w.Close()
	if n := compressed.Len(); n > maxWire {
		l.add(s.File, 0, RuleSize, "costs %d bytes compressed, more than %d: divide it", n, maxWire)
	}
}

func missingFrom(has, all []string) []string {
	has, all = slices.Sorted(slices.Values(has)), slices.Sorted(slices.Values(all))
	return slices.DeleteFunc(slices.Compact(all), func(entry string) bool {
		_, found := slices.BinarySearch(has, entry)
		return found
	})
}
