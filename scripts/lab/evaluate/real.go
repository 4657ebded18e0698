package evaluate

import (
	"fmt"
	"path/filepath"
	"strings"

	"nearmiss/core"
	"nearmiss/core/list"
)

// silence measures how often real domains are reported.
func (r *run) silence() error {
	r.printf(`## Real domains

Distinct domains that exist and are no error, with the lists each tool comes with: how many in 10,000 are
warned about, and given a notice. *Left out*: the known list that was made from the same source is taken away,
so that nothing says these domains are real. Alexa's list is of 2016 and stands in no list of ours.
Of the .mil names some are slips in links that a crawl followed; the lists leave them out.

`)
	r.head("", "domains", "warned", "notice", "left out: warned", "notice", "mailcheck", "email-spell-checker")
	type set struct {
		name, column string
		left         []string
		patterns     []string
	}
	sets := []set{
		{"Alexa 2016, top 100,000", "", []string{"popular", "universities"}, []string{"popular_alexa*.txt"}},
		{"Chrome UX report", "domain", []string{"popular"}, []string{"popular_crux*.csv"}},
		{"universities (Hipo)", "domain", []string{"universities"}, []string{"university_domains*.csv"}},
		{".gov (CISA)", "domain", nil, []string{"gov_domains_full*.csv"}},
		{".mil (GSA and others)", "domain", nil, []string{"mil_domains*.csv"}},
	}
	others, err := filepath.Glob(filepath.Join(r.data, "real_*.txt")) // lists that somebody brings
	if err != nil {
		return err
	}
	for _, file := range others {
		name := filepath.Base(file)
		sets = append(sets, set{name, "", nil, []string{name}})
	}
	for _, set := range sets {
		names, err := readNames(r.data, set.column, set.patterns...)
		if err != nil {
			return err
		}
		answers, err := r.ours().ask(names, nil)
		if err != nil {
			return err
		}
		warned, noticed := levels(answers)
		cells := []string{set.name, fmt.Sprint(len(names)), perTenThousand(warned), perTenThousand(noticed), "–", "–"}
		if set.left != nil {
			left, err := r.ours().ask(names, nil, set.left...)
			if err != nil {
				return err
			}
			r.showSpoken(set.name, names, left)
			warned, noticed := levels(left)
			cells[4], cells[5] = perTenThousand(warned), perTenThousand(noticed)
		}
		for _, m := range r.rivals() {
			answers, err := m.ask(names, nil)
			if err != nil {
				return err
			}
			warned, _ := levels(answers)
			cells = append(cells, perTenThousand(warned))
		}
		r.row(cells...)
	}
	r.printf("\n")
	return nil
}

// sampled is of how many real domains one is put to tools that look at every
// target for each: 7 ms a domain.
const sampled = 200

// given measures the other tools with the protected lists of this project.
func (r *run) given() error {
	if r.others == 0 {
		return nil
	}
	var protect []string
	for _, l := range r.lists {
		if l.Role == list.RoleProtected {
			protect = append(protect, l.Domains...)
		}
	}
	alexa, err := readNames(r.data, "", "popular_alexa*.txt")
	if err != nil {
		return err
	}
	var some []string
	for i := 0; i < len(alexa); i += sampled {
		some = append(some, alexa[i])
	}
	military, err := readCSVWhere(r.data, "domain", "sources", "gsa:dotmil_domains", "*mil_domains*.csv")
	if err != nil {
		return err
	}
	r.printf(`## All tools with the same lists

Every tool is given the %d domains of the protected lists: every %dth domain of Alexa's list (%d), in 10,000;
and the core .mil domains typed with .ml, bare and below us., in percent.

`, len(protect), sampled, len(some))
	r.head("", "real: warned", "notice", ".ml right", "wrong", "us.….ml right", "wrong")
	for _, m := range append([]method{r.ours()}, r.rivals()...) {
		targets := protect
		if m.name == r.ours().name {
			targets = nil // with their categories
		}
		answers, err := m.ask(some, targets)
		if err != nil {
			return err
		}
		warned, noticed := levels(answers)
		cells := []string{m.name, perTenThousand(warned), perTenThousand(noticed)}
		for _, front := range []string{"", "us."} {
			var slips []slip
			for _, name := range military {
				slips = append(slips, slip{typed: front + strings.TrimSuffix(name, "mil") + "ml", meant: front + name, count: 1})
			}
			o, err := r.ask(m, slips, targets)
			if err != nil {
				return err
			}
			cells = append(cells, percent(o.right), percent(o.wrong))
		}
		r.row(cells...)
	}
	r.printf("\n")
	return nil
}

func (r *run) showSpoken(set string, names []string, answers []answer) {
	if !r.show {
		return
	}
	for i, a := range answers {
		if a.level != core.LevelNone {
			fmt.Fprintf(r.out, "%s: %s: %s %s %s\n", set, names[i], a.level, a.suggestion, a.alternative)
		}
	}
}
