package list

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"nearmiss/core/domain"
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
		name, reason := canonical(suffix, isSuffix || role == RoleSuffixes)
		if reason != "" {
			return nil, p.errorf(p.line, strconv.Quote(line)+" "+reason)
		}
		if isSuffix {
			l.Suffixes = append(l.Suffixes, name)
		} else {
			l.Domains = append(l.Domains, name)
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
func canonical(s string, oneLabelIsEnough bool) (name, reason string) {
	if strings.Contains(s, "@") {
		return "", "is an address; a list holds domains"
	}
	d, err := domain.Parse(s)
	switch {
	case errors.Is(err, domain.ErrCharacter):
		return "", "is not a domain"
	case err != nil:
		return "", strings.TrimPrefix(err.Error(), "domain ")
	}
	return d.String(), whyNoDomain(d.String(), oneLabelIsEnough)
}
