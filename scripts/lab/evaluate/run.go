package evaluate

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"nearmiss/core/index"
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
		{"famous", r.famous}, {"registries", r.registries}, {"world", r.world}, {"senders", r.senders}, {"mailboxes", r.mailboxes}, {"typing", r.typing}, {"real", r.silence}, {"rules", r.byRule},
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

// famous is the error that the project exists for.
func (r *run) famous() error {
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
