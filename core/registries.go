package core

import (
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
	"nearmiss/core/index"
	"nearmiss/core/list"
	"nearmiss/core/namemodel"
)

// isMissedKey reports whether one suffix is typed for the other by a slip of the
// fingers.
func isMissedKey(typed, meant string) bool { return errormodel.Slip(typed, meant) <= missedKey }

// isRegistrySlip reports whether the candidate is the very name of a target under a
// protected registry, with that registry's suffix one key off: army.ml.
func (c *Checker) isRegistrySlip(k *candidate, typed domain.Parts) bool {
	if k.suffix == typed.Suffix || k.entry < 0 || k.matchedLen <= len(typed.Suffix) {
		return false
	}
	given := typed.Name[len(typed.Name)-k.matchedLen : len(typed.Name)-len(typed.Suffix)]
	if given != k.name[:len(k.name)-len(k.suffix)] {
		return false
	}
	return c.isUnderRegistry(k) && index.OSA(typed.Suffix, k.suffix, 1) == 1
}

// isNearRegistry reports whether the suffix is one key from a protected registry's.
func (c *Checker) isNearRegistry(typed domain.Parts) bool {
	var room [maxMatches]index.Match
	return len(c.registriesNear(typed.Suffix, room[:0])) > 0
}

// registriesNear appends the protected registries one key from a suffix to found, by
// their places in targets.registries.
func (c *Checker) registriesNear(suffix string, found []index.Match) []index.Match {
	found, _ = c.targets.registryIndex.Search(suffix, 1, found)
	if len(found) > 0 && found[0].Distance == 0 {
		found = found[1:]
	}
	return found
}

// maxRegistryLabels: gov.uk has two labels, some registries three.
const maxRegistryLabels = 3

// addRegistries finds protected registries one key from a suffix that does
// not exist, whatever the name below: mod.gov.ul.
func (c *Checker) addRegistries(typed domain.Parts, found *candidates) {
	if typed.Known {
		return
	}
	head := typed.Name
	for labels := 1; labels <= maxRegistryLabels; labels++ {
		dot := strings.LastIndexByte(head, '.')
		if dot < 0 {
			return
		}
		head = typed.Name[:dot]
		tail := typed.Name[dot+1:]
		var room [maxMatches]index.Match
		for _, m := range c.registriesNear(tail, room[:0]) {
			r := &c.targets.registries[m.ID]
			found.add(candidate{
				name: head + "." + r.suffix, suffix: r.suffix, entry: registryEntry - m.ID, matchedLen: len(typed.Name),
				cost: errormodel.Slip(tail, r.suffix),
			})
		}
	}
}

// unlistedRegistry returns the protected registry whose names nobody can list and
// whose suffix is one key from the typed one, or nil.
func (c *Checker) unlistedRegistry(q *question) *registry {
	if !q.typed.Known {
		return nil
	}
	var room [maxMatches]index.Match
	for _, m := range c.registriesNear(q.typed.Suffix, room[:0]) {
		r := &c.targets.registries[m.ID]
		if c.targets.categories[r.category].register == list.RegisterUnpublished {
			return r
		}
	}
	return nil
}

// isBuiltLike reports whether an unlisted name is built as those of the registry
// are: below a host that its domains have ("us.xyz.ml"), or with a target's
// label of some length in it ("armyrecruiting.ml").
func (c *Checker) isBuiltLike(r *registry, typed domain.Parts) bool {
	if sub := typed.Subdomain(); sub != "" {
		first, _, _ := strings.Cut(sub, ".")
		if _, nests := c.targets.nesting[first]; nests {
			return true
		}
	}
	label := typed.Label()
	for n := shortestMark; n < len(label); n++ {
		for _, part := range [2]string{label[:n], label[len(label)-n:]} {
			if namemodel.IsUsualTail(part) {
				continue // wolfmail.ml, though mail.mil is a target
			}
			for id := c.targets.labels.named(part); id >= 0; id = c.targets.labels.after(id) {
				if c.targets.all[id].suffix() == r.suffix {
					return true
				}
			}
		}
	}
	return false
}

// nearBusySuffix returns the busiest suffix one key from one that does not
// exist, or "".
func nearBusySuffix(suffix string) string {
	best, bestCost := "", bits(errormodel.Impossible)
	for busy, surprise := range namemodel.BusySuffixes {
		if index.OSA(suffix, busy, 1) != 1 {
			continue
		}
		cost := errormodel.Slip(suffix, busy) + surprise
		if cost < bestCost || cost == bestCost && busy < best {
			best, bestCost = busy, cost
		}
	}
	return best
}
