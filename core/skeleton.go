package core

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
)

// appendSkeleton appends what the name looks like in lower-case ASCII: UTS #39
// confusables, without marks, and the pairs that look like one letter in most
// fonts. ok is false when a character looks like nothing in ASCII.
func appendSkeleton(buffer []byte, unicodeName string) (skeleton []byte, ok bool) {
	for _, r := range norm.NFD.String(unicodeName) {
		switch {
		case r < utf8.RuneSelf:
			buffer = append(buffer, byte(r))
		case 0x300 <= r && r < 0x370: // combining marks
		default:
			look := looks(r)
			if look == "" && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
				return buffer, false
			}
			buffer = append(buffer, look...)
		}
	}
	return buffer, true
}

// looks returns what r looks like in ASCII, or "". Few names ask.
func looks(r rune) string {
	for line := range strings.Lines(looksLike) {
		at, size := utf8.DecodeRuneInString(line)
		if at == r {
			return strings.TrimSuffix(line[size:], "\n")
		}
		if at > r {
			break
		}
	}
	return ""
}

// addLookalikes finds targets that a name looks like: аrmy.mil with a Cyrillic а,
// arrny.mil.
func (c *Checker) addLookalikes(q *question, found *candidates) {
	typed := q.typed
	d := typed.Domain()
	if !d.IsIDN() {
		c.addFolded(typed, found)
		return
	}
	name := d.Unicode()
	if skeleton, ok := appendSkeleton(nil, name); ok {
		if seen, err := domain.Parse(string(skeleton)); err == nil {
			c.addSeen(typed, seen, homoglyphCost, found)
		}
	}
	errormodel.Layouts(name, func(latin string) bool {
		meant, err := domain.Parse(latin)
		if err == nil && meant.HasDot() {
			c.addLayout(q, meant, found)
		}
		return true
	})
}

// addLayout adds the target or own name that the keys of the typed name give on a Latin
// keyboard.
func (c *Checker) addLayout(q *question, meant domain.Domain, found *candidates) {
	parts, own := c.suffixes.Split(meant), q.sender.organisation
	k := candidate{cost: layoutCost, labelCost: errormodel.Impossible, how: KindHomoglyph, isLayout: true}
	if id := c.targets.findParent(parts); id >= 0 && !c.targets.all[id].below {
		k.name, k.suffix, k.entry = c.targets.all[id].name, c.targets.all[id].suffix(), id
	} else if own.Name != "" && domain.IsUnder(parts.Name, own.Name) {
		k.name, k.suffix, k.entry = own.Name, own.Suffix, ownEntry
	} else {
		return
	}
	k.matchedLen = len(lastLabels(q.typed.Name, strings.Count(k.name, ".")+1))
	found.add(k)
}

// isAccentedLatin reports whether the name has accents and none but Latin letters:
// müller.de is a name as good as muller.de, and borrows no letters for their looks.
func isAccentedLatin(typed domain.Parts) bool {
	d := typed.Domain()
	if !d.IsIDN() {
		return false
	}
	for _, r := range d.Unicode() {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}

// addFolded finds targets that an ASCII name looks like: arrny.mil. A one is like l and
// like i.
func (c *Checker) addFolded(typed domain.Parts, found *candidates) {
	name := typed.Name
	if len(name) > maxSquash {
		return
	}
	var room [maxSquash]byte
	for _, one := range [2]byte{'l', 'i'} {
		folded := bytesAsString(fold(room[:0], name, one))
		if folded == name || c.targets.find(folded) < 0 {
			continue
		}
		if seen, err := domain.Parse(strings.Clone(folded)); err == nil {
			c.addSeen(typed, seen, errormodel.AlikeCost, found)
		}
	}
}

// fold appends name with what looks like one letter made that letter.
func fold(folded []byte, name string, one byte) []byte {
	for i := 0; i < len(name); i++ {
		b := name[i]
		switch {
		case b == '0':
			b = 'o'
		case b == '1':
			b = one
		case b == 'r' && i+1 < len(name) && name[i+1] == 'n':
			b = 'm'
			i++
		case b == 'v' && i+1 < len(name) && name[i+1] == 'v':
			b = 'w'
			i++
		}
		folded = append(folded, b)
	}
	return folded
}

// addSeen adds the candidates of look, which the typed name looks like; what they
// replace of look is translated to the typed name.
func (c *Checker) addSeen(typed domain.Parts, look domain.Domain, cost bits, found *candidates) {
	parts := c.suffixes.Split(look)
	var seen candidates
	if id := c.targets.findParent(parts); id >= 0 {
		e := &c.targets.all[id]
		seen.add(candidate{name: e.name, suffix: e.suffix(), entry: id, matchedLen: len(e.name)})
	} else {
		c.addLabels(parts, &seen)
		c.addNames(parts, &seen)
	}
	for _, place := range c.targets.registriesOf[lastLabels(parts.Suffix, 1)] {
		if c.targets.registries[place].suffix == parts.Suffix && parts.Label() != "" && !domain.IsUnder(typed.Name, parts.Suffix) {
			found.add(candidate{
				name: parts.Name, suffix: parts.Suffix, entry: registryEntry - place, matchedLen: len(typed.Name),
				cost: cost, how: KindHomoglyph, isRegistrySlip: true,
			})
		}
	}
	for _, k := range seen.list() {
		labels := 1 + strings.Count(parts.Name[len(parts.Name)-k.matchedLen:], ".")
		k.matchedLen = len(lastLabels(typed.Name, labels))
		k.cost += cost
		k.labelCost = errormodel.Impossible
		k.how = KindHomoglyph
		found.add(k)
	}
}

// lastLabels returns the last n labels of name.
func lastLabels(name string, n int) string {
	for i := len(name); i > 0; i-- {
		if name[i-1] == '.' {
			if n--; n == 0 {
				return name[i:]
			}
		}
	}
	return name
}
