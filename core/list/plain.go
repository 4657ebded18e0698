package list

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// ParsePlain reads what people write by hand: one domain or "*.suffix" a line,
// in any order and case, in A-labels or U-labels, with empty lines and comments
// beginning with "#"; LF or CRLF; a byte order mark and a trailing dot are
// dropped. A line that is no domain is an *Error with its line. The entries of
// the result are sorted and unique; of its header only role is set.
func ParsePlain(file, text string, role Role) (*List, error) {
	p := parser{file: file}
	if len(text) > MaxBytes {
		return nil, p.errorf(0, "longer than "+strconv.Itoa(MaxBytes)+" bytes")
	}
	l := &List{Role: role}
	text = strings.TrimPrefix(text, "\ufeff")
	for len(text) > 0 {
		p.line++
		line, after, _ := strings.Cut(text, "\n")
		text = after
		if comment := strings.IndexByte(line, '#'); comment >= 0 {
			line = line[:comment]
		}
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		suffix, isSuffix := strings.CutPrefix(line, "*.")
		domain, reason := canonical(suffix, isSuffix || role == RoleSuffixes)
		if reason != "" {
			return nil, p.errorf(p.line, strconv.Quote(line)+" "+reason)
		}
		if isSuffix {
			l.Suffixes = append(l.Suffixes, domain)
		} else {
			l.Domains = append(l.Domains, domain)
		}
	}
	slices.Sort(l.Domains)
	slices.Sort(l.Suffixes)
	l.Domains = slices.Compact(l.Domains)
	l.Suffixes = slices.Compact(l.Suffixes)
	return l, nil
}

// canonical returns the lower-case A-labels of what a person wrote, or why it
// names no domain.
func canonical(s string, oneLabelIsEnough bool) (domain, reason string) {
	if strings.Contains(s, "@") {
		return "", "is an address; a list holds domains"
	}
	s = strings.TrimSuffix(s, ".")
	if scanDomain(s) != len(s) {
		if !utf8.ValidString(s) { // idna would put U+FFFD for what is not
			return "", "is not a domain"
		}
		ascii, err := idna.Lookup.ToASCII(s)
		if err != nil {
			return "", "is not a domain"
		}
		if s = ascii; scanDomain(s) != len(s) {
			return "", "is not a domain"
		}
	}
	return s, whyNoDomain(s, oneLabelIsEnough)
}
