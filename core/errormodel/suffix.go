package errormodel

import "strings"

// SuffixSlip returns what it costs to type the suffix typed where meant was
// meant: by the keys, or by not remembering which one it was.
func SuffixSlip(typed, meant string) bits {
	if typed == meant {
		return 0
	}
	return min(SlipBehindDot(typed, meant), confusion(typed, meant))
}

// SlipBehindDot is Slip for the ends of names, whose first character is not the name's, and
// which may have been typed with a hand one key off.
func SlipBehindDot(typed, meant string) bits {
	both := "." + typed + "." + meant
	return min(Slip(both[:1+len(typed)], both[1+len(typed):]), shiftedHand(typed, meant))
}

// shiftedHand is what it costs to hit the key on the same side of each key that was missed:
// cin for com. It is Impossible for other names.
func shiftedHand(typed, meant string) bits {
	if len(typed) != len(meant) {
		return Impossible
	}
	side, missed := 0, 0
	for i := range len(typed) {
		if typed[i] == meant[i] {
			continue
		}
		off := int(keyPlaces[typed[i]]) - int(keyPlaces[meant[i]])
		if off != 1 && off != -1 || side != 0 && off != side {
			return Impossible
		}
		side = off
		missed++
	}
	return adjacentCost + shiftedCost*bits(missed-1)
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
	case (IsGeneric(typed) && (IsGeneric(meant) || IsCountrys(meant)) || IsGeneric(meant) && IsCountrys(typed)) &&
		isCommercial(typed) && isCommercial(meant):
		return genericCost // teac.com for teac.co.jp, comcast.com for comcast.net
	}
	return Impossible
}

// IsCountrys reports whether suffix is a country's and does not sell a word: nobody
// takes .top for .com.
func IsCountrys(suffix string) bool { return len(lastLabel(suffix)) == 2 }

func lastLabel(suffix string) string { return suffix[strings.LastIndexByte(suffix, '.')+1:] }

// IsGeneric reports whether companies everywhere use suffix.
func IsGeneric(suffix string) bool {
	return suffix == "com" || suffix == "net" || suffix == "org" || suffix == "co"
}

// isCommercial reports whether companies and associations register under suffix,
// not states and schools.
func isCommercial(suffix string) bool {
	first, rest, two := strings.Cut(suffix, ".")
	if !two {
		return first != "gov" && first != "mil" && first != "edu" && first != "int"
	}
	switch first {
	case "co", "com", "or", "org", "ne", "net", "ltd", "plc", "gr", "ad", "me":
		return !strings.Contains(rest, ".")
	}
	return false
}

// IsPrivateUse reports whether suffix exists only inside an organisation: RFC 6761,
// RFC 6762, and what ICANN has promised never to delegate.
func IsPrivateUse(suffix string) bool {
	return isOneOf(suffix, " local localdomain localhost internal intranet corp home lan private test example invalid onion alt arpa mail ")
}

// isOneOf reports whether word is one of those between spaces: a table that is small in
// the browser's program.
func isOneOf(word, words string) bool {
	return !strings.Contains(word, " ") && strings.Contains(words, " "+word+" ")
}

// IsKeySlip reports whether typed is one slip of the fingers from meant: a character
// omitted, added or doubled, two swapped, or an adjacent key hit on one of the keyboards.
func IsKeySlip(typed, meant string) bool {
	from, n, m := differing(typed, meant)
	switch {
	case n-from == 1 && m-from == 1:
		return IsBeside(typed[from], meant[from])
	case n-from == 2 && m-from == 2:
		return typed[from] == meant[from+1] && typed[from+1] == meant[from]
	}
	return n-from+m-from == 1
}

// IsBeside reports whether two keys touch on one of the keyboards.
func IsBeside(a, b byte) bool { return isAdjacent(a, b, adjacentQWERTY|adjacentOther) }

// UnknownSuffixSlip is SuffixSlip for a typed suffix that does not exist, so that nobody
// can remember it: by the keys, or by the keys for one that does, and that for another
// of the same country (ik for uk, and that for co.uk).
func UnknownSuffixSlip(typed, meant string) bits {
	cost := SlipBehindDot(typed, meant)
	if country := lastLabel(meant); len(country) < len(meant) && IsKeySlip(typed, country) {
		cost = min(cost, SlipBehindDot(typed, country)+confusion(country, meant))
	}
	return cost
}

// IsSecondLevel reports whether countries set word apart below their own label for
// everybody of a kind, as in com.au: below a country that does not exist, too, it is
// nobody's name.
func IsSecondLevel(word string) bool {
	return isOneOf(word, " ac asso co com edu gc go gob gouv gov govt gub gv id info ltd me mil muni ne net nhs nom or org plc police sch ")
}

// IsGovernment reports whether word is one that states set apart for their governments.
func IsGovernment(word string) bool {
	return isOneOf(word, " gc go gob gouv gov government govt gub gv ")
}

// IsLikelyKeySlip is IsKeySlip, but that what is added must be the same key as one beside
// it, or an adjacent one: short names with one more letter are others' names.
func IsLikelyKeySlip(typed, meant string) bool {
	if !IsKeySlip(typed, meant) {
		return false
	}
	if len(typed) <= len(meant) {
		return true
	}
	from, _, _ := differing(typed, meant)
	touches := func(at int) bool {
		return at >= 0 && at < len(typed) && (typed[at] == typed[from] || IsBeside(typed[at], typed[from]))
	}
	return touches(from-1) || touches(from+1)
}
