package core

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
	"nearmiss/core/index"
	"nearmiss/core/list"
)

// slowCandidates looks at every target: the twin of what the indexes find. It leaves
// out what costs too much to be shown, or to tie with the best.
func slowCandidates(c *Checker, typed domain.Parts) (names []string) {
	allowed := func(n int, reach index.Reach) int {
		switch {
		case n >= reach.Three:
			return 3
		case n >= reach.Two:
			return 2
		}
		return 1
	}
	type scored struct {
		name          string
		score, notice bits
	}
	const always = 1000
	var all []scored
	best := bits(-always)
	label := typed.Label()
	for i := range c.targets.all {
		e := &c.targets.all[i]
		notice := c.targets.categories[e.category].noticeAt()
		scoreOf := func(cost bits) bits {
			return c.plainSurprise(&question{typed: typed}) - c.prior(&candidate{name: e.name, entry: int32(i)}, &question{typed: typed}) - slipRate - cost
		}
		isRelative := e.labelLen > 0 && (label == e.label() || isBuiltOn(label, e.label()))
		if label != "" && e.isRegistrable() {
			distance := index.OSA(label, e.label(), allowed(len(e.label()), labelReach(maxDistance, 0)))
			near := distance <= allowed(len(e.label()), labelReach(maxDistance, 0))
			if distance > 0 && min(len(label), len(e.label())) < shortestTypo {
				near = false
			}
			head := bits(0)
			if distance > 0 {
				head = errormodel.Slip(label, e.label())
			}
			if cost := together(head, suffixSlip(typed, e.suffix())); near && cost < errormodel.MaxSlip {
				score := scoreOf(cost)
				best = max(best, score)
				if isRelative {
					score = always
				}
				all = append(all, scored{e.name, score, notice})
				continue
			}
		}
		a, b := string(squash(nil, typed.Name)), string(squash(nil, e.name))
		limit := allowed(len(b), nameReach(maxDistance, 0))
		if cost := errormodel.Slip(typed.Name, e.name); e.name != typed.Name && index.OSA(a, b, limit) <= limit && cost < errormodel.MaxSlip {
			score := bits(always)
			if typed.Name == typed.Registrable && !isRelative {
				score = scoreOf(cost)
			}
			all = append(all, scored{e.name, score, notice})
		}
	}
	for _, s := range all {
		if s.score >= max(best, s.notice)-tie {
			names = append(names, s.name)
		}
	}
	return names
}

// isBuiltOn reports whether relatives compares the labels at all.
func isBuiltOn(label, meant string) bool {
	return len(label) >= len(meant)+2 && (strings.HasPrefix(label, meant) || strings.HasSuffix(label, meant))
}

// mistype makes one to three errors in a name.
func mistype(random *rand.Rand, name string) string {
	const keys = "abcdefghijklmnopqrstuvwxyz0123456789-."
	b := []byte(name)
	for range 1 + random.IntN(3) {
		i := random.IntN(len(b))
		switch random.IntN(4) {
		case 0:
			b[i] = keys[random.IntN(len(keys))]
		case 1:
			b = slices.Insert(b, i, keys[random.IntN(len(keys))])
		case 2:
			if len(b) > 4 {
				b = slices.Delete(b, i, i+1)
			}
		case 3:
			if i > 0 {
				b[i], b[i-1] = b[i-1], b[i]
			}
		}
	}
	return string(b)
}

func TestGatherFindsWhatAScanFinds(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	lists := shipped(t)
	var some []*list.List
	for _, l := range lists {
		if l.Role == list.RoleProtected {
			part := *l
			part.Domains = nil
			for i := 0; i < len(l.Domains); i += 1 + len(l.Domains)/250 {
				part.Domains = append(part.Domains, l.Domains[i])
			}
			some = append(some, &part)
		}
	}
	c := newChecker(t, some...)
	random := rand.New(rand.NewPCG(1, 2))
	compared := 0
	for range 1500 {
		name := c.targets.all[random.IntN(len(c.targets.all))].name
		d, err := domain.Parse(mistype(random, name))
		if err != nil {
			continue
		}
		typed := c.split(d)
		var collected candidates
		c.collect(&question{typed: typed}, &collected)
		if collected.count == maxCandidates {
			continue // cut off, as it should be
		}
		found := map[string]bool{}
		for _, k := range collected.list() {
			found[k.name] = true
		}
		for _, want := range slowCandidates(c, typed) {
			compared++
			if !found[want] {
				t.Errorf("%s: the scan finds %s, the index does not", d, want)
			}
		}
	}
	if compared < 500 {
		t.Errorf("compared %d candidates only", compared)
	}
}

// TestNoTargetIsSpokenOf asks about every shipped target, in capitals too, and
// about names below it.
func TestNoTargetIsSpokenOf(t *testing.T) {
	lists := shipped(t)
	c := newChecker(t, lists...)
	for _, l := range lists {
		if l.Role != list.RoleProtected {
			continue
		}
		for _, name := range l.Domains {
			below := "mail." + name
			if name == "mil.mil" { // seen by a crawl: mail.mil.mil is mail.mil with its end typed twice
				below = name
			}
			for _, recipient := range []string{"ann@" + name, "ANN@" + strings.ToUpper(name), "ann@" + below, name} {
				if v := c.Check(recipient, "bob@gmail.com"); v.Level != LevelNone {
					t.Errorf("Check(%q) = %v %q", recipient, v.Level, v.Suggestion)
				}
			}
		}
		for _, suffix := range l.Suffixes {
			if v := c.Check("ann@quitecertainlyunlisted."+suffix, ""); v.Level != LevelNone {
				t.Errorf("below *.%s: %v %q", suffix, v.Level, v.Suggestion)
			}
		}
	}
}
