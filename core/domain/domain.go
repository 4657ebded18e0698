// Package domain holds the one form in which domains are compared.
//
//	d, err := domain.Parse("Mail.US.Army.co.uk")
//	parts := domain.NewSuffixes(domain.SuffixRules{}).Split(d)
//	// parts.Registrable is "army.co.uk", parts.Suffix "co.uk"
//
// A Domain is canonical: lower-case A-labels joined by dots, without a trailing
// dot, at most 253 bytes, each label 1–63 bytes of a–z, 0–9 and hyphens that
// neither begin nor end it, the last one not beginning with a digit. It may
// have a single label ("gmailcom"): that is a mistake to be recognised, not to
// be refused. Only Parse and Suffixes make Domains, so nobody else lower-cases,
// trims or converts.
package domain

import (
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// MaxInput is the longest text that Parse looks at, in bytes. A domain is 253
// bytes at most as A-labels; in U-labels of four bytes a character, with a few
// that are mapped to nothing, a real one stays below 512.
const MaxInput = 512

const (
	maxName  = 253
	maxLabel = 63
)

// Domain is a canonical domain. The zero Domain is no domain.
type Domain struct {
	name string
}

// Why a text is no domain.
var (
	ErrEmpty     = errors.New("domain is empty")
	ErrTooLong   = errors.New("domain is longer than 253 bytes")
	ErrLabel     = errors.New("domain has an empty label or one longer than 63 bytes")
	ErrHyphen    = errors.New("domain has a label that begins or ends with a hyphen")
	ErrCharacter = errors.New("domain has a character that no domain may have")
	ErrNumeric   = errors.New("domain ends in a number: an address of a machine, not a name")
)

// lookup maps as browsers do (UTS #46, non-transitional): capitals, full-width
// forms and the ideographic full stop that Japanese input methods give. It does
// not judge scripts or direction: a look-alike must become a Domain before it
// can be recognised as one.
var lookup = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.CheckHyphens(false), idna.CheckJoiners(false))

// Parse reads a domain in A- or U-labels and any case; one trailing dot (the
// root) is dropped. Lower-case ASCII is returned as it is and allocates nothing.
// The error is one of this package's.
func Parse(text string) (Domain, error) {
	if len(text) > MaxInput {
		return Domain{}, ErrTooLong
	}
	name := text
	switch classify(text) {
	case plain:
	case capitals:
		name = strings.ToLower(text)
	default:
		mapped, err := lookup.ToASCII(text)
		if err != nil || !utf8.ValidString(text) {
			return Domain{}, ErrCharacter
		}
		name = strings.ToLower(mapped)
	}
	name = strings.TrimSuffix(name, ".")
	if err := check(name); err != nil {
		return Domain{}, err
	}
	return Domain{name}, nil
}

const (
	plain    = iota // lower-case ASCII
	capitals        // ASCII
	foreign         // something else, or A-labels whose mapping has to be checked
)

func classify(s string) int {
	class := plain
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b >= 0x80:
			return foreign
		case 'A' <= b && b <= 'Z':
			class = capitals
		case b == '-' && i >= 3 && s[i-1] == '-' && (s[i-2] == 'n' || s[i-2] == 'N') && (s[i-3] == 'x' || s[i-3] == 'X'):
			// An A-label: one that no U-label gives would be a second form of a name.
			return foreign
		}
	}
	return class
}

func check(name string) error {
	if name == "" {
		return ErrEmpty
	}
	if len(name) > maxName {
		return ErrTooLong
	}
	start := 0
	for i := 0; i <= len(name); i++ {
		if i < len(name) && name[i] != '.' {
			if b := name[i]; b != '-' && (b < '0' || b > '9') && (b < 'a' || b > 'z') {
				return ErrCharacter
			}
			continue
		}
		if i == start || i-start > maxLabel {
			return ErrLabel
		}
		if name[start] == '-' || name[i-1] == '-' {
			return ErrHyphen
		}
		if i == len(name) && '0' <= name[start] && name[start] <= '9' {
			return ErrNumeric
		}
		start = i + 1
	}
	return nil
}

// String returns the domain in A-labels: "xn--bcher-kva.example".
func (d Domain) String() string { return d.name }

// IsZero reports whether d is no domain.
func (d Domain) IsZero() bool { return d.name == "" }

// HasDot reports whether d has two labels or more.
func (d Domain) HasDot() bool { return strings.Contains(d.name, ".") }

// IsIDN reports whether one of the labels is an A-label of another script.
func (d Domain) IsIDN() bool {
	return strings.HasPrefix(d.name, "xn--") || strings.Contains(d.name, ".xn--")
}

// Unicode returns the domain in U-labels: "bücher.example". A label that does
// not decode stays an A-label.
func (d Domain) Unicode() string {
	if !d.IsIDN() {
		return d.name
	}
	unicode, _ := idna.Punycode.ToUnicode(d.name)
	return unicode
}

// Parent returns the domain without its first label: "army.mil" for
// "us.army.mil"; the zero Domain when only one label is left.
func (d Domain) Parent() Domain {
	_, parent, _ := strings.Cut(d.name, ".")
	return Domain{parent}
}

// IsUnder reports whether d is parent or lies below it.
func (d Domain) IsUnder(parent string) bool { return IsUnder(d.name, parent) }

// IsUnder reports whether the canonical name is parent or lies below it:
// "us.army.mil" is under "army.mil", "usarmy.mil" is not.
func IsUnder(name, parent string) bool {
	return strings.HasSuffix(name, parent) &&
		(len(name) == len(parent) || parent != "" && name[len(name)-len(parent)-1] == '.')
}
