package core

import (
	"strings"
	"testing"
)

func TestNextDomain(t *testing.T) {
	for _, row := range []struct {
		field string
		want  string // the domains, parted by spaces
	}{
		{"ann@army.mil", "army.mil"},
		{"Ann Doe <ann@army.mil>, bob@navy.mil; eve@gmail.com", "army.mil navy.mil gmail.com"},
		{`"ann@hidden.org" <ann@army.mil>`, "army.mil"},
		{`"an\"@hidden.org" <ann@army.mil>`, "army.mil"},
		{"(call (me) @ home) ann@army.mil (or@work)", "army.mil"},
		{"Team: ann@army.mil, bob@navy.mil;", "army.mil navy.mil"},
		{"ann@army,mil", "army,mil"},
		{"ann@army,mil, bob@navy.mil", "army,mil navy.mil"},
		{"ann@army,mil,bob@navy.mil", "army,mil navy.mil"},
		{"ann@army.mil,bob@navy.mil", "army.mil navy.mil"},
		{"ann@[192.0.2.1], bob@navy.mil", "navy.mil"},
		{`"ann@army.mil`, "army.mil"},
		{"(ann@army.mil", "army.mil"},
		{"ann@army.mil>", "army.mil"},
		{"mailto:ann@army.mil?cc=bob@navy.mil", "army.mil navy.mil"},
		{"@", ""},
		{"ann", ""},
		{"", ""},
	} {
		var got []string
		for from := 0; ; {
			at, next, ok := nextDomain(row.field, from)
			if !ok {
				break
			}
			got = append(got, row.field[at.start:at.end])
			from = next
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("domains of %q: %q, want %q", row.field, got, row.want)
		}
	}
}

func FuzzNextDomain(f *testing.F) {
	for _, seed := range []string{"ann@army.mil", `"a" <b@c>`, "((((", `"\"\"`, "a@b,c,d@e", "@@@", "a@ b", "＠x", "a@b?c=d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		for from := 0; ; {
			at, next, ok := nextDomain(field, from)
			if !ok {
				return
			}
			if at.start < from || at.end <= at.start || next < at.end || next > len(field) {
				t.Fatalf("nextDomain(%q, %d) = %+v, %d", field, from, at, next)
			}
			from = next
		}
	})
}
