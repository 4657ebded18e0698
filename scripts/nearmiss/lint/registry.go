package lint

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// registries are the suffixes that all names of a category have.
var registries = map[string][]string{
	"us-military":    {"mil"},
	"us-federal":     {"gov"},
	"us-state-local": {"gov"},
}

// ofUnitedStates are the ones that a new category "us-…" may have.
var ofUnitedStates = []string{"mil", "gov"}

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
