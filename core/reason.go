package core

import (
	"strconv"
	"strings"
)

// reason says in one sentence what was seen and what may have been meant.
func (f *finding) reason() string {
	switch f.kind {
	case KindSuffixSlip, KindSuffixTruncation:
		return f.domain + " ends in ." + f.suffixTyped + inCountry(f.suffixTyped) + ", not in ." + f.suffixMeant + f.question()
	case KindSuffixUnknown:
		if f.suggestion == "" {
			return "there is no ." + f.suffixTyped + ", so mail to " + f.domain + " cannot arrive; perhaps ." + f.suffixMeant + " was meant"
		}
		return "there is no ." + f.suffixTyped + ", so mail to " + f.domain + " cannot arrive" + f.question()
	case KindMalformed:
		if f.mark != 0 {
			return "the recipient has the character " + nameOf(f.mark) + " in it, which no address has there" + f.question()
		}
		return "the recipient is not written as an address" + f.question()
	case KindDotSlip:
		return f.domain + " differs from " + f.target + " by a dot" + f.question()
	case KindHyphenSlip:
		return f.domain + " and " + f.target + " differ by a hyphen and a dot" + f.question()
	case KindHomoglyph:
		return f.domain + " looks like " + f.target + " but is another name" + f.question()
	case KindEmbedded:
		return f.domain + " has " + f.target + " in it but belongs to somebody else" + f.question()
	case KindOwnLookalike:
		return f.domain + " is nearly your own domain " + f.target + f.question()
	case KindHistoryLookalike:
		return f.domain + " is nearly " + f.target + ", which you have written to" + f.question()
	case KindBlockedDomain:
		return "your organisation lets no mail go to " + f.domain + f.question()
	case KindExternalRecipient:
		return f.domain + " is outside your organisation"
	case KindRegistryUnlisted:
		return f.domain + " ends in ." + f.suffixTyped + inCountry(f.suffixTyped) + ", one key from ." + f.suffixMeant + f.question()
	}
	return f.domain + " is nearly " + f.target + f.question()
}

func (f *finding) question() string {
	if f.suggestion == "" {
		return ""
	}
	if f.alternative != "" {
		return "; did you mean " + f.suggestion + " or " + f.alternative + "?"
	}
	return "; did you mean " + f.suggestion + "?"
}

// nameOf shows a character, and names it where there is nothing to see.
func nameOf(mark rune) string {
	if strconv.IsPrint(mark) && mark != ' ' {
		return strconv.Quote(string(mark))
	}
	code := strconv.QuoteToASCII(string(mark)) // "\u200f"
	return "U+" + strings.Trim(code, `"\uU`) + ", which is invisible,"
}

// inCountry names the country of a suffix.
func inCountry(suffix string) string {
	if country := countryOf(suffix); country != "" {
		return " (" + country + ")"
	}
	return ""
}
