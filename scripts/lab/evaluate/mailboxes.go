package evaluate

import (
	"fmt"
	"strings"

	"nearmiss/core/list"
)

// mailboxes measures slips of the fingers in the names of mail providers, in the label
// and in what is behind it.
func (r *run) mailboxes() error {
	known := map[string]bool{}
	var providers []string
	for _, l := range r.lists {
		for _, name := range l.Domains {
			known[name] = true
		}
		if l.Role == list.RoleProtected && l.Mailboxes {
			providers = append(providers, l.Domains...)
		}
	}
	r.printf(`## Names of mail providers

One slip of the fingers in the name of each of the %d providers that are protected, by the length of its label, weighted
by how often people make each; what is another known domain is left out. Percent; wrong where another provider is offered.

`, len(providers))
	r.head("", "providers", "right", "beside the right one", "wrong", "silent", "right as a warning")
	for _, group := range []struct {
		name       string
		from, to   int
		isInSuffix bool
	}{{"label of 1 to 3", 1, 3, false}, {"4 or 5", 4, 5, false}, {"6 to 8", 6, 8, false}, {"9 and more", 9, 99, false}, {"suffix", 1, 99, true}} {
		var slips []keySlip
		count := 0
		for _, name := range providers {
			label, suffix, _ := strings.Cut(name, ".")
			if len(label) < group.from || len(label) > group.to {
				continue
			}
			count++
			made := keySlips(label)
			if group.isInSuffix {
				made = keySlips(suffix)
			}
			for _, s := range made {
				typed := s.typed + "." + suffix
				if group.isInSuffix {
					typed = label + "." + s.typed
				}
				if s.typed != "" && !known[typed] {
					slips = append(slips, keySlip{typed, name, s.weight})
				}
			}
		}
		answers, err := r.askKeySlips(slips)
		if err != nil {
			return err
		}
		var t keyTally
		for i, a := range answers {
			if verdict := t.add(slips[i], a); r.show && verdict != "right" {
				fmt.Fprintf(r.out, "provider %s: %s: %s %s %s\n", slips[i].meant, slips[i].typed, a.level, a.suggestion, a.alternative)
			}
		}
		p := func(x float64) string { return fmt.Sprintf("%.1f", 100*x/t.all) }
		r.row(group.name, fmt.Sprint(count), p(t.right), p(t.beside), p(t.wrong), p(t.open+t.silent), p(t.warned))
	}
	r.printf("\n")
	return nil
}
