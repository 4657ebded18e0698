package core

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nearmiss/core/domain"
	"nearmiss/core/index"
)

// reason says in one sentence what was seen and what may have been meant, in the letters
// that people read.
func (f *finding) reason() string {
	var out strings.Builder
	pattern, question := f.pattern(), ""
	switch {
	case f.kind == KindExternalRecipient || f.suggestion == "":
	case f.alternative != "":
		question = "; did you mean %1 or %2?"
	default:
		question = "; did you mean %1?"
	}
	for rest := pattern + question; rest != ""; {
		text, word, ok := strings.Cut(rest, "%")
		out.WriteString(text)
		if !ok {
			break
		}
		out.WriteString(f.word(word[0]))
		rest = word[1:]
	}
	return out.String()
}

// pattern is the sentence with a letter behind "%" for each word that word knows.
func (f *finding) pattern() string {
	switch f.kind {
	case KindSuffixSlip, KindSuffixTruncation:
		if inCountry(f.suffixTyped) == inCountry(f.suffixMeant) {
			return "%d ends in .%s, not in .%m"
		}
		return "%d ends in .%s%c, not in .%m%C"
	case KindRegistryUnlisted:
		return "%d ends in .%s%c, one key from .%m"
	case KindSuffixUnknown:
		if f.suggestion == "" {
			return "there is no .%s, so mail to %d cannot arrive; perhaps .%m was meant"
		}
		return "there is no .%s, so mail to %d cannot arrive"
	case KindMalformed:
		if f.mark != 0 {
			return "the recipient has the character %x in it, which no address has there"
		}
		return "the recipient is not written as an address"
	case KindDotSlip:
		return "%d differs from %t by a dot"
	case KindHyphenSlip:
		return "%d and %t differ by a hyphen and a dot"
	case KindHomoglyph:
		if f.isLayout {
			return "%d is %t on a keyboard that is set to another script"
		}
		return "%d looks like %t, but %o"
	case KindEmbedded:
		return "%d has %t in it but is another name"
	case KindOwnLookalike:
		return "%d %n your own domain %t"
	case KindHistoryLookalike:
		return "%d %n %t, which you have written to"
	case KindBlockedDomain:
		return "your organisation lets no mail go to %d"
	case KindExternalRecipient:
		return "%d is outside your organisation"
	}
	return "%d %n %t"
}

// word is what a letter of a pattern stands for.
func (f *finding) word(letter byte) string {
	switch letter {
	case 'd':
		return shown(f.domain)
	case 't':
		return shown(f.target)
	case 's':
		return shown(f.suffixTyped)
	case 'm':
		return f.suffixMeant
	case 'c':
		return inCountry(f.suffixTyped)
	case 'C':
		return inCountry(f.suffixMeant)
	case 'x':
		return nameOf(f.mark)
	case 'o':
		return strange(shown(f.domain))
	case 'n':
		return f.nearness()
	case '1':
		return shown(f.suggestion)
	}
	return shown(f.alternative)
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
		return "may be meant for"
	}
	return "is nearly"
}

// strange names the first letter of a name that is not of its target's script.
func strange(name string) string {
	for _, r := range name {
		if unicode.IsMark(r) {
			return "has a mark over or under a letter"
		} else if r >= utf8.RuneSelf && !strconv.IsPrint(r) {
			return "has " + nameOf(r) + " in it"
		} else if r >= utf8.RuneSelf {
			return nameOf(r) + " in it is another letter"
		}
	}
	return "is another name"
}

// nameOf shows a character, and names it where there is nothing to see.
func nameOf(mark rune) string {
	if strconv.IsPrint(mark) && mark != ' ' {
		return strconv.Quote(string(mark))
	}
	code := ""
	for rest := mark; rest > 0 || len(code) < 4; rest /= 16 {
		code = "0123456789ABCDEF"[rest%16:][:1] + code
	}
	return "U+" + code + ", which is invisible,"
}

// inCountry names the country of a suffix.
func inCountry(suffix string) string {
	if country := countryOf(suffix); country != "" {
		return " (" + country + ")"
	}
	return ""
}
