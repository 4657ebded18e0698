package scan

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/emersion/go-vcard"
)

func isCardEnd(line string) bool {
	return strings.EqualFold(strings.TrimSpace(line), "END:VCARD")
}

// cardAddresses returns the addresses of one vCard.
func cardAddresses(block string) ([]string, error) {
	card, err := vcard.NewDecoder(strings.NewReader(block)).Decode()
	if err != nil {
		return nil, err
	}
	var addresses []string
	for _, value := range card.Values(vcard.FieldEmail) {
		addresses = append(addresses, trimmedAddress(value)...)
	}
	return addresses, nil
}

// entryAddresses returns the addresses of one LDIF record (RFC 2849). go-ldap/ldif
// does not fit here: it opens the files that "attribute:< file:///…" names, so that
// an input would choose what is read, and it refuses a record for one empty value.
func entryAddresses(block string) (addresses []string, err error) {
	unfolded := strings.ReplaceAll(block, "\n ", "")
	for line := range strings.Lines(unfolded) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		if !ok {
			if strings.TrimSpace(line) != "" && line != "-\n" && !strings.HasPrefix(line, "#") {
				return nil, fmt.Errorf("no attribute: %q", line)
			}
			continue
		}
		name, _, _ = strings.Cut(strings.ToLower(name), ";") // options such as ";lang-de"
		if !strings.Contains(name, "mail") && name != "proxyaddresses" || strings.HasPrefix(value, "<") {
			continue
		}
		if encoded, ok := strings.CutPrefix(value, ":"); ok {
			text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
			if err != nil {
				return nil, err
			}
			value = string(text)
		}
		addresses = append(addresses, trimmedAddress(value)...)
	}
	return addresses, nil
}

// trimmedAddress takes a value that should be one address as it is, so that what
// is written wrongly in it is judged, too.
func trimmedAddress(value string) []string {
	value = strings.TrimSpace(value)
	for _, scheme := range []string{"mailto:", "smtp:"} {
		if len(value) > len(scheme) && strings.EqualFold(value[:len(scheme)], scheme) {
			value = value[len(scheme):]
		}
	}
	if strings.Count(value, "@") == 1 && !strings.ContainsAny(value, " <>\";") {
		return []string{value}
	}
	return addressesIn(value)
}
