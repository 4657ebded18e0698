package core

import "testing"

// The common case is a name that is near nothing; it must allocate nothing.
var silent = []struct{ name, recipient string }{
	{"protected", "ann@army.mil"},
	{"below a registry", "ann@mail.us.army.mil"},
	{"provider", "dee@gmail.com"},
	{"known", "eve@mit.edu"},
	{"unrelated", "kim@vandelay-industries.com"},
	{"unrelated, short", "kim@xqz.de"},
	{"unrelated, subdomains", "kim@mail.eu.vandelay-industries.co.uk"},
	{"with a name", "Kim Doe <kim@vandelay-industries.com>"},
	{"near but real", "kim@mail.com"},
}

func TestSilenceAllocatesNothing(t *testing.T) {
	c := newChecker(t, shipped(t)...)
	for _, row := range silent {
		if v := c.Check(row.recipient, "bob@vandelay.com"); v.Level != LevelNone {
			t.Errorf("%s: Check(%q) = %v %q, want none", row.name, row.recipient, v.Level, v.Suggestion)
		}
		if n := testing.AllocsPerRun(100, func() { c.Check(row.recipient, "bob@vandelay.com") }); n != 0 {
			t.Errorf("%s: Check(%q) allocates %v times, want 0", row.name, row.recipient, n)
		}
	}
}
