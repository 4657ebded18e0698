package core

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"nearmiss/core/domain"
	"nearmiss/core/index"
)

// reason says in one sentence what was seen and what may have been meant, in the letters
// that people read.
func (f *finding) reason() string {
	name, target := shown(f.domain), shown(f.target)
	switch f.kind {
	case KindSuffixSlip, KindSuffixTruncation:
		return name + f.endings() + f.question()
	case KindSuffixUnknown:
		if f.suggestion == "" {
			return "there is no ." + shown(f.suffixTyped) + ", so mail to " + name + " cannot arrive; perhaps ." + f.suffixMeant + " was meant"
		}
		return "there is no ." + shown(f.suffixTyped) + ", so mail to " + name + " cannot arrive" + f.question()
	case KindMalformed:
		if f.mark != 0 {
			return "the recipient has the character " + nameOf(f.mark) + " in it, which no address has there" + f.question()
		}
		return "the recipient is not written as an address" + f.question()
	case KindDotSlip:
		return name + " differs from " + target + " by a dot" + f.question()
	case KindHyphenSlip:
		return name + " and " + target + " differ by a hyphen and a dot" + f.question()
	case KindHomoglyph:
		if f.isLayout {
			return name + " is " + target + " on a keyboard that is set to another script" + f.question()
		}
		return name + " looks like " + target + ", but " + strange(name) + f.question()
	case KindEmbedded:
		return name + " has " + target + " in it but is another name" + f.question()
	case KindOwnLookalike:
		return name + f.nearness() + "your own domain " + target + f.question()
	case KindHistoryLookalike:
		return name + f.nearness() + target + ", which you have written to" + f.question()
	case KindBlockedDomain:
		return "your organisation lets no mail go to " + name + f.question()
	case KindExternalRecipient:
		return name + " is outside your organisation"
	case KindRegistryUnlisted:
		return name + " ends in ." + f.suffixTyped + inCountry(f.suffixTyped) + ", one key from ." + f.suffixMeant + f.question()
	}
	return name + f.nearness() + target + f.question()
}

// shown is a domain with the letters that people read.
func shown(name string) string {
	if strings.Contains(name, "xn--") {
		if d, err := domain.Parse(name); err == nil {
			return d.Unicode()
		}
	}
	return name
}

// maxNearly is how many edits apart names are at most to be called nearly the same.
const maxNearly = 2

// nearness says how near the domain is to the target.
func (f *finding) nearness() string {
	if index.OSA(shown(f.domain), shown(f.target), maxNearly) > maxNearly {
		return " may be meant for "
	}
	return " is nearly "
}

// endings compares what the domain ends in with what was meant. Countries are named where
// they differ.
func (f *finding) endings() string {
	typed, meant := inCountry(f.suffixTyped), inCountry(f.suffixMeant)
	if typed == meant {
		typed, meant = "", ""
	}
	return " ends in ." + shown(f.suffixTyped) + typed + ", not in ." + f.suffixMeant + meant
}

// strange names the first letter of a name that is not of its target's script.
func strange(name string) string {
	for _, r := range name {
		if r >= utf8.RuneSelf && !strconv.IsPrint(r) {
			return "has " + nameOf(r) + " in it"
		} else if r >= utf8.RuneSelf {
			return nameOf(r) + " in it is another letter"
		}
	}
	return "is another name"
}

func (f *finding) question() string {
	if f.suggestion == "" {
		return ""
	}
	if f.alternative != "" {
		return "; did you mean " + shown(f.suggestion) + " or " + shown(f.alternative) + "?"
	}
	return "; did you mean " + shown(f.suggestion) + "?"
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
