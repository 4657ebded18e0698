package imports

import (
	"strings"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

const cisaOrigin = "https://github.com/cisagov/dotgov-data (current-full.csv)"

var cisa = Importer{
	Name:  "cisa",
	Files: []string{"current-full.csv"},
	From:  cisaOrigin,
	Makes: []string{"us-federal", "us-state-local"},
	Run:   runCISA,
}

// runCISA splits the register of .gov by the type of its owner: federal bodies
// of the three branches here, everybody else there.
func runCISA(in *Input) ([]*source.Source, error) {
	t, err := readTable(in.Files[0], "domain name|domain", "domain type|type", "organization name|organization", "state")
	if err != nil {
		return nil, err
	}
	federal := newSource(in, "us-federal", list.RoleProtected, "us-federal",
		"United States federal government", "CC0-1.0", cisaOrigin)
	federal.Preface = preface("Every .gov domain of a federal body, and the registry itself.",
		byImport("cisa"))
	federal.Entries = append(federal.Entries, source.Entry{Domain: "*.gov", Comment: "the registry, run by CISA: https://get.gov"})
	local := newSource(in, "us-state-local", list.RoleProtected, "us-state-local",
		"United States states, territories, tribes, counties, cities and districts", "CC0-1.0", cisaOrigin)
	local.Preface = preface("Every .gov domain that is not of a federal body.",
		byImport("cisa"))
	for row := range t.rows {
		d, err := t.domain(row, "domain name")
		if err != nil {
			return nil, err
		}
		into := local
		if strings.HasPrefix(t.cell(row, "domain type"), "Federal") {
			into = federal
		}
		comment := oneLine(t.cell(row, "domain type")+": "+t.cell(row, "organization name"), t.cell(row, "state"))
		if into == federal {
			comment = oneLine(t.cell(row, "organization name"))
		}
		into.Entries = append(into.Entries, source.Entry{Domain: d.String(), Comment: comment})
	}
	return []*source.Source{federal, local}, nil
}
