package imports

import (
	"nearmiss/core/domain"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

const robbi5Origin = "https://github.com/robbi5/german-gov-domains (CC0-1.0)"

var robbi5 = Importer{
	Name:  "robbi5",
	Files: []string{"domains.csv"},
	From:  robbi5Origin + ", data/domains.csv",
	Makes: []string{"german-bodies"},
	Run:   runRobbi5,
}

// runRobbi5 makes known domains of German public bodies. They are no targets:
// most are towns below .de, whose names are near one another and near those of
// people and firms. Names below bund.de are left out: the registry covers them.
func runRobbi5(in *Input) ([]*source.Source, error) {
	s := newSource(in, "german-bodies", list.RoleKnown, "public-bodies",
		"German federal bodies, towns and municipalities outside bund.de", "CC0-1.0", robbi5Origin)
	s.Preface = preface(byImport("robbi5"))
	return column(in, s, "domain name|domain", func(d domain.Domain) string {
		if registrable := registrableOf(d); registrable != "bund.de" && isBelowPublicSuffix(d) {
			return registrable
		}
		return ""
	})
}
