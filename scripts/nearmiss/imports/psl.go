package imports

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"nearmiss/core/domain"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

const pslOrigin = "https://publicsuffix.org/list/public_suffix_list.dat"

var psl = Importer{
	Name:  "psl",
	Files: []string{"public_suffix_list.dat"},
	From:  pslOrigin,
	Makes: []string{"suffixes", "military-registries", "government-registries"},
	Run:   runPSL,
}

// Second levels by which countries set their armed forces and their governments
// apart, in English, Spanish and French.
var (
	militaryLabels   = []string{"mil"}
	governmentLabels = []string{"gov", "govt", "gob", "gub", "gouv"}
)

// The same under a word of the country's own. The word alone does not tell: go.it
// is Gorizia, mi.it Milan, lg.ua Luhansk.
var (
	militaryRules   = []string{"def.br", "idf.il", "mi.th", "mod.gi", "tsk.tr"}
	governmentRules = []string{
		"bel.tr", "dep.no", "gc.ca", "go.cr", "go.id", "go.jp", "go.ke", "go.kr", "go.th", "go.tz", "go.ug", "gok.pk",
		"gos.pk", "gv.ao", "gv.at", "jus.br", "leg.br", "lg.jp", "muni.il", "nhs.uk", "parliament.nz", "pol.dz",
		"pol.ht", "pol.tr", "police.uk",
	}
)

// runPSL keeps the rules that golang.org/x/net/publicsuffix does not have yet,
// and makes lists of the countries' military and government registries. Which rules
// have left the Public Suffix List since, it cannot tell, because the built-in table
// cannot be listed: "-rule # by hand: …" takes one back. Until then a registrable
// domain is one label longer there than it might be, which warns less.
func runPSL(in *Input) ([]*source.Source, error) {
	s := newSource(in, "suffixes", list.RoleSuffixes, "suffixes", "Public suffixes newer than the built-in table",
		"MPL-2.0", pslOrigin)
	s.Preface = preface("The rules of the Public Suffix List that golang.org/x/net/publicsuffix does not have.",
		"This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL",
		"was not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.",
		byImport("psl"))
	military := registries(in, "military-registries", "military", "Registries of other countries' armed forces")
	government := registries(in, "government-registries", "government", "Registries of other countries' governments")
	rules, section := 0, ""
	for i, line := range strings.Split(in.Files[0].Text, "\n") {
		if _, begun, ok := strings.Cut(line, "===BEGIN "); ok {
			section, _, _ = strings.Cut(begun, " DOMAINS")
		}
		rule, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if rule == "" || strings.HasPrefix(rule, "//") {
			continue
		}
		rules++
		bare, isException := strings.CutPrefix(rule, "!")
		bare, isWildcard := strings.CutPrefix(bare, "*.")
		d, err := domain.Parse(bare)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: rule %q: %w", in.Files[0].Name, i+1, rule, err)
		}
		if label := firstLabel(rule); section == "ICANN" && strings.Count(rule, ".") == 1 {
			entry := source.Entry{Domain: "*." + rule, Comment: "https://www.iana.org/domains/root/db/" + d.Parent().String() + ".html"}
			switch {
			case slices.Contains(militaryLabels, label), slices.Contains(militaryRules, rule):
				military.Entries = append(military.Entries, entry)
			case slices.Contains(governmentLabels, label), slices.Contains(governmentRules, rule):
				government.Entries = append(government.Entries, entry)
			}
		}
		probe := d.String()
		if isWildcard {
			probe = "any-label." + probe
		}
		suffix, icann := publicsuffix.PublicSuffix(probe)
		switch {
		case isException:
			if suffix != d.Parent().String() {
				s.Entries = append(s.Entries, source.Entry{Domain: "!" + d.String(), Comment: strings.ToLower(section)})
			}
		case suffix != probe, !icann && !strings.Contains(probe, "."):
			entry := source.Entry{Domain: d.String(), Comment: strings.ToLower(section)}
			if isWildcard {
				entry.Domain = "*." + entry.Domain
			}
			s.Entries = append(s.Entries, entry)
		}
	}
	if rules < 5000 {
		return nil, fmt.Errorf("%s: %d rules only: this is not the whole Public Suffix List", in.Files[0].Name, rules)
	}
	return []*source.Source{s, military, government}, nil
}

func registries(in *Input, name, category, title string) *source.Source {
	s := newSource(in, name, list.RoleProtected, category, title, "MPL-2.0", pslOrigin)
	s.Preface = preface("Second levels that a country's registry sets apart, as the Public Suffix List has them. The comment says",
		"where to find the registry.",
		"This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL",
		"was not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.",
		byImport("psl"))
	return s
}
