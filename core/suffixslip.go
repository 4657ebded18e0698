package core

import (
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/index"
)

// suffixSlip returns what it costs to type the suffix that typed ends in where
// meant was meant: by the keys, or by not remembering which one it was.
func suffixSlip(typed domain.Parts, meant string) bits {
	if typed.Suffix == meant {
		return 0
	}
	return min(slip(typed.Suffix, meant), confusion(typed.Suffix, meant))
}

// confusion returns what it costs to mistake one suffix for another of the same
// people: co.jp for jp, com for com.au. 3.5 % of errors in a Japanese corpus are
// of this kind (jp and co.jp 38, com and co.jp 14 of 2,049). Government and
// military registries are not confused this way: boston.com is not boston.gov.
func confusion(typed, meant string) bits {
	switch {
	case strings.HasSuffix(typed, meant) && typed[len(typed)-len(meant)-1] == '.':
		if isCommercial(typed) {
			return labelOfSuffixCost // nc-hd.co.jp for nc-hd.jp
		}
	case strings.HasSuffix(meant, typed) && meant[len(meant)-len(typed)-1] == '.':
		if isCommercial(meant) {
			return labelOfSuffixCost // mti.jp for mti.co.jp
		}
	case strings.HasPrefix(meant, typed) && meant[len(typed)] == '.' || strings.HasPrefix(typed, meant) && typed[len(meant)] == '.':
		if isCommercial(typed) && isCommercial(meant) {
			return labelOfSuffixCost // cba.com for cba.com.au
		}
	case lastLabel(typed) == lastLabel(meant) && isCommercial(typed) && isCommercial(meant):
		return sameCountryCost // raccoon.co.jp for raccoon.ne.jp
	case isCommercial(typed) && isCommercial(meant) &&
		(isGeneric(typed) && (isGeneric(meant) || isCountrys(meant)) || isGeneric(meant) && isCountrys(typed)):
		return genericCost // teac.com for teac.co.jp, comcast.com for comcast.net
	}
	return maxOps
}

// isCountrys tells suffixes of a country from those that sell a word: nobody
// takes .top for .com.
func isCountrys(suffix string) bool { return len(lastLabel(suffix)) == 2 }

// isMissedKey tells whether one suffix is typed for the other by a slip of the
// fingers.
func isMissedKey(typed, meant string) bool { return slip(typed, meant) <= missedKey }

func lastLabel(suffix string) string { return suffix[strings.LastIndexByte(suffix, '.')+1:] }

// isGeneric tells the suffixes that companies everywhere use.
func isGeneric(suffix string) bool {
	return suffix == "com" || suffix == "net" || suffix == "org" || suffix == "co"
}

// isCommercial tells suffixes that companies and associations register under
// from those of states and schools.
func isCommercial(suffix string) bool {
	first, rest, two := strings.Cut(suffix, ".")
	if !two {
		switch first {
		case "gov", "mil", "edu", "int":
			return false
		}
		return !isPrivateUse(first)
	}
	switch first {
	case "co", "com", "or", "org", "ne", "net", "ltd", "plc", "gr", "ad", "me":
		return !strings.Contains(rest, ".")
	}
	return false
}

// isRegistrySlip tells the famous error: the very name of a target under a
// protected registry, with that registry's suffix one key off: army.ml.
func (c *Checker) isRegistrySlip(k *candidate, typed domain.Parts) bool {
	if k.suffix == typed.Suffix || k.entry < 0 || k.covers <= len(typed.Suffix) {
		return false
	}
	given := typed.Name[len(typed.Name)-k.covers : len(typed.Name)-len(typed.Suffix)]
	if given != k.name[:len(k.name)-len(k.suffix)] {
		return false
	}
	_, protected := c.targets.protectedBelow[k.suffix]
	return protected && index.OSA(typed.Suffix, k.suffix, 1) == 1
}

// mayBeFamous tells suffixes that isRegistrySlip is about at all.
func (c *Checker) mayBeFamous(typed domain.Parts) bool {
	found, _ := c.targets.registryIndex.Search(typed.Suffix, 1, c.found[:0])
	for _, m := range found {
		if m.Distance == 1 {
			return true
		}
	}
	return false
}

