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
		return column(in, s)
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
		return column(in, s)
	},
}

// column makes a source of a CSV file's column domain. A row that names no
// domain below a public suffix is skipped: these lists are no targets, so
// nothing is lost.
func column(in *Input, s *source.Source) ([]*source.Source, error) {
	t, err := readTable(in.Files[0], "domain")
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool)
	for row := range t.rows {
		d, err := t.domain(row, "domain")
		if err != nil || seen[d.String()] || !isBelowPublicSuffix(d) {
			continue
		}
		seen[d.String()] = true
		s.Entries = append(s.Entries, source.Entry{Domain: d.String()})
	}
	return []*source.Source{s}, nil
}

func isBelowPublicSuffix(d domain.Domain) bool {
	suffix, icann := publicsuffix.PublicSuffix(d.String())
	return d.String() != suffix && (icann || strings.Contains(suffix, "."))
}
