package imports

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"nearmiss/core/domain"
	"nearmiss/core/index"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

const kikobeatsOrigin = "https://github.com/Kikobeats/free-email-domains"

var kikobeats = Importer{
	Name:  "kikobeats",
	Files: []string{"domains.txt", "disposable_email_blocklist.conf"},
	From:  kikobeatsOrigin + " and https://github.com/disposable-email-domains/disposable-email-domains",
	Makes: []string{"providers"},
	Run:   runKikobeats,
}

// runKikobeats cleans the longest list of mail providers that there is. It was
// gathered from sign-ups and holds typos of the big ones (hotmial.com) and hosts
// of dynamic DNS services. Evidence that a name is meant must not come from
// slips, so a domain stays only if it
//
//   - is registrable, below a suffix that ICANN knows: no host of a dynamic DNS
//     service, no private suffix;
//   - is not in the list of disposable domains, where typo domains abound too;
//   - has not the label of a big provider (mail-providers) under another suffix
//     (gmail.ru), nor a label one edit or swap away from one of 4 letters or
//     more (hotmial.com, gmai.com), nor two away from one of 7 or more
//     (hotmaiil.co), nor one that begins or ends with one of 5 or more
//     (gmail2.gq). Real ones among them, such as mail.com's neighbour
//     mask.io, are kept by hand in the list providers-small.
func runKikobeats(in *Input) ([]*source.Source, error) {
	s := newSource(in, "providers", list.RoleKnown, "providers", "Mail providers", "MIT", kikobeatsOrigin+", copyright Kiko Beats and contributors")
	s.Preface = preface("Cleaned: only registrable domains, no disposable ones, and none with the label of a big provider or one",
		"that is a slip away from it.",
		byImport("kikobeats"))
	disposable := make(map[string]bool)
	for line := range strings.Lines(in.Files[1].Text) {
		disposable[strings.TrimSpace(line)] = true
	}
	var labels []string
	for _, d := range in.Lists["mail-providers"].Domains {
		labels = append(labels, firstLabel(d))
	}
	slices.Sort(labels)
	labels = slices.Compact(labels)
	seen := make(map[string]bool)
	for line := range strings.Lines(in.Files[0].Text) {
		d, err := domain.Parse(strings.TrimSpace(line))
		if err != nil || seen[d.String()] || disposable[d.String()] {
			continue
		}
		seen[d.String()] = true
		suffix, icann := publicsuffix.PublicSuffix(d.String())
		registrable, err := publicsuffix.EffectiveTLDPlusOne(d.String())
		if err != nil || !icann || registrable != d.String() || suffix == "" {
			continue
		}
		if contains(in.Lists, d.String()) || slices.ContainsFunc(labels, func(l string) bool { return isSlipOf(firstLabel(d.String()), l) }) {
			continue
		}
		s.Entries = append(s.Entries, source.Entry{Domain: d.String()})
	}
	return []*source.Source{s}, nil
}

// contains reports whether another list has the domain already, so that no byte of
// it is sent twice.
func contains(lists map[string]*list.List, d string) bool {
	for name, l := range lists {
		if name != "providers" && l.Role != list.RoleSuffixes {
			if _, found := slices.BinarySearch(l.Domains, d); found {
				return true
			}
		}
	}
	return false
}

func firstLabel(d string) string {
	label, _, _ := strings.Cut(d, ".")
	return label
}

func isSlipOf(label, big string) bool {
	label = strings.ReplaceAll(label, "-", "") // m-a-i-l.com
	if len(big) >= 5 && (strings.HasPrefix(label, big) || strings.HasSuffix(label, big)) {
		return true
	}
	limit := 0 // aol, gmx, qq: so short that everything is near them
	switch {
	case len(big) >= 7:
		limit = 2
	case len(big) >= 4:
		limit = 1
	}
	return index.OSA(label, big, limit) <= limit
}
