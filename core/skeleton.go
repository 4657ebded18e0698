package core

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"nearmiss/core/domain"
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

// looks returns what r looks like in ASCII, or "".
func looks(r rune) string {
	low, high := 0, len(looksLike)
	for low < high {
		line := strings.LastIndexByte(looksLike[:(low+high)/2], '\n') + 1
		if line < low {
			line = low
		}
		end := line + strings.IndexByte(looksLike[line:], '\n')
		at, size := utf8.DecodeRuneInString(looksLike[line:])
		switch {
		case at == r:
			return looksLike[line+size : end]
		case at < r:
			low = end + 1
		default:
			high = line
		}
	}
	return ""
}

// gatherSkeleton finds targets that a name of another script looks like:
// аrmy.mil with a Cyrillic а.
func (c *Checker) gatherSkeleton(typed domain.Parts) {
	c.isAccented = false
	d := typed.Domain()
	if !d.IsIDN() {
		c.gatherFolded(typed)
		return
	}
	unicodeName := d.Unicode()
	skeleton, ok := appendSkeleton(nil, unicodeName)
	if !ok {
		return
	}
	seen, err := domain.Parse(string(skeleton))
	if err != nil {
		return
	}
	c.isAccented = isLatin(unicodeName)
	c.gatherAs(typed, seen, homoglyphCost)
}

// isLatin tells müller.de, a name as good as muller.de, from one that borrows
// letters of another script for their looks.
func isLatin(name string) bool {
	for _, r := range name {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}

// gatherFolded finds targets that an ASCII name looks like: arrny.mil.
func (c *Checker) gatherFolded(typed domain.Parts) {
	name := typed.Name
	if len(name) > maxSquash {
		return
	}
	folded := c.squash[:0]
	for i := 0; i < len(name); i++ {
		b := name[i]
		switch {
		case b == '0':
			b = 'o'
		case b == '1':
			b = 'l'
		case b == 'r' && i+1 < len(name) && name[i+1] == 'n':
			b = 'm'
			i++
		case b == 'v' && i+1 < len(name) && name[i+1] == 'v':
			b = 'w'
			i++
		}
		folded = append(folded, b)
	}
	if bytesAsString(folded) == name {
		return
	}
	if c.targets.find(bytesAsString(folded)) >= 0 {
		if seen, err := domain.Parse(string(folded)); err == nil {
			c.gatherAs(typed, seen, alikeCost)
		}
	}
}

// disguise is set while candidates are gathered for what a name looks like
// instead of for the name: covers of the look are translated to the name's.
type disguise struct {
	typed, look string
	cost        bits
}

func (as *disguise) apply(k *candidate) {
	if as.look == "" {
		return
	}
	labels := 1 + strings.Count(as.look[len(as.look)-k.covers:], ".")
	k.covers = len(lastLabels(as.typed, labels))
	k.cost += as.cost
	k.how = KindHomoglyph
	k.head = maxOps
}

// gatherAs adds the candidates of what the typed name looks like.
func (c *Checker) gatherAs(typed domain.Parts, look domain.Domain, cost bits) {
	parts := c.suffixes.Split(look)
	c.seenAs = disguise{typed.Name, parts.Name, cost}
	defer func() { c.seenAs = disguise{} }()
	for _, name := range [2]string{parts.Name, parts.Registrable} {
		if id := c.targets.find(name); id >= 0 {
			e := &c.targets.all[id]
			c.add(candidate{name: e.name, suffix: e.suffix(), entry: id, covers: len(name)})
			return
		}
	}
	c.keepsAll = true
	c.gatherLabels(parts)
	c.gatherNames(parts)
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
