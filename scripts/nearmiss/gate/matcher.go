package gate

import (
	"fmt"
	"net/netip"
	"strings"
)

// Matcher knows clients and senders. The zero Matcher knows none.
type Matcher struct {
	networks []netip.Prefix
	names    map[string]bool // logins, addresses and "@domain", in lower case
}

// Add takes "192.0.2.7", "192.0.2.0/24", a login, "printer@works.example", or
// "@batch.works.example" for every sender of a domain.
func (m *Matcher) Add(entry string) error {
	entry = strings.TrimSpace(entry)
	if entry == "" {
		return fmt.Errorf("names nobody")
	}
	if network, err := netip.ParsePrefix(entry); err == nil {
		m.networks = append(m.networks, network.Masked())
		return nil
	}
	if strings.Contains(entry, "/") {
		return fmt.Errorf("%q is no network", entry)
	}
	if address, err := netip.ParseAddr(entry); err == nil {
		address = address.Unmap()
		m.networks = append(m.networks, netip.PrefixFrom(address, address.BitLen()))
		return nil
	}
	if m.names == nil {
		m.names = make(map[string]bool)
	}
	m.names[strings.ToLower(entry)] = true
	return nil
}

func (m *Matcher) matches(r *Request) bool {
	if address, err := netip.ParseAddr(r.Client); err == nil {
		for _, network := range m.networks {
			if network.Contains(address.Unmap()) {
				return true
			}
		}
	}
	sender := strings.ToLower(r.Sender)
	return r.Login != "" && m.names[strings.ToLower(r.Login)] || sender != "" && (m.names[sender] || m.names["@"+domainOf(sender)])
}
