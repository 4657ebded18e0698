package source

import (
	"reflect"
	"testing"
)

func TestNear(t *testing.T) {
	for _, c := range []struct {
		comment string
		origin  string
		marks   []Near
	}{
		{"", "", nil},
		{"United States", "United States", nil},
		{"a near: miss; of nothing", "a near: miss; of nothing", nil},
		{"near: gmail.com older than Gmail", "", []Near{{"gmail.com", "older than Gmail"}}},
		{"near: gmail.com", "", []Near{{"gmail.com", ""}}},
		{"US; old; near: a.example first; really; near: b.example second", "US; old",
			[]Near{{"a.example", "first; really"}, {"b.example", "second"}}},
	} {
		e := Entry{Domain: "mail.com", Comment: c.comment}
		if got := e.Origin(); got != c.origin {
			t.Errorf("%q: origin %q, want %q", c.comment, got, c.origin)
		}
		if got := e.Near(); !reflect.DeepEqual(got, c.marks) {
			t.Errorf("%q: marks %q, want %q", c.comment, got, c.marks)
		}
	}
}

func TestMarkNear(t *testing.T) {
	e := Entry{Domain: "mail.com", Comment: "United States"}
	e.MarkNear(Near{"gmail.com", "older"})
	e.MarkNear(Near{"gmai.com", "another"})
	e.MarkNear(Near{"gmail.com", "older than Gmail"})
	if want := "United States; near: gmail.com older than Gmail; near: gmai.com another"; e.Comment != want {
		t.Errorf("got %q, want %q", e.Comment, want)
	}
}

// A mark survives an import, which writes the entry's own comment anew.
func TestKeepMarks(t *testing.T) {
	before := Read("x.txt", "# name: x\n\na.gov # City: A, CA; near: b.gov both registered\ngone.gov # near: a.gov was there\n")
	fresh := Read("x.txt", "# name: x\n\na.gov # City: A (renamed), CA\nb.gov # City: B, CA\n")
	KeepMarks(fresh, before)
	if got, want := Format(fresh), "# name: x\n\na.gov # City: A (renamed), CA; near: b.gov both registered\nb.gov # City: B, CA\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
