package imports

import (
	"strings"

	"golang.org/x/net/publicsuffix"

	"nearmiss/core/domain"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

const (
	hipoOrigin = "https://github.com/Hipo/university-domains-list"
	cruxOrigin = "Chromium, components/url_formatter/spoof_checks/top_domains, made from the Chrome UX Report"
)

var hipo = Importer{
	Name:  "hipo",
	Files: []string{"university_domains.csv"},
	From:  hipoOrigin + ", as CSV with a column domain",
	Makes: []string{"universities"},
	Run: func(in *Input) ([]*source.Source, error) {
		s := newSource(in, "universities", list.RoleKnown, "universities", "Universities of the world", "MIT", hipoOrigin+", copyright Hipo and contributors")
		s.Preface = preface(byImport("hipo"))
		return column(in, s, "domain", belowPublicSuffix)
	},
}

var crux = Importer{
	Name:  "crux",
	Files: []string{"top_domains.csv"},
	From:  cruxOrigin + ", as CSV with a column domain",
	Makes: []string{"popular"},
	Run: func(in *Input) ([]*source.Source, error) {
		s := newSource(in, "popular", list.RoleKnown, "popular", "Domains of much visited web sites", "BSD-3-Clause", cruxOrigin+", copyright The Chromium Authors")
		s.Preface = preface(byImport("crux"))
		return column(in, s, "domain", belowPublicSuffix)
	},
}

// column makes a source of one column of a CSV file. names are the names that the
// column may have, separated by |. pick returns the entry for a domain, or "". Rows
// without a domain are skipped: these lists hold no targets, so nothing is lost.
func column(in *Input, s *source.Source, names string, pick func(domain.Domain) string) ([]*source.Source, error) {
	t, err := readTable(in.Files[0], names)
	if err != nil {
		return nil, err
	}
	name, _, _ := strings.Cut(names, "|")
	seen := map[string]bool{"": true}
	for row := range t.rows {
		d, err := t.domain(row, name)
		if err != nil {
			continue
		}
		if entry := pick(d); !seen[entry] {
			seen[entry] = true
			s.Entries = append(s.Entries, source.Entry{Domain: entry})
		}
	}
	return []*source.Source{s}, nil
}

// belowPublicSuffix returns the domain if it is below a public suffix, or "".
func belowPublicSuffix(d domain.Domain) string {
	if isBelowPublicSuffix(d) {
		return d.String()
	}
	return ""
}

// registrableOf returns the registrable part of a domain, or "".
func registrableOf(d domain.Domain) string {
	registrable, err := publicsuffix.EffectiveTLDPlusOne(d.String())
	if err != nil {
		return ""
	}
	return registrable
}

// protectedElsewhere returns the domains of all protected lists except this one.
func protectedElsewhere(in *Input, s *source.Source) map[string]bool {
	domains := make(map[string]bool)
	for _, l := range in.Lists {
		if l.Role == list.RoleProtected && l.Name != s.Get("name") {
			for _, d := range l.Domains {
				domains[d] = true
			}
		}
	}
	return domains
}

func isBelowPublicSuffix(d domain.Domain) bool {
	suffix, icann := publicsuffix.PublicSuffix(d.String())
	return d.String() != suffix && (icann || strings.Contains(suffix, "."))
}
