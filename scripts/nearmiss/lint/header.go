package lint

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

var (
	word         = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)
	requiredKeys = []string{"name", "role", "category", "title", "source", "licence", "date"}
)

// licences are the ones whose texts and notices this project honours. A new one
// is a decision, taken here.
var licences = []string{"Apache-2.0", "BSD-3-Clause", "CC0-1.0", "etalab-2.0", "MIT", "MPL-2.0", "Unicode-3.0"}

func (l *linter) header(s *source.Source) {
	if len(s.Header) == 0 || s.Header[0].Name != "nearmiss-list" || s.Header[0].Value != "1" {
		l.add(s.File, 1, RuleHeader, "does not begin with %q", list.Magic)
	}
	seen := make(map[string]bool)
	for _, k := range s.Header {
		if seen[k.Name] && k.Name != "source" {
			l.add(s.File, k.Line, RuleHeader, "key %s stands twice", k.Name)
		}
		seen[k.Name] = true
		if why := l.whyNotValue(s, k); why != "" {
			l.add(s.File, k.Line, RuleHeader, "%s", why)
		}
	}
	for _, name := range requiredKeys {
		if !seen[name] {
			l.add(s.File, 1, RuleHeader, "the header has no %s", name)
		}
	}
}

func (l *linter) whyNotValue(s *source.Source, k source.Key) string {
	switch k.Name {
	case "nearmiss-list":
		return ""
	case "name":
		if stem := strings.TrimSuffix(filepath.Base(s.File), ".txt"); k.Value != stem {
			return "name is " + k.Value + ", but a list is called like its file, " + stem
		}
	case "role":
		if !slices.Contains(l.input.Roles, list.Role(k.Value)) {
			return fmt.Sprintf("role %s is none of %v", k.Value, l.input.Roles)
		}
	case "category":
		if !word.MatchString(k.Value) {
			return "category " + k.Value + " is not of a-z, 0-9 and -"
		}
	case "licence":
		for _, one := range strings.Split(k.Value, " AND ") {
			if !slices.Contains(licences, one) {
				return "licence " + one + " is none of " + strings.Join(licences, ", ")
			}
		}
	case "date":
		if _, err := time.Parse(time.DateOnly, k.Value); err != nil {
			return "date " + k.Value + " is not YYYY-MM-DD"
		}
	case "share", "register", "mailboxes":
		// What stands there is list.Parse's to judge.
	case "title", "source":
		if k.Value == "" {
			return "key " + k.Name + " is empty"
		}
	default:
		return "there is no key " + k.Name + "; a comment follows the header's empty line"
	}
	return ""
}
