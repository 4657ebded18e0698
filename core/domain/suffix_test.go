package domain

import "testing"

func TestSplit(t *testing.T) {
	plain := NewSuffixes(nil, nil)
	more := NewSuffixes([]string{"newtld", "co.newtld"}, []string{"wild"})
	for _, row := range []struct {
		suffixes                                  *Suffixes
		name, suffix, registrable, label, subject string
		known                                     bool
	}{
		{plain, "us.army.mil", "mil", "army.mil", "army", "us", true},
		{plain, "a.b.army.co.uk", "co.uk", "army.co.uk", "army", "a.b", true},
		{plain, "co.uk", "co.uk", "", "", "", true},
		{plain, "mil", "mil", "", "", "", true},
		{plain, "gmailcom", "gmailcom", "", "", "", false},
		{plain, "gmail.con", "con", "gmail.con", "gmail", "", false},
		{plain, "so.jp", "jp", "so.jp", "so", "", true}, // which co.jp is not
		// A private suffix is somebody's name as well.
		{plain, "me.github.io", "github.io", "me.github.io", "me", "", true},
		{plain, "github.io", "io", "github.io", "github", "", true},
		{plain, "www.ck", "ck", "www.ck", "www", "", true}, // an exception to *.ck
		{plain, "army.x.ck", "x.ck", "army.x.ck", "army", "", true},
		{plain, "a.newtld", "newtld", "a.newtld", "a", "", false},
		{more, "a.newtld", "newtld", "a.newtld", "a", "", true},
		{more, "b.a.co.newtld", "co.newtld", "a.co.newtld", "a", "b", true},
		{more, "b.a.x.wild", "x.wild", "a.x.wild", "a", "b", true},
		{more, "us.army.mil", "mil", "army.mil", "army", "us", true},
	} {
		for range 2 { // the second answer is remembered
			d, err := Parse(row.name)
			if err != nil {
				t.Fatal(err)
			}
			p := row.suffixes.Split(d)
			if p.Suffix != row.suffix || p.Registrable != row.registrable || p.Label() != row.label || p.Subdomain() != row.subject || p.Known != row.known {
				t.Errorf("Split(%q) = suffix %q, registrable %q, label %q, subdomain %q, known %v; want %q, %q, %q, %q, %v", row.name,
					p.Suffix, p.Registrable, p.Label(), p.Subdomain(), p.Known, row.suffix, row.registrable, row.label, row.subject, row.known)
			}
		}
	}
}

func TestIsUnder(t *testing.T) {
	for _, row := range []struct {
		name, parent string
		want         bool
	}{
		{"us.army.mil", "army.mil", true},
		{"army.mil", "army.mil", true},
		{"usarmy.mil", "army.mil", false},
		{"mil", "army.mil", false},
	} {
		if got := IsUnder(row.name, row.parent); got != row.want {
			t.Errorf("IsUnder(%q, %q) = %v, want %v", row.name, row.parent, got, row.want)
		}
	}
}
