package core

import (
	"strings"
	"unicode/utf8"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
	"nearmiss/core/index"
)

// sender is what the sender's address says: their organisation, and the host of it that
// they write from. The zero sender has none.
type sender struct {
	organisation, host domain.Parts
	isTarget           bool // the organisation is protected for everybody
}

// senderOf reads the address or domain that a mail is sent from. The organisation is the
// registrable domain or, below a registry such as *.bund.de, the name directly below it;
// a registry itself, a public suffix and a provider are nobody's organisation.
func (c *Checker) senderOf(text string) (s sender) {
	if text == "" || len(text) > maxField {
		return s
	}
	at, _, ok := nextDomain(text, 0)
	if !ok {
		if at, ok = wholeDomain(text); !ok {
			return s
		}
	}
	d, err := domain.Parse(text[at.start:at.end])
	if err != nil || !d.HasDot() {
		return s
	}
	host := c.suffixes.Split(d)
	if base := c.registryAbove(host.Name); base != "" {
		host.Suffix, host.Registrable = base, lastLabels(host.Name, strings.Count(base, ".")+2)
	}
	if host.Registrable == "" || c.isRegistry(host.Registrable) {
		return s
	}
	id := c.targets.find(host.Registrable)
	if c.targets.known[host.Registrable] || id >= 0 && c.targets.categories[c.targets.all[id].category].isPublic {
		return s
	}
	organisation := host
	organisation.Name = host.Registrable
	return sender{organisation, host, id >= 0 && c.targets.all[id].role == fromProtected}
}

// surpriseAt is how much of the surprise counts that somebody writes to a state's registry:
// to the own state's it is none.
func (s *sender) surpriseAt(registry string, surprise bits) bits {
	if _, country, isOfState := cutLast(registry); isOfState && country == lastLabels(s.host.Suffix, 1) {
		return 0
	}
	return stateWeight * surprise
}

// registryAbove returns the nearest registry that everybody's lists protect above a name,
// public suffix or not, or "".
func (c *Checker) registryAbove(name string) string {
	for {
		_, above, more := strings.Cut(name, ".")
		if !more {
			return ""
		}
		if id, ok := c.targets.protectedBelow[above]; ok && c.targets.categories[id].isPublished {
			return above
		}
		name = above
	}
}

// addOwn compares with the sender's own domain and the registrable one it
// lies under.
func (c *Checker) addOwn(q *question, found *candidates) {
	typed, own := q.typed, q.sender.organisation
	if own.Registrable == "" || q.sender.isTarget {
		return
	}
	if domain.IsUnder(typed.Name, own.Suffix) && len(typed.Suffix) < len(own.Suffix) && typed.Name != own.Suffix { // *.bund.de
		typed.Suffix, typed.Registrable = own.Suffix, lastLabels(typed.Name, strings.Count(own.Suffix, ".")+2)
	}
	k := candidate{name: own.Name, suffix: own.Suffix, entry: ownEntry, matchedLen: len(typed.Registrable), cost: errormodel.Impossible}
	if typed.Registrable != "" {
		if label := labelSlip(typed.Label(), own.Label()); isOwnSlip(typed, own, label) {
			suffix := suffixSlip(typed, own.Suffix)
			if lastLabels(typed.Suffix, 1) == lastLabels(own.Suffix, 1) {
				suffix = min(suffix, ownCountryCost)
			}
			k.cost, k.labelCost = together(label, suffix), label
		}
		found.add(k)
	}
	k.labelCost = errormodel.Impossible
	k.matchedLen = len(typed.Name)
	labels := strings.Count(own.Suffix, ".") + 1
	if sameBefore(typed.Name, own.Name, labels) && errormodel.IsKeySlip(lastLabels(typed.Name, labels), own.Suffix) {
		k.labelCost = 0 // inpe.gov.be for inpe.gov.br
	}
	for _, name := range [2]string{own.Name, q.sender.host.Name} {
		if k.name, k.cost = name, errormodel.Slip(typed.Name, name); typed.Name != typed.Registrable || separatorKind(typed.Name, name) != KindNone || !typed.Known {
			found.add(k)
		}
	}
}

