package list

import "strings"

const (
	other  = iota // ends a domain
	dot           // ends a label; all that is above does not
	letter        // a-z
	digit         // 0-9
	hyphen
)

// classes is what each byte is in a domain of lower-case A-labels.
var classes = func() (c [256]uint8) {
	for b := 'a'; b <= 'z'; b++ {
		c[b] = letter
	}
	for b := '0'; b <= '9'; b++ {
		c[b] = digit
	}
	c['-'], c['.'] = hyphen, dot
	return c
}()

// scanDomain returns how many bytes at the start of s a domain is made of.
func scanDomain(s string) int {
	for i := 0; i < len(s); i++ {
		if classes[s[i]] == other {
			return i
		}
	}
	return len(s)
}

// scanEntry returns the domain of two labels or more that is the whole first line of
// text, or "": another line, which has to be read closely.
func scanEntry(text string) string {
	start := 0 // of the label
	for i := 0; i < len(text); i++ {
		class := classes[text[i]]
		if class > dot {
			continue
		}
		if i == start || i-start > maxLabel || text[start] == '-' || text[i-1] == '-' {
			return ""
		}
		if class == other {
			if text[i] != '\n' || start == 0 || i > maxDomain || classes[text[start]] != letter {
				return ""
			}
			return text[:i]
		}
		start = i + 1
	}
	return ""
}

const (
	maxDomain = 253 // RFC 1035, 255 octets on the wire
	maxLabel  = 63
)

// whyNoDomain returns why s, made of a domain's bytes, is no domain, or "".
func whyNoDomain(s string, oneLabelIsEnough bool) string {
	if s == "" {
		return "names no domain"
	}
	if len(s) > maxDomain {
		return "is longer than 253 bytes"
	}
	last := -1 // of the dots seen
	for {
		end := strings.IndexByte(s[last+1:], '.')
		label := s[last+1:]
		if end >= 0 {
			label = label[:end]
		}
		switch {
		case label == "":
			return "has an empty label"
		case len(label) > maxLabel:
			return "has a label longer than 63 bytes"
		case label[0] == '-' || label[len(label)-1] == '-':
			return "has a label that begins or ends with a hyphen"
		}
		if end < 0 {
			if classes[label[0]] != letter {
				return "ends in a label that does not begin with a letter"
			}
			if last < 0 && !oneLabelIsEnough {
				return "has one label only"
			}
			return ""
		}
		last += end + 1
	}
}