// gatherRegistries finds protected registries one key from a suffix that does
// not exist, whatever the name below: mod.gov.ul.
func (c *Checker) gatherRegistries(typed domain.Parts) {
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
		found, _ := c.targets.registryIndex.Search(tail, 1, c.found[:0])
		for _, m := range found {
			r := &c.targets.registries[m.ID]
			if m.Distance > 0 {
				c.add(candidate{
					name: head + "." + r.suffix, suffix: r.suffix, entry: registryEntry - m.ID, covers: len(typed.Name),
					cost: slip(tail, r.suffix),
				})
			}
		}
	}
}

// maxRegistryLabels: gov.uk has two labels, some registries three.
const maxRegistryLabels = 3

// findUnlisted judges a name without a target of its own: by its suffix alone.
func (c *Checker) findUnlisted(typed domain.Parts, stand standing) finding {
	f := finding{domain: typed.Name, suffixTyped: typed.Suffix}
	if stand != unknown || typed.Registrable == "" {
		return f
	}
	t := &c.targets
	found, _ := t.registryIndex.Search(typed.Suffix, 1, c.found[:0])
	for _, m := range found {
		r := &t.registries[m.ID]
		if m.Distance == 0 || !typed.Known || !speaksForUnlisted(t.categories[r.category].name) {
			continue
		}
		f.level, f.kind = LevelNotice, KindRegistryUnlisted
		if c.looksLike(r, typed) {
			f.level = LevelWarn
		}
		f.target, f.category = r.suffix, t.categories[r.category].name
		f.suffixMeant = r.suffix
		f.suggestion = typed.Name[:len(typed.Name)-len(typed.Suffix)] + r.suffix
		return f
	}
	if !typed.Known {
		if near := nearBusySuffix(typed.Suffix); near != "" {
			f.level, f.kind, f.suffixMeant = LevelNotice, KindSuffixUnknown, near
		}
	}
	return f
}

// looksLike tells whether an unlisted name is built as those of the registry
// are: below a host that its domains have ("us.xyz.ml"), or with a target's
// label of some length in it ("armyrecruiting.ml").
func (c *Checker) looksLike(r *registry, typed domain.Parts) bool {
	if sub := typed.Subdomain(); sub != "" {
		first, _, _ := strings.Cut(sub, ".")
		if _, nests := c.targets.nesting[first]; nests {
			return true
		}
	}
	label := typed.Label()
	for n := shortestMark; n < len(label); n++ {
		for _, part := range [2]string{label[:n], label[len(label)-n:]} {
			if _, usual := usualTails.tenths(part); usual {
				continue // wolfmail.ml, though mail.mil is a target
			}
			for _, i := range c.targets.labels.named(part) {
				if c.targets.all[i].suffix() == r.suffix {
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
	best, bestCost := "", bits(maxOps)
	for line := range strings.Lines(suffixBits) {
		busy, _, _ := strings.Cut(line, " ")
		if index.OSA(suffix, busy, 1) != 1 {
			continue
		}
		cost := slip(suffix, busy) + suffixSurprise(busy)
		if cost < bestCost || cost == bestCost && busy < best {
			best, bestCost = busy, cost
		}
	}
	return best
}

// split cuts a domain at its public suffix. What exists only inside a house
// exists for those who write to it.
func (c *Checker) split(d domain.Domain) domain.Parts {
	typed := c.suffixes.Split(d)
	typed.Known = typed.Known || isPrivateUse(typed.Suffix)
	return typed
}

// isPrivateUse tells the suffixes that exist only inside a house: RFC 6761,
// RFC 6762, and what ICANN has promised never to delegate.
func isPrivateUse(suffix string) bool {
	switch suffix {
	case "local", "localdomain", "localhost", "internal", "intranet", "corp", "home", "lan", "private", "test",
		"example", "invalid", "onion", "alt", "arpa", "mail":
		return true
	}
	return false
}