// labelSlip is errormodel.Slip of labels as people read them: an accent that is left out
// or spelt out costs accentCost.
func labelSlip(typed, own string) bits {
	a, b := byLetters(typed, own)
	cost := errormodel.Slip(a, b)
	if a == typed && b == own {
		return cost
	}
	for _, spelling := range [...]spelling{spelledOut, withoutMarks, withoutLetters} {
		a, b := spelling.of(typed), spelling.of(own)
		if a != "" && b != "" {
			cost = min(cost, errormodel.Slip(a, b)+accentCost)
		}
	}
	return cost
}

// byLetters returns two labels with one byte for each letter that people read, for the
// same letter the same: A-labels differ in more places than the names do.
func byLetters(a, b string) (string, string) {
	if !strings.HasPrefix(a, "xn--") && !strings.HasPrefix(b, "xn--") {
		return a, b
	}
	var others string // beyond ASCII: no two labels have more letters than a byte has values
	spell := func(label string) string {
		d, err := domain.Parse(label)
		if err != nil {
			return label
		}
		var out strings.Builder
		for _, r := range d.Unicode() {
			if r >= utf8.RuneSelf {
				at := strings.IndexRune(others, r)
				if at < 0 {
					at = len(others)
					others += string(r)
				}
				r = utf8.RuneSelf + rune(utf8.RuneCountInString(others[:at]))
			}
			out.WriteByte(byte(r))
		}
		return out.String()
	}
	return spell(a), spell(b)
}

// isOwnSlip reports whether a label is so near the sender's own that it may be meant for
// it: most short names and most parts of a longer one are somebody else's.
func isOwnSlip(typed, own domain.Parts, labelCost bits) bool {
	label, meant := typed.Label(), own.Label()
	if label == meant || labelCost == accentCost {
		return true
	}
	a, b := byLetters(label, meant)
	isPlain := a == label && b == meant
	label, meant = a, b
	edits := index.OSA(label, meant, maxDistance)
	switch n := min(len(label), len(meant)); {
	case !isPlain && n > longestShortOwn:
		return labelCost < maxOwnSlip+accentCost
	case n < shortestTypo-1 || edits > maxDistance:
		return false
	case n <= longestShortOwn:
		return typed.Suffix == own.Suffix && errormodel.IsLikelyKeySlip(label, meant)
	case typed.Suffix != own.Suffix && !isMissedKey(typed.Suffix, own.Suffix):
		return edits == 1 || separatorKind(label, meant) != KindNone
	default:
		return edits == 1 || labelCost < maxOwnSlip
	}
}

// spelling is a way to write accented letters in ASCII.
type spelling uint8

const (
	spelledOut     spelling = iota // müller as mueller
	withoutMarks                   // muller
	withoutLetters                 // mller
)

// of returns a label's ASCII letters in the spelling, or "" if it has letters of another
// script.
func (s spelling) of(label string) string {
	if !strings.HasPrefix(label, "xn--") {
		return label
	}
	d, err := domain.Parse(label)
	if err != nil {
		return ""
	}
	var out strings.Builder
	for _, r := range d.Unicode() {
		if r < 0x80 {
			out.WriteRune(r)
			continue
		}
		letters := spelt(r)
		plain, ok := appendSkeleton(nil, string(r))
		switch {
		case letters == "" && !ok:
			return ""
		case s == withoutLetters:
		case s == spelledOut && letters != "":
			out.WriteString(letters)
		case letters != "" && (!ok || len(plain) == 0):
			out.WriteString(letters[:1])
		default:
			out.Write(plain)
		}
	}
	return out.String()
}

// spellings are what letters are spelt out by where a keyboard lacks them.
const spellings = " äae öoe üue ßss åaa øoe æae œoe þth ðd łl đd ıi "

// spelt returns what r is spelt out by, or "".
func spelt(r rune) string {
	_, rest, _ := strings.Cut(spellings, " "+string(r))
	letters, _, _ := strings.Cut(rest, " ")
	return letters
}
