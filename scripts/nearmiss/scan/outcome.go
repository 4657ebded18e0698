package scan

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
)

// outcome is what one line says became of one recipient.
type outcome struct {
	status Status
	relay  []byte // "mx.example[192.0.2.1]:25", or empty
	next   []byte // the identifier that the relay gave to the mail, or empty
}

// relays knows the servers of one's own. A mail that one of them took is not out
// yet, and its log says what followed.
type relays struct {
	names   []string // lower case: the name, and all below it
	numbers []netip.Addr
}

func newRelays(hosts []string) relays {
	var r relays
	for _, host := range hosts {
		if number, err := netip.ParseAddr(host); err == nil {
			r.numbers = append(r.numbers, number.Unmap())
			continue
		}
		host = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(host), "*"), ".")
		r.names = append(r.names, host)
	}
	return r
}

// own reports whether a relay, as logs write it, is one's own: a private or
// loopback address, or one of the hosts that were named.
func (r *relays) own(relay []byte) bool {
	name, rest, bracketed := bytes.Cut(relay, []byte("["))
	if bracketed {
		number, _, _ := bytes.Cut(rest, []byte("]"))
		if address, err := netip.ParseAddr(strings.TrimPrefix(string(number), "IPv6:")); err == nil {
			address = address.Unmap()
			if address.IsPrivate() || address.IsLoopback() || address.IsLinkLocalUnicast() {
				return true
			}
			if slices.Contains(r.numbers, address) {
				return true
			}
		}
	}
	host := strings.TrimSuffix(strings.ToLower(strings.TrimSpace(string(name))), ".")
	return slices.ContainsFunc(r.names, func(own string) bool { return host == own || strings.HasSuffix(host, "."+own) })
}
