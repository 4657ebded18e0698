package evaluate

import (
	"fmt"
	"slices"
)

// typing measures human typing errors.
func (r *run) typing() error {
	slips, err := readTyping(r.data)
	if err != nil {
		return err
	}
	protect := meant(slips)
	r.printf(`## Human typing errors

Typed by 300 people in Japan who copied e-mail addresses (Sugahara, Hoshina, Uehara: IPSJ SIG 2025-IOT-68
No. 59), weighted by how often. The targets are the %d domains that they were to type; every tool is given
them. Percent; *all* is of what can be a domain at all, and the classes behind it tell what is right.

`, len(unique(protect)))
	r.head(append([]string{"", "all right", "wrong", "silent", "as a warning"}, classes...)...)
	for _, m := range r.methods {
		answers, err := m.ask(typed(slips), protect)
		if err != nil {
			return err
		}
		var all outcome
		byClass := map[string]*outcome{}
		for _, c := range classes {
			byClass[c] = new(outcome)
		}
		for i, s := range slips {
			if s.valid {
				all.add(s, answers[i])
			}
			byClass[class(s)].add(s, answers[i])
			if r.show && m.name == r.ours().name && answers[i].suggestion != s.meant {
				fmt.Fprintf(r.out, "missed: %s for %s: %s %s %s\n", s.typed, s.meant, answers[i].level, answers[i].suggestion, answers[i].alternative)
			}
		}
		warned := percent(all.warned)
		if slices.ContainsFunc(r.rivals(), func(o method) bool { return o.name == m.name }) {
			warned = "–"
		}
		cells := []string{m.name, percent(all.right), percent2(all.wrong), percent(all.silent), warned}
		for _, c := range classes {
			cells = append(cells, percent(byClass[c].right))
		}
		r.row(cells...)
	}
	var sizes []string
	for _, c := range classes {
		n := 0
		for _, s := range slips {
			if class(s) == c {
				n += s.count
			}
		}
		sizes = append(sizes, fmt.Sprint(n))
	}
	r.row(append([]string{"*number of errors*", "", "", "", ""}, sizes...)...)
	r.printf("\n")
	return nil
}

// lengths shows how detection depends on the length of the label.
func (r *run) lengths() error {
	slips, err := readTyping(r.data)
	if err != nil {
		return err
	}
	r.printf("## By the length of the label that was meant\n\nThe typing errors again, percent.\n\n")
	r.head("", "errors", "right", "wrong", "silent", "right as a warning")
	answers, err := r.ours().ask(typed(slips), meant(slips))
	if err != nil {
		return err
	}
	by := map[string]*outcome{}
	for _, c := range lengthClasses {
		by[c] = new(outcome)
	}
	for i, s := range slips {
		if s.valid {
			by[lengthClass(s)].add(s, answers[i])
		}
	}
	for _, c := range lengthClasses {
		r.row(c, fmt.Sprint(by[c].right.of), percent(by[c].right), percent(by[c].wrong), percent(by[c].silent), percent(by[c].warned))
	}
	r.printf("\n")
	return nil
}

func unique(names []string) []string {
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}
