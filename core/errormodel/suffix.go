package errormodel

import "strings"

// SuffixSlip returns what it costs to type the suffix typed where meant was
// meant: by the keys, or by not remembering which one it was.
func SuffixSlip(typed, meant string) bits {
	if typed == meant {
		return 0
	}
	return min(Slip(typed, meant), confusion(typed, meant))
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
	return Impossible
}

// isCountrys reports whether suffix is a country's and does not sell a word: nobody
// takes .top for .com.
func isCountrys(suffix string) bool { return len(lastLabel(suffix)) == 2 }

func lastLabel(suffix string) string { return suffix[strings.LastIndexByte(suffix, '.')+1:] }

// isGeneric reports whether companies everywhere use suffix.
func isGeneric(suffix string) bool {
	return suffix == "com" || suffix == "net" || suffix == "org" || suffix == "co"
}

// isCommercial reports whether companies and associations register under suffix,
// not states and schools.
func isCommercial(suffix string) bool {
	first, rest, two := strings.Cut(suffix, ".")
	if !two {
		switch first {
		case "gov", "mil", "edu", "int":
			return false
		}
		return !IsPrivateUse(first)
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
	switch suffix {
	case "local", "localdomain", "localhost", "internal", "intranet", "corp", "home", "lan", "private", "test",
		"example", "invalid", "onion", "alt", "arpa", "mail":
		return true
	}
	return false
}
