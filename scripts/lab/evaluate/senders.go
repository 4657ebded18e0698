package evaluate

import (
	"encoding/csv"
	"fmt"
	"strings"

	"nearmiss/core"
	"nearmiss/core/domain"
)

// senders measures what people hear who write to their own organisation.
func (r *run) senders() error {
	checker, err := core.New(core.Config{Lists: r.lists})
	if err != nil {
		return err
	}
	hosts, err := readNames(r.data, "host", "*mil_hosts*.csv")
	if err != nil {
		return err
	}
	universities, err := readNames(r.data, "domain", "*university_domains*.csv")
	if err != nil {
		return err
	}
	popular, err := readNames(r.data, "domain", "popular_crux*.csv")
	if err != nil {
		return err
	}
	suffixes := domain.NewSuffixes(domain.SuffixRules{})
	var below share
	ask := func(host string) error {
		d, err := domain.Parse(host)
		if err != nil {
			return err
		}
		if own := suffixes.Split(d).Registrable; own != "" {
			v := checker.Check("ann@"+own, "bob@"+host)
			below.add(1, v.Level != core.LevelNone)
			if r.show && v.Level != core.LevelNone {
				fmt.Fprintf(r.out, "sender %s: %s is reported: %s\n", host, own, v.Reason)
			}
		}
		return nil
	}
	for _, set := range []struct {
		names []string
		front string
	}{{hosts, ""}, {universities, "mail."}, {popular, "eu."}} {
		for i := 0; i < len(set.names); i += 1 + len(set.names)/sendersOfEach {
			if err := ask(set.front + set.names[i]); err != nil {
				return err
			}
		}
	}
	r.printf(`## Senders

%d senders at a host below their organisation's domain (.mil hosts, universities, popular names) who write to it:
%s in 10,000 are warned. Slips of the fingers in the name of senders' own organisations, percent.

`, below.of, perTenThousand(below))
	r.head("", "senders", "slips", "right", "wrong", "silent")
	type group struct {
		name    string
		domains []string
	}
	var groups []group
	rows, err := csv.NewReader(strings.NewReader(heldBodies)).ReadAll()
	if err != nil {
		return err
	}
	for _, registry := range []string{"gov.uk", "govt.nz", "nhs.uk", "gouv.fr"} {
		var some []string
		for _, row := range rows[1:] {
			if name, isBelow := strings.CutSuffix(row[0], "."+registry); isBelow && len(name) > 3 && len(some) < 40 {
				some = append(some, row[0])
			}
		}
		groups = append(groups, group{registry, some})
	}
	groups = append(groups, group{"names with accents", []string{"müller-brandschutz.de", "café-zürich.ch", "bäckerei-schön.de", "élite-voyages.fr", "smörgåsar.se", "køkkenhuset.dk", "peña-hermanos.es", "łódź-transport.pl"}})
	for _, group := range groups {
		var o outcome
		for _, own := range group.domains {
			for _, typed := range slipsOfLabel(own) {
				d, err := domain.Parse(own)
				if err != nil {
					return err
				}
				v := checker.Check("ann@"+typed, "bob@"+own)
				suggestion := strings.TrimPrefix(v.Suggestion, "ann@")
				o.add(slip{meant: d.String(), count: 1}, answer{level: v.Level, suggestion: suggestion})
				if r.show && suggestion != d.String() {
					fmt.Fprintf(r.out, "own %s: %s: %s %s\n", own, typed, v.Level, v.Suggestion)
				}
			}
		}
		r.row(group.name, fmt.Sprint(len(group.domains)), fmt.Sprint(o.right.of), percent(o.right), percent(o.wrong), percent(o.silent))
	}
	r.printf("\n")
	return nil
}

// sendersOfEach is how many senders are taken of each source.
const sendersOfEach = 200

// slipsOfLabel makes one slip of each kind at each place of a domain's first label, and
// its accents left out or spelt out.
func slipsOfLabel(name string) (typed []string) {
	label, suffix, _ := strings.Cut(name, ".")
	letters := []rune(label)
	add := func(slipped string) {
		if slipped != label {
			typed = append(typed, slipped+"."+suffix)
		}
	}
	for i, r := range letters {
		before, after := string(letters[:i]), string(letters[i+1:])
		add(before + after)
		add(before + string(r) + string(r) + after)
		if i+1 < len(letters) {
			add(before + string(letters[i+1]) + string(r) + string(letters[i+2:]))
		}
		if r < 0x80 {
			if keys := beside(byte(r)); len(keys) > 0 {
				add(before + string(keys[0]) + after)
			}
		}
	}
	for _, pairs := range [][]string{
		{"ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe"},
		{"ä", "a", "ö", "o", "ü", "u", "å", "a", "ø", "o", "é", "e", "ñ", "n", "ó", "o", "ź", "z", "ł", "l"},
	} {
		add(strings.NewReplacer(pairs...).Replace(label))
	}
	return typed
}
