package evaluate

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"nearmiss/core"
	"nearmiss/core/domain"
	"nearmiss/core/list"
)

// heldBodies are real names below registries that no list has; testdata/README.md says
// where from.
//
//go:embed testdata/held_bodies.csv
var heldBodies string

// bodiesPerRegistry is how many bodies of each registry are mistyped: enough to vary
// their names, few enough that no registry is most of the measure.
const bodiesPerRegistry = 10

// keySlip is a slip of the fingers in a registry's part of a name.
type keySlip struct {
	typed, meant string
	weight       float64
}

// How often each kind of slip is made, in percent of single errors (Sugahara, Hoshina,
// Uehara: IPSJ SIG 2025-IOT-68 No. 59); of the substitutions those that hit an adjacent
// key.
const (
	omittedShare  = 23.2
	doubledShare  = 23.3 * 0.22
	addedShare    = 23.3 * 0.78
	swappedShare  = 3.1
	adjacentShare = 50.4 * 0.467
)

var keyRows = [...]string{"qwertyuiop", "asdfghjkl;", "zxcvbnm,.-"}

// beside returns the keys that touch key on a QWERTY keyboard.
func beside(key byte) (keys []byte) {
	for r, row := range keyRows {
		at := strings.IndexByte(row, key)
		if at < 0 {
			continue
		}
		for _, place := range [][2]int{{r, at - 1}, {r, at + 1}, {r - 1, at}, {r - 1, at + 1}, {r + 1, at - 1}, {r + 1, at}} {
			if place[0] >= 0 && place[0] < len(keyRows) && place[1] >= 0 && place[1] < len(keyRows[place[0]]) {
				if k := keyRows[place[0]][place[1]]; k >= 'a' && k <= 'z' && !slices.Contains(keys, k) {
					keys = append(keys, k)
				}
			}
		}
	}
	return keys
}

// slipsIn makes every single slip of the fingers in the registry of body.registry, and
// the loss of the dot before it.
func slipsIn(body, registry string) (slips []keySlip) {
	slips = keySlips(registry)
	for i := range slips {
		slips[i].typed = body + "." + slips[i].typed
	}
	slips = append(slips, keySlip{body + registry, "", omittedShare})
	for i := range slips {
		slips[i].meant = body + "." + registry
	}
	return slips
}

// keySlips makes every single slip of the fingers in text.
func keySlips(text string) (slips []keySlip) {
	add := func(share float64, typed ...string) {
		for _, t := range typed {
			if t != text {
				slips = append(slips, keySlip{t, text, share / float64(len(typed))})
			}
		}
	}
	for i := range len(text) {
		before, at, after := text[:i], text[i:i+1], text[i+1:]
		add(omittedShare, before+after)
		add(doubledShare, before+at+at+after)
		var added, hit []string
		for _, k := range beside(text[i]) {
			added = append(added, before+string(k)+at+after, before+at+string(k)+after)
			hit = append(hit, before+string(k)+after)
		}
		add(addedShare, added...)
		add(adjacentShare, hit...)
		if i+1 < len(text) && text[i] != text[i+1] {
			add(swappedShare, before+after[:1]+at+after[1:])
		}
	}
	return slips
}

func (r *run) askKeySlips(slips []keySlip) ([]answer, error) {
	typed := make([]string, len(slips))
	for i := range slips {
		typed[i] = slips[i].typed
	}
	return r.ours().ask(typed, nil)
}

// keyTally sums the weights of slips by answer.
type keyTally struct {
	right, beside, wrong, open, silent float64 // open: a notice without a suggestion
	warned, all                        float64
}

// add counts the answer to a slip, and returns the word for it.
func (t *keyTally) add(s keySlip, a answer) (verdict string) {
	t.all += s.weight
	switch {
	case a.suggestion == s.meant:
		t.right += s.weight
		if a.level == core.LevelWarn {
			t.warned += s.weight
		}
		return "right"
	case a.alternative == s.meant:
		t.beside += s.weight
		return "beside"
	case a.suggestion != "":
		t.wrong += s.weight
		return "wrong"
	case a.level != core.LevelNone:
		t.open += s.weight
		return "open"
	}
	t.silent += s.weight
	return "silent"
}

// registrySlips is what is measured for a group of bodies.
type registrySlips struct {
	keyTally
	betweenAll, betweenNoticed float64 // typed: another protected registry
}

