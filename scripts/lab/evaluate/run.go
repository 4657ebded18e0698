package evaluate

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"nearmiss/core/list"
)

// run is one evaluation.
type run struct {
	data    string
	lists   []*list.List
	methods []method // ours as it ships first, the other tools last
	others  int      // how many of methods are other tools
	text    bytes.Buffer
	show    bool
	only    string    // parts to measure, parted by commas; "": all
	out     io.Writer // of what is shown
}

func newRun(data, lists, node string) (*run, error) {
	published, err := readLists(lists)
	if err != nil {
		return nil, err
	}
	r := &run{data: data, lists: published}
	r.methods = []method{
		ours("nearmiss", published, 0),
		ours("nearmiss, distance 2", published, 2),
		ours("nearmiss, distance 1", published, 1),
	}
	if node != "none" {
		others, err := peers(node)
		if err != nil {
			return nil, err
		}
		r.methods = append(r.methods, others...)
		r.others = len(others)
	}
	return r, nil
}

func (r *run) ours() method     { return r.methods[0] }
func (r *run) rivals() []method { return r.methods[len(r.methods)-r.others:] }

func (r *run) measure() error {
	r.printf(`# How well it detects

Made by

    npm run evaluate -- --data DIR --out core/EVALUATION.md

with %d protected, %d known and %d suffix entries. The corpora are not part of the project; where each
comes from stands with its table. A suggestion is *right* when it is the domain that was meant, whether as
a notice or as a warning; *wrong* when it is another one. The other tools know one level only: a hint. Each
runs in the same process and on the same domains, with the lists it comes with or with the ones it is given.

`, r.entries(list.RoleProtected), r.entries(list.RoleKnown), r.entries(list.RoleSuffixes))
	for _, part := range []struct {
		name    string
		measure func() error
	}{
		{"famous", r.suffixSlips}, {"registries", r.registries}, {"world", r.world}, {"senders", r.senders}, {"mailboxes", r.mailboxes}, {"typing", r.typing}, {"real", r.silence}, {"rules", r.byRule},
		{"typed", r.whileTyped}, {"given", r.given}, {"companies", r.companies}, {"commits", r.commits},
		{"providers", r.providers}, {"lengths", r.lengths},
	} {
		if r.only != "" && !slices.Contains(strings.Split(r.only, ","), part.name) {
			continue
		}
		if err := part.measure(); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) printf(format string, args ...any) { fmt.Fprintf(&r.text, format, args...) }

func (r *run) entries(role list.Role) (n int) {
	for _, l := range r.lists {
		if l.Role == role {
			n += len(l.Domains) + len(l.Suffixes)
		}
	}
	return n
}

// row writes one line of a table.
func (r *run) row(cells ...string) { r.printf("| %s |\n", strings.Join(cells, " | ")) }

func (r *run) head(cells ...string) {
	r.row(cells...)
	rule := make([]string, len(cells))
	for i := range rule {
		rule[i] = "---:"
	}
	rule[0] = ":---"
	r.row(rule...)
}

func percent(s share) string {
	if s.of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", 100*float64(s.count)/float64(s.of))
}

func percent2(s share) string {
	if s.of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", 100*float64(s.count)/float64(s.of))
}

// perTenThousand writes a share as so many in 10,000.
func perTenThousand(s share) string {
	if s.of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", 10000*float64(s.count)/float64(s.of))
}

// ask returns the outcome of a method on slips.
func (r *run) ask(m method, slips []slip, protect []string) (o outcome, err error) {
	answers, err := m.ask(typed(slips), protect)
	if err != nil {
		return o, err
	}
	for i, s := range slips {
		o.add(s, answers[i])
		if r.show && m.name == r.ours().name && answers[i].suggestion != s.meant {
			fmt.Fprintf(r.out, "missed: %s for %s: %s %s %s\n", s.typed, s.meant, answers[i].level, answers[i].suggestion, answers[i].alternative)
		}
	}
	return o, nil
}
