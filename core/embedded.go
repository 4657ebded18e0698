package core

import (
	"strings"

	"nearmiss/core/errormodel"
)

// maxEmbeddedLabels is how many labels at the front may hold a target.
const maxEmbeddedLabels = 6

// homeCountry is the country whose registries stand below none: who adds it to army.mil
// means no other state's army.
const homeCountry = ".us"

// addEmbedded finds a target's whole name inside a stranger's:
// army.mil.com, army-mil.com.
func (c *Checker) addEmbedded(q *question, found *candidates) {
	typed := q.typed
	name := typed.Name
	for end, labels := 0, 0; labels < maxEmbeddedLabels; labels++ {
		dot := strings.IndexByte(name[end:], '.')
		if dot < 0 {
			break
		}
		end += dot
		if labels > 0 {
			c.addEnd(q, name[:end], 0, found)
		}
		end++
	}
	label := typed.Label()
	if !strings.Contains(label, "-") || len(label) > maxSquash {
		return
	}
	var room [maxSquash]byte
	dotted := room[:0]
	for i := range len(label) {
		b := label[i]
		if b == '-' {
			b = '.'
		}
		dotted = append(dotted, b)
	}
	c.addEnd(q, bytesAsString(dotted), len(typed.Subdomain()), found)
}

// addEnd adds the target that prefix, of the typed name from start on, is or ends in.
func (c *Checker) addEnd(q *question, prefix string, start int, found *candidates) {
	if start > 0 {
		start++ // the dot after the subdomain
	}
	for {
		if id := c.targets.find(prefix); id >= 0 && !c.targets.all[id].below {
			c.addInside(q, id, start, len(q.typed.Name)-start-len(prefix), found)
			return
		}
		dot := strings.IndexByte(prefix, '.')
		if dot < 0 {
			return
		}
		start += dot + 1
		prefix = prefix[dot+1:]
	}
}

// addInside adds a target whose name begins at start in the typed one and is followed by
// rest bytes.
func (c *Checker) addInside(q *question, id int32, start, rest int, found *candidates) {
	typed := q.typed
	e := &c.targets.all[id]
	k := candidate{
		name: e.name, suffix: e.suffix(), entry: id, matchedLen: len(typed.Name) - start,
		cost: embeddedCost, labelCost: errormodel.Impossible, how: KindEmbedded,
	}
	// gmail.com.br: com.br is a suffix like com, not a stranger's name.
	suffix := typed.Name[len(typed.Name)-rest-int(e.suffixLen):]
	isSuffix := suffix == typed.Suffix || c.suffixes.IsSuffix(suffix)
	if rest == len(".xx") && c.targets.categories[e.category].isPublic {
		k.cost += countryAddedCost
	}
	if c.isRegistry(e.suffix()) && !strings.Contains(e.suffix(), ".") && rest == len(".xx") && countryOf(typed.Name) != "" && !strings.HasSuffix(typed.Name, homeCountry) {
		// justice.gov.sk, nasa.gov.uk: most states have such a body.
		isCutCom := strings.HasSuffix(typed.Name, ".co") || strings.HasSuffix(typed.Name, ".cm")
		if c.isCommonBody(e) && !isCutCom || !e.isRegistrable() || len(e.label()) < shortestForeign {
			return
		}
		k.isForeign = true
	} else if isSuffix && !c.isOwnSuffix(e, suffix) || q.status == unlisted && !c.isRegistered(typed) { // mail.gov.bc.ca
		return
	}
	found.add(k)
}

// isOwnSuffix reports whether a suffix is one that a company sells below the target's own,
// and the target a registry's base: nobody but mod.uk has mod.uk.com.
func (c *Checker) isOwnSuffix(e *target, suffix string) bool {
	return c.isRegistry(e.name) && suffix == e.suffix()+".com"
}

// maxRepeated is how many dots a name may have in which a label was typed twice: listed
// bodies have few labels, and each costs a search.
const maxRepeated = 8

// addRepeated finds the listed body whose name was typed with a label of its suffix, or
// one like it, once more: army.mil.mil, mod.gov.co.uk, homeoffice.gov.uk.uk.
func (c *Checker) addRepeated(q *question, found *candidates) {
	name := q.typed.Name
	dots := strings.Count(name, ".")
	if len(name) > maxSquash || dots < 2 || dots > maxRepeated {
		return
	}
	var room [maxSquash]byte
	for start := strings.IndexByte(name, '.') + 1; start > 0 && start < len(name); {
		end := len(name)
		if dot := strings.IndexByte(name[start:], '.'); dot >= 0 {
			end = start + dot
		}
		rest := append(append(room[:0], name[:start-1]...), name[end:]...)
		_, before, _ := cutLast(name[:start-1])
		after, _, _ := strings.Cut(strings.TrimPrefix(name[end:], "."), ".")
		if label := name[start:end]; label == "co" || label == "com" || isOrNear(label, before) || isOrNear(label, after) {
			c.addWithout(q, bytesAsString(rest), found)
		}
		start = end + 1
	}
}

// isOrNear reports whether a label is another, or one key from it.
func isOrNear(label, other string) bool {
	return label == other || len(label) > 1 && len(other) > 2 && errormodel.IsKeySlip(label, other)
}

// addWithout adds the listed body below a registry that the typed name is without one of
// its labels.
func (c *Checker) addWithout(q *question, rest string, found *candidates) {
	for name := rest; strings.Contains(name, "."); {
		if id := c.targets.find(name); id >= 0 && !c.targets.all[id].below && c.isRegistry(c.targets.all[id].suffix()) {
			e := &c.targets.all[id]
			found.add(candidate{
				name: e.name, suffix: e.suffix(), entry: id, matchedLen: len(q.typed.Name) - len(rest) + len(name),
				cost: repeatedCost, labelCost: errormodel.Impossible, how: KindEmbedded,
			})
			return
		}
		_, name, _ = strings.Cut(name, ".")
	}
}
