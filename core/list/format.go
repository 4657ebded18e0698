package list

import (
	"strconv"
	"strings"
)

// Format writes a list as it is served: the header's known keys in the order of
// the package comment, an empty line, the entries, no comments. Parse reads it
// back; equal lists have equal bytes.
func Format(l *List) string {
	var b strings.Builder
	b.WriteString(Magic + "\n")
	key := func(key, value string) {
		if value != "" {
			b.WriteString("# " + key + ": " + value + "\n")
		}
	}
	key("name", l.Name)
	key("role", string(l.Role))
	key("category", l.Category)
	key("title", l.Title)
	for _, source := range l.Sources {
		key("source", source)
	}
	key("licence", l.Licence)
	key("date", l.Date)
	if l.Share > 0 {
		tenths := strconv.Itoa(int(10*l.Share + 0.5))
		key("share", strings.TrimSuffix(tenths[:len(tenths)-1]+"."+tenths[len(tenths)-1:], ".0"))
	}
	key("register", string(l.Register))
	if l.Mailboxes {
		key("mailboxes", "public")
	}
	b.WriteString("\n")
	for _, entry := range l.Entries() {
		b.WriteString(entry + "\n")
	}
	return b.String()
}
