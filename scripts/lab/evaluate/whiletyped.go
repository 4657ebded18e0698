package evaluate

import (
	"fmt"

	"nearmiss/core"
)

// whileTyped measures what would be said of right domains before their last key,
// and which warnings about wrong ones can be told with it.
func (r *run) whileTyped() error {
	r.printf(`## While a domain is typed

Most right domains are wrong ones a key earlier (example.o). Domains that nothing is said of once they are whole, typed key
by key: how many in 10,000 have a verdict of any kind before the last key, and how many one that is told
at once; all others wait until the person pauses or goes on.

`)
	r.head("", "domains", "a verdict at some key", "told at once")
	for _, set := range []struct {
		name, column, pattern string
	}{
		{"Alexa 2016, top 100,000", "", "popular_alexa*.txt"},
		{"Chrome UX report", "domain", "popular_crux*.csv"},
		{"universities (Hipo)", "domain", "university_domains*.csv"},
		{".gov (CISA)", "domain", "gov_domains_full*.csv"},
		{".mil (GSA and others)", "domain", "mil_domains*.csv"},
	} {
		names, err := readNames(r.data, set.column, set.pattern)
		if err != nil {
			return err
		}
		spoken, early, err := r.onTheWay(names)
		if err != nil {
			return err
		}
		r.row(set.name, fmt.Sprint(spoken.of), perTenThousand(spoken), perTenThousand(early))
	}

	slips, err := readTyping(r.data)
	if err != nil {
		return err
	}
	answers, err := r.ours().ask(typed(slips), unique(meant(slips)))
	if err != nil {
		return err
	}
	var warned share
	for i, a := range answers {
		if a.level == core.LevelWarn {
			warned.add(slips[i].count, a.early)
		}
	}
	r.printf("\nOf the warnings about the human typing errors above, %s percent are told with the last key.\n\n", percent(warned))
	return nil
}

// onTheWay counts the names that are silent when whole, and of them those that are
// reported, or shown at once, at an earlier key.
func (r *run) onTheWay(names []string) (spoken, early share, err error) {
	var stages []string
	var owners []int
	whole, err := r.ours().ask(names, nil)
	if err != nil {
		return spoken, early, err
	}
	for i, name := range names {
		if whole[i].level != core.LevelNone {
			continue
		}
		for end := 1; end < len(name); end++ {
			stages, owners = append(stages, name[:end]), append(owners, i)
		}
	}
	answers, err := r.ours().ask(stages, nil)
	if err != nil {
		return spoken, early, err
	}
	isSpoken, isEarly := make([]bool, len(names)), make([]bool, len(names))
	for at, a := range answers {
		i := owners[at]
		isSpoken[i] = isSpoken[i] || a.level != core.LevelNone
		isEarly[i] = isEarly[i] || a.early
		if a.early && r.show {
			fmt.Fprintf(r.out, "while typed: %s: %s %s\n", names[i], stages[at], a.suggestion)
		}
	}
	for i := range names {
		if whole[i].level == core.LevelNone {
			spoken.add(1, isSpoken[i])
			early.add(1, isEarly[i])
		}
	}
	return spoken, early, nil
}
