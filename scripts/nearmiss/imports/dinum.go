package imports

import (
	"fmt"
	"net/url"
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

const dinumOrigin = "https://github.com/etalab/noms-de-domaine-organismes-secteur-public (etalab-2.0), DINUM and contributors"

var dinum = Importer{
	Name:  "dinum",
	Files: []string{"prefectures.txt", "urls.txt"},
	From:  dinumOrigin + ", sources/prefectures.txt and urls.txt",
	Makes: []string{"french-prefectures", "french-bodies"},
	Run:   runDINUM,
}

// runDINUM makes targets of the prefectures, at whose domains the state's services in each
// department have their mail, and known domains of the other sites directly below gouv.fr.
func runDINUM(in *Input) ([]*source.Source, error) {
	targets := newSource(in, "french-prefectures", list.RoleProtected, "government", "Prefectures of France", "etalab-2.0", dinumOrigin)
	targets.Preface = preface("The state's services in the departments, below gouv.fr.", byImport("dinum"))
	known := newSource(in, "french-bodies", list.RoleKnown, "public-bodies", "Other sites below gouv.fr", "etalab-2.0", dinumOrigin)
	known.Preface = preface(byImport("dinum"))
	seen := protectedElsewhere(in, targets)
	add := func(to *source.Source, host, comment string) {
		d, err := domain.Parse(strings.TrimPrefix(host, "www."))
		if err == nil && d.Parent().String() == "gouv.fr" && !seen[d.String()] {
			seen[d.String()] = true
			to.Entries = append(to.Entries, source.Entry{Domain: d.String(), Comment: comment})
		}
	}
	for _, host := range strings.Fields(in.Files[0].Text) {
		add(targets, host, "prefecture")
	}
	if len(targets.Entries) == 0 {
		return nil, fmt.Errorf("%s: no prefectures", in.Files[0].Name)
	}
	for _, address := range strings.Fields(in.Files[1].Text) {
		if u, err := url.Parse(address); err == nil {
			add(known, u.Hostname(), "")
		}
	}
	if len(known.Entries) == 0 {
		return nil, fmt.Errorf("%s: no site below gouv.fr", in.Files[1].Name)
	}
	return []*source.Source{targets, known}, nil
}
