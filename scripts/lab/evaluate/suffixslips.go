package evaluate

import (
	"fmt"
	"slices"
	"strings"

	"nearmiss/core/index"
)

// suffixSlips measures the error that the project exists for.
func (r *run) suffixSlips() error {
	military, err := readCSVWhere(r.data, "domain", "sources", "gsa:dotmil_domains", "*mil_domains*.csv")
	if err != nil {
		return err
	}
	federal, err := readNames(r.data, "domain", "*gov_domains_federal*.csv")
	if err != nil {
		return err
	}
	rules, err := readSuffixRules(r.data)
	if err != nil {
		return err
	}
	near := func(suffix string) (some []string) {
		for _, rule := range rules {
			if index.OSA(rule, suffix, 1) == 1 && !slices.Contains(some, rule) {
				some = append(some, rule)
			}
		}
		return some
	}
	make := func(names []string, suffix, front string, slips []slip) []slip {
		for _, name := range names {
			for _, other := range near(suffix) {
				slips = append(slips, slip{typed: front + strings.TrimSuffix(name, suffix) + other, meant: front + name, count: 1, valid: true})
			}
		}
		return slips
	}
	var bare, one, two []slip
	for _, group := range []struct {
		names  []string
		suffix string
	}{{military, "mil"}, {federal, "gov"}} {
		bare = make(group.names, group.suffix, "", bare)
		one = make(group.names, group.suffix, "us.", one)
		two = make(group.names, group.suffix, "mail.eu.", two)
	}
	r.printf(`## The famous error

The %d core .mil and %d federal .gov domains (GSA and CISA, CC0) with every suffix of the Public Suffix List
that is one edit or swap from .mil (%s) and from .gov (%s): percent right, wrong, and right as a warning
that holds the mail; with the lists each tool comes with.

`, len(military), len(federal), dotted(near("mil")), dotted(near("gov")))
	r.head("", "slips", "right", "wrong", "right as a warning")
	for _, m := range append([]method{r.ours()}, r.rivals()...) {
		for _, set := range []struct {
			name  string
			slips []slip
		}{{"bare", bare}, {"us.…", one}, {"mail.eu.…", two}} {
			o, err := r.ask(m, set.slips, nil)
			if err != nil {
				return err
			}
			r.row(m.name+", "+set.name, fmt.Sprint(o.right.of), percent(o.right), percent(o.wrong), percent(o.warned))
		}
	}
	r.printf("\n")
	return nil
}

func dotted(suffixes []string) string { return "." + strings.Join(suffixes, ", .") }
