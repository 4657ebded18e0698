package lint

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"nearmiss/core/domain"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

func (l *linter) entry(s *source.Source, e *source.Entry) {
	role := list.Role(s.Get("role"))
	rule := e.Domain
	if role == list.RoleSuffixes {
		rule = strings.TrimPrefix(rule, "-")
	}
	bare, isSuffix := strings.CutPrefix(rule, "*.")
	if role == list.RoleSuffixes && rule == e.Domain && !isSuffix {
		bare = strings.TrimPrefix(bare, "!")
	}
	switch {
	case !utf8.ValidString(e.Domain):
		l.add(s.File, e.Line, RuleSyntax, "%q is not UTF-8", e.Domain)
		return
	case strings.ToLower(e.Domain) != e.Domain:
		l.add(s.File, e.Line, RuleCase, "%s is not in lower case", e.Domain)
	}
	d, err := domain.Parse(bare)
	switch {
	case err != nil && strings.Contains(e.Domain, "xn--"):
		l.add(s.File, e.Line, RuleALabel, "%s is no A-label of any name", e.Domain)
		return
	case err != nil:
		l.add(s.File, e.Line, RuleSyntax, "%q: %v", e.Domain, err)
		return
	}
	if d.String() != strings.ToLower(bare) {
		if strings.HasSuffix(bare, ".") {
			l.add(s.File, e.Line, RuleSyntax, "%s ends in a dot", e.Domain)
		} else {
			l.add(s.File, e.Line, RuleALabel, "%s is %s in A-labels", e.Domain, d)
		}
		return
	}
	if unicode := d.Unicode(); d.IsIDN() {
		if again, err := idna.Lookup.ToASCII(unicode); err != nil || again != d.String() {
			l.add(s.File, e.Line, RuleALabel, "%s is no A-label of any name", e.Domain)
		}
	}
	if role == list.RoleSuffixes {
		l.suffixRule(s, e, d, isSuffix)
		return
	}
	if d.Parent().IsZero() && !isSuffix {
		l.add(s.File, e.Line, RuleSyntax, "%s has one label only", e.Domain)
		return
	}
	l.suffix(s, e, d, isSuffix)
	if role == list.RoleProtected && e.Origin() == "" {
		l.add(s.File, e.Line, RuleSource, "%s does not say where it comes from: %s # where", e.Domain, e.Domain)
	}
}

// suffixRule wants exceptions from what a wildcard covers, and removals of rules
// that the built-in table has: others do nothing.
func (l *linter) suffixRule(s *source.Source, e *source.Entry, d domain.Domain, isWildcard bool) {
	parent := d.Parent().String()
	switch probe := d.String(); e.Domain[0] {
	case '!':
		covered := publicsuffix.List.PublicSuffix("any-label."+parent) == "any-label."+parent
		for _, other := range s.Entries {
			covered = covered || other.Domain == "*."+parent
		}
		if !covered {
			l.add(s.File, e.Line, RuleSuffix, "%s excepts from no rule: there is no *.%s", e.Domain, parent)
		}
	case '-':
		if isWildcard {
			probe = "any-label." + probe
		}
		suffix, icann := publicsuffix.PublicSuffix(probe)
		if suffix != probe || !icann && !strings.Contains(probe, ".") {
			l.add(s.File, e.Line, RuleSuffix, "%s takes away what the built-in table does not have", e.Domain)
		}
		if e.Comment == "" {
			l.add(s.File, e.Line, RuleSource, "%s does not say why: %s # why", e.Domain, e.Domain)
		}
	}
}

// closedRegistries are the generic top-level domains that only proven members
// of a group get names in.
var closedRegistries = []string{"edu", "gov", "int", "mil"}

// suffix wants entries below a suffix that exists, and registries protected only
// when not everybody can have a name there.
func (l *linter) suffix(s *source.Source, e *source.Entry, d domain.Domain, isSuffix bool) {
	suffix, icann := publicsuffix.PublicSuffix(d.String())
	if !icann && !strings.Contains(suffix, ".") && !l.isAddedSuffix(suffix) {
		l.add(s.File, e.Line, RuleSuffix, "%s: there is no top-level domain .%s", e.Domain, suffix)
		return
	}
	isPublic := suffix == d.String()
	switch {
	case isPublic && !isSuffix:
		l.add(s.File, e.Line, RuleSuffix, "%s is a public suffix: *.%s covers the names below it", e.Domain, d)
	case isPublic && d.Parent().IsZero() && !slices.Contains(closedRegistries, d.String()):
		l.add(s.File, e.Line, RuleWide, "%s covers a registry in which anybody can have a name", e.Domain)
	case isSuffix && list.Role(s.Get("role")) == list.RoleKnown && isPublic:
		l.add(s.File, e.Line, RuleWide, "%s would call every name of a registry real", e.Domain)
	}
}

// isAddedSuffix looks into the suffix lists beside the one that is looked at.
func (l *linter) isAddedSuffix(suffix string) bool {
	if l.added == nil {
		l.added = make(map[string]bool)
		for _, s := range slices.Concat(l.sources, l.others) {
			for _, e := range s.Entries {
				if list.Role(s.Get("role")) == list.RoleSuffixes {
					l.added[e.Domain] = true
				}
			}
		}
	}
	return l.added[suffix]
}
