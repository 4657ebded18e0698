package core

import (
	"slices"
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/index"
)

// manyTargets: from here on only long names are looked for at distance 2 and 3. Of
// real domains of up to 8 letters 79 % have one of 100,000 names within distance 2
// by chance, and 51 % of those of 9 to 11, where it is 11 and 1 % with 15,000: what
// is found there could not be told from chance. And it would be most of a check.
const manyTargets = 50_000

// labelReach says how long a label must be to be looked for at distance 2 and 3,
// among so many.
func labelReach(distance, targets int) index.Reach {
	if targets >= manyTargets {
		return within(distance, index.Reach{Two: 9, Three: 16}) // cityofboston
	}
	return within(distance, index.Reach{Two: 5, Three: 12}) // holdings
}

// nameReach is the same for whole names.
func nameReach(distance, targets int) index.Reach {
	if targets >= manyTargets {
		return within(distance, index.Reach{Two: 12})
	}
	return within(distance, index.Reach{Two: 9, Three: 13}) // beautygaragecoj
}

// within is what of a reach is asked for.
func within(distance int, reach index.Reach) index.Reach {
	if distance < 2 {
		reach.Two = 0
	}
	if distance < 3 {
		reach.Three = 0
	}
	return reach
}

// gatherLabels finds targets whose label is near the typed one's, under any
// suffix: eonmall.co.jp for aeonmall.com.
func (c *Checker) gatherLabels(typed domain.Parts) {
	label := typed.Label()
	if label == "" {
		return
	}
	g := &c.targets.labels
	matches, complete := g.keys.Search(label, min(c.distance, 1), c.found[:0])
	c.weighLabels(typed, matches)
	if complete && c.distance > 1 {
		c.weighLabels(typed, c.beyond(typed, g, label, len(matches), !c.keepsAll))
	}
}

// beyond finds the keys at distances 2 and 3, when near were found before. Where it
// may cut off, it does without those that no target is spoken of for.
//
//go:noinline
func (c *Checker) beyond(typed domain.Parts, g *groups, query string, near int, cutsOff bool) []index.Match {
	if !g.keys.Reaches(len(query)) {
		return nil
	}
	apart := c.distance + 1
	if cutsOff {
		for apart > 2 && c.areSilent(c.plainSurprise(typed), leastTurn(apart-1)) {
			apart--
		}
	}
	matches, _ := g.keys.Beyond(query, c.distance, apart, c.found[near:near])
	if apart > c.distance {
		return matches
	}
	for _, k := range g.heavy {
		if d := g.keys.Distance(query, k, c.distance); apart <= d && d <= c.distance && len(matches) < cap(matches) {
			matches = append(matches, index.Match{ID: k, Distance: int32(d)})
		}
	}
	return matches
}

// weighLabels adds the targets of labels that were found.
//
//go:noinline
func (c *Checker) weighLabels(typed domain.Parts, matches []index.Match) {
	if len(matches) == 0 {
		return
	}
	t, label := &c.targets, typed.Label()
	plain := c.plainUnlessKept(typed)
	for _, m := range matches {
		near := t.labels.keys.Name(m.ID)
		if m.Distance > 0 && min(len(label), len(near)) < shortestTypo {
			continue
		}
		labelCost := bits(notComputed) // most have a suffix that rules them out
		if m.Distance == 1 {
			labelCost = slipOnce(label, near)
		}
		least := bits(0)
		if m.Distance > 0 && !c.keepsAll && !isBuiltOn(label, near) {
			if least = labelCost; least < 0 {
				least = leastSlip(label, near, int(m.Distance))
			}
		}
		if least > 0 && c.areSilent(plain, least) && !slices.Contains(t.labels.heavy, m.ID) {
			continue // a short label is one edit from some that are under dozens of suffixes
		}
		for _, id := range t.labels.of(m.ID) {
			e := &t.all[id]
			most := bits(maxSlip)
			if least > 0 {
				most = min(most, c.dearest(plain, e))
				floor := least
				if e.suffix() != typed.Suffix {
					floor += leastSuffixSlip + furtherError
				}
				if floor > most {
					continue
				}
			}
			suffix := c.suffixSlip(typed, e.suffix())
			if suffix >= maxSlip {
				continue
			}
			if labelCost < 0 {
				if suffix > 0 {
					most -= suffix + furtherError
				}
				cost := slipWithin(label, near, most)
				if cost == maxOps {
					if least > 0 {
						least = max(least, most)
					}
					continue
				}
				labelCost = cost
			}
			cost := together(labelCost, suffix)
			if !c.keepsAll && !e.heavy && !e.below && cost < maxSlip && len(c.candidates) < cap(c.candidates) {
				c.best = max(c.best, plain-t.categories[e.category].prior-slipRate-cost)
			}
			c.add(candidate{
				name:   e.name,
				suffix: e.suffix(),
				entry:  id,
				covers: len(typed.Registrable),
				cost:   cost,
				head:   labelCost,
			})
		}
	}
}

// gatherNames finds targets whose whole name is near, dots and hyphens aside:
// usarmy.mil for us.army.mil, gmailcom, adwg.so.jp for adwg.co.jp.
func (c *Checker) gatherNames(typed domain.Parts) {
	name := typed.Name
	for strips := 0; ; strips++ {
		c.gatherName(typed, name)
		_, parent, ok := strings.Cut(name, ".")
		if !ok || strips == maxStrips || len(parent) < len(typed.Registrable) || !strings.Contains(parent, ".") {
			return
		}
		name = parent
	}
}

// maxStrips is how many leading labels may be the recipient's own:
// mail.us.amry.mil.
const maxStrips = 2

func (c *Checker) gatherName(typed domain.Parts, name string) {
	if len(name) > maxSquash {
		return
	}
	g := &c.targets.squashed
	key := bytesAsString(squash(c.squash[:0], name))
	cutsOff := len(name) == len(typed.Registrable) && !c.keepsAll
	matches, complete := g.keys.Search(key, min(c.distance, 1), c.found[:0])
	c.weighNames(typed, name, matches, cutsOff)
	if complete && c.distance > 1 {
		c.weighNames(typed, name, c.beyond(typed, g, key, len(matches), cutsOff), cutsOff)
	}
}

// weighNames adds the targets of names that were found near name.
//
//go:noinline
func (c *Checker) weighNames(typed domain.Parts, name string, matches []index.Match, cutsOff bool) {
	if len(matches) == 0 {
		return
	}
	t := &c.targets
	plain := c.plainUnlessKept(typed)
	for _, m := range matches {
		for _, id := range t.squashed.of(m.ID) {
			e := &t.all[id]
			if e.name == name || len(name) == len(typed.Registrable) && e.isRegistrable() && e.label() == typed.Label() {
				continue // gatherLabels has it
			}
			cost := bits(notComputed)
			if m.Distance <= 1 {
				cost = slipOnce(name, e.name)
			}
			most := bits(maxSlip)
			if cutsOff && m.Distance > 0 && e.headLen > 0 && e.label() != typed.Label() && !isBuiltOn(typed.Label(), e.label()) {
				most = min(most, c.dearest(plain, e))
				least := cost
				if least < 0 {
					least = leastSlip(name, e.name, max(2, int(m.Distance)))
				}
				if least > most {
					continue
				}
			}
			if cost < 0 {
				cost = slipWithin(name, e.name, most)
			}
			c.add(candidate{
				name:   e.name,
				suffix: e.suffix(),
				entry:  id,
				covers: len(name),
				cost:   cost,
				head:   maxOps,
			})
		}
	}
}
