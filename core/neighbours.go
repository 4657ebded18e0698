package core

import (
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
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
		// Two errors in a shorter label are found by the whole name, where the suffix is right.
		return within(distance, index.Reach{Two: 12, Three: 20}) // cityofboston
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

// addLabels finds targets whose label is near the typed one's, under any
// suffix: eonmall.co.jp for aeonmall.com.
func (c *Checker) addLabels(typed domain.Parts, found *candidates) {
	label := typed.Label()
	if label == "" {
		return
	}
	t := &c.targets
	var room [maxMatches]index.Match
	matches, _ := t.labels.keys.Search(label, c.distance, room[:0])
	for _, m := range matches {
		near := t.labels.keys.Name(m.ID)
		if m.Distance > 0 && min(len(label), len(near)) < shortestTypo {
			continue
		}
		labelCost := errormodel.Slip(label, near)
		if labelCost >= errormodel.MaxSlip {
			continue
		}
		for id := m.ID; id >= 0; id = t.labels.after(id) {
			e := &t.all[id]
			suffix := e.suffix()
			found.add(candidate{
				name:       e.name,
				suffix:     suffix,
				entry:      id,
				matchedLen: len(typed.Registrable),
				cost:       together(labelCost, suffixSlip(typed, suffix)),
				labelCost:  labelCost,
			})
		}
	}
}

// addNames finds targets whose whole name is near, dots and hyphens aside:
// usarmy.mil for us.army.mil, gmailcom, adwg.so.jp for adwg.co.jp.
func (c *Checker) addNames(typed domain.Parts, found *candidates) {
	name := typed.Name
	for strips := 0; ; strips++ {
		c.addSquashed(typed, name, found)
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

func (c *Checker) addSquashed(typed domain.Parts, name string, found *candidates) {
	if len(name) > maxSquash {
		return
	}
	t := &c.targets
	var room [maxMatches]index.Match
	var squashed [maxSquash]byte
	matches, _ := t.squashed.keys.Search(bytesAsString(squash(squashed[:0], name)), c.distance, room[:0])
	for _, m := range matches {
		for id, n := m.ID, 0; id >= 0 && n < maxGroup; id, n = t.squashed.after(id), n+1 {
			e := &t.all[id]
			if e.name == name || len(name) == len(typed.Registrable) && e.isRegistrable() && e.label() == typed.Label() {
				continue // addLabels has it
			}
			found.add(candidate{
				name:       e.name,
				suffix:     e.suffix(),
				entry:      id,
				matchedLen: len(name),
				cost:       errormodel.Slip(name, e.name),
				labelCost:  errormodel.Impossible,
			})
		}
	}
}
