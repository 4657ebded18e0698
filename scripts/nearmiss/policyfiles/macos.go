package policyfiles

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"strings"
)

const plistHead = xml.Header + `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
`

func chromePlist(i Install) string { return chrome(i).plist + ".plist" }

// plistOf is the preference domain of one browser's extension, for consoles
// that take a property list and a domain name (Jamf, Workspace ONE).
func plistOf(settings []Setting) []byte {
	var b bytes.Buffer
	b.WriteString(plistHead)
	writePlist(&b, objectOf(settings), 0)
	b.WriteString("</plist>\n")
	return b.Bytes()
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

	var b bytes.Buffer
	b.WriteString(plistHead)
	writePlist(&b, object{
		{"PayloadType", "Configuration"},
		{"PayloadIdentifier", "nearmiss.policy"},
		{"PayloadUUID", uuid("nearmiss.policy")},
		{"PayloadVersion", 1},
		{"PayloadScope", "System"},
		{"PayloadRemovalDisallowed", true},
		{"PayloadDisplayName", "Nearmiss"},
		{"PayloadDescription", "Installs the Nearmiss extension in Chrome, Edge and Firefox and fixes its settings."},
		{"PayloadContent", payloads},
	}, 0)
	b.WriteString("</plist>\n")
	return b.Bytes()
}

func writePlist(b *bytes.Buffer, value any, depth int) {
	indent := strings.Repeat("\t", depth)
	switch v := value.(type) {
	case object:
		fmt.Fprintf(b, "%s<dict>\n", indent)
		for _, m := range v {
			fmt.Fprintf(b, "%s\t<key>%s</key>\n", indent, escape(m.name))
			writePlist(b, m.value, depth+1)
		}
		fmt.Fprintf(b, "%s</dict>\n", indent)
	case []any:
		fmt.Fprintf(b, "%s<array>\n", indent)
		for _, entry := range v {
			writePlist(b, entry, depth+1)
		}
		fmt.Fprintf(b, "%s</array>\n", indent)
	case []string:
		fmt.Fprintf(b, "%s<array>\n", indent)
		for _, entry := range v {
			writePlist(b, entry, depth+1)
		}
		fmt.Fprintf(b, "%s</array>\n", indent)
	case string:
		fmt.Fprintf(b, "%s<string>%s</string>\n", indent, escape(v))
	case int:
		fmt.Fprintf(b, "%s<integer>%d</integer>\n", indent, v)
	case bool:
		fmt.Fprintf(b, "%s<%t/>\n", indent, v)
	default:
		panic(fmt.Sprintf("policyfiles: no property list of %T", v))
	}
}

// uuid is the same on every run, so that a new profile replaces the old one: a
// version 8 UUID (RFC 9562) of the name's SHA-256.
func uuid(name string) string {
	h := sha256.Sum256([]byte(name))
	h[6] = h[6]&0x0f | 0x80
	h[8] = h[8]&0x3f | 0x80
	return strings.ToUpper(fmt.Sprintf("%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16]))
}
