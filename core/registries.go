package core

import (
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
	"nearmiss/core/index"
	"nearmiss/core/list"
	"nearmiss/core/namemodel"
)

// registry is a public suffix of which every name is protected: "*.mil".
type registry struct {
	suffix   string
	category uint8
	surprise bits // at mail to this state rather than to another
}

// isOfState reports whether the registry is one of many that differ in the state:
// gov.uk, not mil.
func (r *registry) isOfState() bool { return strings.Contains(r.suffix, ".") }

// maxRegistryLabels: gov.uk has two labels, some registries three; a slip may add a dot.
const maxRegistryLabels = 4

// addRegistries finds the names that a slip in the registry's part makes of the typed
// one: mod.giv.uk, mod.gov.ik, army.ml.
func (c *Checker) addRegistries(q *question, found *candidates) {
	typed := q.typed
	dot := len(typed.Name)
	for labels := 1; labels <= maxRegistryLabels && dot > 0; labels++ {
		dot = max(0, strings.LastIndexByte(typed.Name[:dot], '.'))
		tail := strings.TrimPrefix(typed.Name[dot:], ".")
		if dot == 0 || typed.Known && len(tail) < len(typed.Suffix) {
			continue
		}
		isSuffix := typed.Known && tail == typed.Suffix && strings.Contains(tail, ".")
		if isSuffix && q.status != unlisted {
			continue // co.jp, bc.ca: a suffix of its own
		}
		var room [maxMatches]index.Match
		for _, m := range c.registriesNear(tail, room[:0]) {
			r := &c.targets.registries[m.ID]
			if !r.isOfState() && labels == 1 || errormodel.IsKeySlip(tail, r.suffix) {
				c.addBelow(q, m.ID, typed.Name[:dot], tail, found)
			}
		}
	}
	c.addLostDot(q, found)
}

// addBelow adds the names below a registry for which head and tail may have been typed,
// tail being one slip from the registry's suffix.
func (c *Checker) addBelow(q *question, place int32, head, tail string, found *candidates) {
	r := &c.targets.registries[place]
	if domain.IsUnder(head, r.suffix) && head != r.suffix { // navy.mil.ml
		c.addName(q, place, head, repeatedCost, found)
		return
	}
	c.addName(q, place, head+"."+r.suffix, errormodel.SlipBehindDot(tail, r.suffix), found)
	if !r.isOfState() {
		return
	}
	// The dot before the registry may have moved by one.
	if moved := head + "." + tail; r.suffix[1:] == tail && len(head) > shortestTypo && head[len(head)-1] == r.suffix[0] { // modg.ov.uk
		meant := head[:len(head)-1] + "." + r.suffix
		c.addName(q, place, meant, errormodel.Slip(moved, meant), found)
	} else if tail[1:] == r.suffix && tail[0] != tail[1] { // mo.dgov.uk
		meant := head + tail[:1] + "." + r.suffix
		c.addName(q, place, meant, errormodel.Slip(moved, meant), found)
	}
}

// addName adds a name below a registry, as what is listed of it, or as itself.
func (c *Checker) addName(q *question, place int32, name string, cost bits, found *candidates) {
	r := &c.targets.registries[place]
	k := candidate{suffix: r.suffix, matchedLen: len(q.typed.Name), cost: cost, isRegistrySlip: true}
	tail := lastLabels(q.typed.Name, strings.Count(r.suffix, ".")+1)
	k.keepsRegistry = keepsRegistry(tail, r.suffix)
	if k.entry = c.bodyOf(name, r.suffix); k.entry >= 0 {
		k.name = c.targets.all[k.entry].name
		k.matchedLen -= len(name) - len(k.name)
	} else if k.name, k.entry = name, registryEntry-place; q.status == unlisted || q.typed.Known && !r.isOfState() {
		return
	} else {
		k.isKnownBody = c.isKnownBody(name, r)
		if word, country, _ := cutLast(tail); strings.HasSuffix(r.suffix, "."+country) && errormodel.IsGovernment(word) {
			k.cost = min(k.cost, ownWordCost)
		}
	}
	found.add(k)
}

// keepsRegistry reports whether what was typed for a registry has its letters and the dot in
// another place, or is the same but for the country code: govm.d, gov.m for gov.md.
func keepsRegistry(typed, registry string) bool {
	word, _, isOfState := cutLast(registry)
	head, _, _ := cutLast(typed)
	return isOfState && head == word || separatorKind(typed, registry) == KindDotSlip
}

// isKnownBody reports whether the name directly below the registry is known to be real, and
// is so much a name of its own that other states hardly have it too.
func (c *Checker) isKnownBody(name string, r *registry) bool {
	body := lastLabels(name, strings.Count(r.suffix, ".")+2)
	if _, isKnown := c.targets.known[body]; !isKnown {
		return false
	}
	label, _, _ := strings.Cut(body, ".")
	return namemodel.Label(label) >= ownName
}

// bodyOf returns the target below the registry that name is or lies under, or -1.
func (c *Checker) bodyOf(name, registry string) int32 {
	for len(name) > len(registry) {
		if id := c.targets.find(name); id >= 0 && !c.targets.all[id].below {
			return id
		}
		_, name, _ = strings.Cut(name, ".")
	}
	return -1
}

// addLostDot finds the registry whose first label stands at the end of the typed one:
// homeofficegov.uk.
func (c *Checker) addLostDot(q *question, found *candidates) {
	typed := q.typed
	label := typed.Label()
	for _, place := range c.targets.registriesOf[lastLabels(typed.Suffix, 1)] {
		r := &c.targets.registries[place]
		word, rest, _ := strings.Cut(r.suffix, ".")
		head := len(label) - len(word)
		if rest != typed.Suffix || len(word) < shortestLostDot || head < shortestTypo || label[head:] != word || label[head-1] == '-' || !errormodel.IsSecondLevel(word) {
			continue
		}
		name := typed.Name[:len(typed.Name)-len(r.suffix)] + "." + r.suffix
		if c.bodyOf(name, r.suffix) < 0 { // addNames has the listed ones
			found.add(candidate{
				name: name, suffix: r.suffix, entry: registryEntry - place, matchedLen: len(typed.Name),
				cost: errormodel.Slip(word+typed.Suffix, r.suffix), isRegistrySlip: true,
			})
		}
	}
}

// registriesNear appends the protected registries one edit from a suffix to found, by
// their places in targets.registries.
func (c *Checker) registriesNear(suffix string, found []index.Match) []index.Match {
	found, _ = c.targets.registryIndex.Search(suffix, 1, found)
	if len(found) > 0 && found[0].Distance == 0 {
		found = found[1:]
	}
	return found
}

// isNearRegistry reports whether the suffix is one key from a registry that stands alone,
// as mil does: then even a name that is known to be real may be a slip.
func (c *Checker) isNearRegistry(typed domain.Parts) bool {
	var room [maxMatches]index.Match
	for _, m := range c.registriesNear(typed.Suffix, room[:0]) {
		if !c.targets.registries[m.ID].isOfState() {
			return true
		}
	}
	return false
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
		if host, isHost := c.targets.hosts[first]; isHost && host == severalHosts {
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
