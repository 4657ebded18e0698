// Package netip stands in for net/netip in the browser's programs.
//
// golang.org/x/net/publicsuffix asks it whether a domain is an IP address, and
// nothing else of it is used; the standard one brings the package unique, 27 kB of
// gzipped WebAssembly.
package netip

import (
	"errors"
	"strings"
)

// Addr says nothing: who needs more of it than whether it is one does not build.
type Addr struct{}

var errNoAddress = errors.New("no IP address")

// ParseAddr reports by its error whether text is an IP address as net/netip
// understands it: "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "fe80::1%eth0".
func ParseAddr(text string) (Addr, error) {
	if !isIPv4(text) && !isIPv6(text) {
		return Addr{}, errNoAddress
	}
	return Addr{}, nil
}

func isIPv4(text string) bool {
	fields := 1
	value, digits := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			if digits > 0 && value == 0 {
				return false // a leading zero is octal to some
			}
			value = value*10 + int(c-'0')
			digits++
			if value > 255 {
				return false
			}
		case c == '.' && digits > 0:
			fields++
			value, digits = 0, 0
		default:
			return false
		}
	}
	return fields == 4 && digits > 0
}

func isIPv6(text string) bool {
	if strings.IndexByte(text[:min(len(text), 5)], ':') < 0 {
		return false // as nearly all that is asked for: a group has four digits at most
	}
	address, zone, hasZone := strings.Cut(text, "%")
	if hasZone && zone == "" {
		return false
	}
	left, right, elided := strings.Cut(address, "::")
	groups, ok := countGroups(left, !elided)
	if !elided {
		return ok && groups == 8
	}
	more, alsoOK := countGroups(right, true)
	return ok && alsoOK && groups+more < 8
}

// countGroups counts the 16-bit groups of a part of an IPv6 address; an IPv4
// address at the very end counts as two.
func countGroups(part string, last bool) (groups int, ok bool) {
	if part == "" {
		return 0, true
	}
	fields := strings.Split(part, ":")
	for i, field := range fields {
		if last && i == len(fields)-1 && strings.Contains(field, ".") {
			return groups + 2, isIPv4(field)
		}
		if len(field) == 0 || len(field) > 4 || strings.Trim(field, "0123456789abcdefABCDEF") != "" {
			return groups, false
		}
		groups++
	}
	return groups, true
}
