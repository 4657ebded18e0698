package evaluate

import "strings"

// companies measures real Japanese domains against the companies of the typing
// errors: names of one language and one registry, the hardest neighbours.
func (r *run) companies() error {
	slips, err := readTyping(r.data)
	if err != nil {
		return err
	}
	protect := unique(meant(slips))
	targets := map[string]bool{}
	for _, name := range protect {
		targets[name] = true
	}
	var names []string
	for _, source := range []struct{ column, pattern string }{{"", "popular_alexa*.txt"}, {"domain", "popular_crux*.csv"}} {
		all, err := readNames(r.data, source.column, source.pattern)
		if err != nil {
			return err
		}
		for _, name := range all {
			if strings.HasSuffix(name, ".jp") && !targets[name] {
				names = append(names, name)
			}
		}
	}
	names = unique(names)
	r.printf(`## Neighbours of companies

%d real .jp domains of the popular lists, with the %d companies of the typing errors as the only targets, which
every tool is given: percent.

`, len(names), len(protect))
	r.head("", "warned", "notice")
	for _, m := range r.methods {
		answers, err := m.ask(names, protect)
		if err != nil {
			return err
		}
		if m.name == r.ours().name {
			r.showSpoken("companies", names, answers)
		}
		warned, noticed := levels(answers)
		r.row(m.name, percent2(warned), percent2(noticed))
	}
	r.printf("\n")
	return nil
}