// registries measures slips in the registries of all states.
func (r *run) registries() error {
	protected, listed := map[string]bool{}, map[string]bool{}
	known := map[string]bool{}
	for _, l := range r.lists {
		for _, name := range l.Domains {
			known[name] = true
			listed[name] = listed[name] || l.Role == list.RoleProtected
		}
		if l.Role == list.RoleProtected && l.Share > 0 {
			for _, suffix := range l.Suffixes {
				protected[suffix] = strings.Contains(suffix, ".")
			}
		}
	}
	var inLists, heldBack []string
	for name := range listed {
		if _, registry, _ := strings.Cut(name, "."); listed[name] && protected[registry] {
			inLists = append(inLists, name)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(heldBodies)).ReadAll()
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		if _, registry, _ := strings.Cut(row[0], "."); !known[row[0]] && protected[registry] {
			heldBack = append(heldBack, row[0])
		}
	}
	suffixes := domain.NewSuffixes(domain.SuffixRules{})
	isElsewhere := func(typed string) bool { // a public suffix or a real name: silent by right
		for rest := typed; strings.Contains(rest, "."); {
			if known[rest] || rest != typed && suffixes.IsSuffix(rest) && !protected[rest] {
				return true
			}
			_, rest, _ = strings.Cut(rest, ".")
		}
		return false
	}
	r.printf(`## Registries of all states

One slip of the fingers in the registry's part of a body's name (mod.giv.uk, mod.gov.ik, modgov.uk), of %d bodies
at most of each of the registries below which the lists have bodies, and as many real bodies that no list has
(scripts/lab/evaluate/testdata); weighted by how often people make each slip. Percent. *Open* is a notice without a suggestion.
What is typed below another protected registry is counted apart: how much of it is noticed at all.

`, bodiesPerRegistry)
	r.head("", "bodies", "registries", "right", "beside the right one", "wrong", "open", "silent", "right as a warning", "another registry: noticed")
	for _, group := range []struct {
		name   string
		bodies []string
	}{{"listed bodies", some(inLists)}, {"bodies held back", some(heldBack)}} {
		s, registries, err := r.mistype(group.bodies, protected, isElsewhere)
		if err != nil {
			return err
		}
		p := func(x float64) string { return fmt.Sprintf("%.1f", 100*x/s.all) }
		r.row(group.name, fmt.Sprint(len(group.bodies)), fmt.Sprint(registries), p(s.right), p(s.beside), fmt.Sprintf("%.2f", 100*s.wrong/s.all),
			p(s.open), p(s.silent), p(s.warned), fmt.Sprintf("%.1f", 100*s.betweenNoticed/s.betweenAll))
	}
	answers, err := r.ours().ask(heldBack, nil)
	if err != nil {
		return err
	}
	r.showSpoken("held back", heldBack, answers)
	warned, noticed := levels(answers)
	r.printf("\nOf all %d bodies held back, typed rightly, %s in 10,000 are warned about and %s get a notice.\n\n", len(heldBack), perTenThousand(warned), perTenThousand(noticed))
	return nil
}

// mistype asks about all slips of the bodies.
func (r *run) mistype(bodies []string, protected map[string]bool, isElsewhere func(string) bool) (s registrySlips, registries int, err error) {
	var slips []keySlip
	seen := map[string]bool{}
	for _, name := range bodies {
		body, registry, _ := strings.Cut(name, ".")
		seen[registry] = true
		slips = append(slips, slipsIn(body, registry)...)
	}
	answers, err := r.askKeySlips(slips)
	if err != nil {
		return s, 0, err
	}
	for i, a := range answers {
		slip := slips[i]
		if isElsewhere(slip.typed) {
			continue
		}
		if _, registry, _ := strings.Cut(slip.typed, "."); protected[registry] {
			s.betweenAll += slip.weight
			if a.level != core.LevelNone {
				s.betweenNoticed += slip.weight
			}
			continue
		}
		verdict := s.add(slip, a)
		if r.show && verdict != "right" {
			fmt.Fprintf(r.out, "registry %s: %s for %s: %s %s %s %.1f\n", verdict, slip.typed, slip.meant, a.level, a.suggestion, a.alternative, slip.weight)
		}
	}
	return s, len(seen), nil
}

// some takes a few bodies of each registry, the same ones every time.
func some(bodies []string) (few []string) {
	order := func(name string) uint64 {
		h := fnv.New64a()
		h.Write([]byte(name))
		return h.Sum64()
	}
	slices.SortFunc(bodies, func(a, b string) int { return cmp.Compare(order(a), order(b)) })
	taken := map[string]int{}
	for _, name := range bodies {
		_, registry, _ := strings.Cut(name, ".")
		if taken[registry]++; taken[registry] <= bodiesPerRegistry {
			few = append(few, name)
		}
	}
	return few
}
