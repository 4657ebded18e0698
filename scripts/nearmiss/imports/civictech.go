package imports

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

const civictechOrigin = "https://github.com/civictechsweden/myndighetsdata (data/esv.json, CC0-1.0)"

var civictech = Importer{
	Name:  "civictech",
	Files: []string{"esv.json"},
	From:  civictechOrigin + ", the register of authorities of the Swedish Financial Management Authority",
	Makes: []string{"swedish-agencies", "swedish-agencies-short"},
	Run:   runCivictech,
}

// runCivictech takes the mail domains of Sweden's authorities, which have no
// registry of their own. Short names (msb.se) and common words are known instead: too
// many real domains of others lie near them.
func runCivictech(in *Input) ([]*source.Source, error) {
	var authorities map[string]struct{ Email, End string }
	if err := json.Unmarshal([]byte(in.Files[0].Text), &authorities); err != nil {
		return nil, fmt.Errorf("%s: %w", in.Files[0].Name, err)
	}
	if len(authorities) == 0 {
		return nil, fmt.Errorf("%s: no authorities", in.Files[0].Name)
	}
	targets := newSource(in, "swedish-agencies", list.RoleProtected, "government", "Authorities of Sweden's central government", "CC0-1.0", civictechOrigin)
	targets.Preface = preface("The mail domains of the authorities that there are, of five letters or more.", byImport("civictech"))
	known := newSource(in, "swedish-agencies-short", list.RoleKnown, "public-bodies", "Authorities of Sweden's central government with short or common names", "CC0-1.0", civictechOrigin)
	known.Preface = preface(byImport("civictech"))
	seen := protectedElsewhere(in, targets)
	for _, name := range slices.Sorted(maps.Keys(authorities)) {
		a := authorities[name]
		d, err := domain.Parse(a.Email[strings.LastIndexByte(a.Email, '@')+1:])
		if err != nil || a.End != "" || !isBelowPublicSuffix(d) {
			continue
		}
		registrable := registrableOf(d)
		if registrable == "" || seen[registrable] {
			continue
		}
		seen[registrable] = true
		into := targets
		if len(firstLabel(registrable)) < minOpenLabel || slices.Contains(notTargets, registrable) {
			into = known
		}
		into.Entries = append(into.Entries, source.Entry{Domain: registrable, Comment: oneLine(name)})
	}
	return []*source.Source{targets, known}, nil
}
