package policyfiles

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"howett.net/plist"
)

func chromePlist(i Install) string { return chrome(i).plist + ".plist" }

// plistOf is the preference domain of one browser's extension, for consoles
// that take a property list and a domain name (Jamf, Workspace ONE).
func plistOf(settings []Setting) []byte {
	return plistText(objectOf(settings))
}

// mobileconfig is a profile for Chrome, Edge and Firefox: it installs the
// extension and sets its policy.
func mobileconfig(install Install, settings []Setting) []byte {
	payload := func(kind, title string, content object) object {
		return append(object{
			{"PayloadType", kind},
			{"PayloadIdentifier", "nearmiss.policy." + kind},
			{"PayloadUUID", uuid("nearmiss.policy." + kind)},
			{"PayloadVersion", 1},
			{"PayloadDisplayName", title},
		}, content...)
	}
	var payloads []any
	for _, b := range []struct {
		browser browser
		domain  string
	}{{chrome(install), "com.google.Chrome"}, {edge(install), "com.microsoft.Edge"}} {
		payloads = append(payloads,
			payload(b.domain, "Nearmiss in "+b.browser.title, object{{"ExtensionSettings", extensionSettings(install)}}),
			payload(b.browser.plist, "Settings of Nearmiss in "+b.browser.title, objectOf(settings)))
	}
	policies := firefoxPolicy(install, settings)[0].value.(object)
	payloads = append(payloads, payload("org.mozilla.firefox", "Nearmiss in Mozilla Firefox",
		append(object{{"EnterprisePoliciesEnabled", true}}, policies...)))

	return plistText(object{
		{"PayloadType", "Configuration"},
		{"PayloadIdentifier", "nearmiss.policy"},
		{"PayloadUUID", uuid("nearmiss.policy")},
		{"PayloadVersion", 1},
		{"PayloadScope", "System"},
		{"PayloadRemovalDisallowed", true},
		{"PayloadDisplayName", "Nearmiss"},
		{"PayloadDescription", "Installs the Nearmiss extension in Chrome, Edge and Firefox and fixes its settings."},
		{"PayloadContent", payloads},
	})
}

// plistText is a property list as people read it: XML, and keys in the order of
// their names.
func plistText(value any) []byte {
	text, err := plist.MarshalIndent(plain(value), plist.XMLFormat, "\t")
	if err != nil {
		panic(fmt.Sprintf("policyfiles: no property list: %v", err)) // of what plain returns every value has one
	}
	return append(text, '\n')
}

// plain is a value without the order of its members.
func plain(value any) any {
	switch v := value.(type) {
	case object:
		all := map[string]any{}
		for _, m := range v {
			all[m.name] = plain(m.value)
		}
		return all
	case []any:
		all := make([]any, len(v))
		for i, entry := range v {
			all[i] = plain(entry)
		}
		return all
	}
	return value
}

// uuid is the same on every run, so that a new profile replaces the old one: a
// version 8 UUID (RFC 9562) of the name's SHA-256.
func uuid(name string) string {
	h := sha256.Sum256([]byte(name))
	h[6] = h[6]&0x0f | 0x80
	h[8] = h[8]&0x3f | 0x80
	return strings.ToUpper(fmt.Sprintf("%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16]))
}
