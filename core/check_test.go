package core

import (
	"os"
	"path/filepath"
	"testing"

	"nearmiss/core/domain"
	"nearmiss/core/list"
)

// shipped returns the lists that the extension is built with.
func shipped(t testing.TB) []*list.List {
	t.Helper()
	files, err := filepath.Glob("../worker/lists/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no lists in ../worker/lists", err)
	}
	var lists []*list.List
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		l, err := list.Parse(file, string(text))
		if err != nil {
			t.Fatal(err)
		}
		lists = append(lists, l)
	}
	return lists
}

func newChecker(t testing.TB, lists ...*list.List) *Checker {
	t.Helper()
	c, err := New(Config{Lists: lists})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFirstLight(t *testing.T) {
	c := newChecker(t, shipped(t)...)
	for _, row := range []struct {
		recipient  string
		level      Level
		kind       Kind
		suggestion string
	}{
		{"ann@army.ml", LevelWarn, KindSuffixSlip, "ann@army.mil"},
		{"bob@us.af.ml", LevelWarn, KindSuffixSlip, "bob@us.af.mil"},
		{"carl@navy.il", LevelWarn, KindSuffixSlip, "carl@navy.mil"},
		{"dee@gmail.com", LevelNone, KindNone, ""},
		{"eve@orange.ml", LevelNotice, KindRegistryUnlisted, "eve@orange.mil"},
		{"ann@a.b.army.ml", LevelWarn, KindSuffixSlip, "ann@a.b.army.mil"},
		{"ann@nasa.gop", LevelWarn, KindSuffixSlip, "ann@nasa.gov"},
		{"gmail,com", LevelWarn, KindMalformed, "gmail.com"},
		{"ann@gmail..com", LevelWarn, KindMalformed, "ann@gmail.com"},
		{"gmailcom", LevelWarn, KindDotSlip, "gmail.com"},
		{"ann@gmail.con", LevelWarn, KindSuffixUnknown, "ann@gmail.com"},
		{"army.mil.com", LevelWarn, KindEmbedded, "army.mil"},
		{"army-mil.com", LevelWarn, KindEmbedded, "army.mil"},
		{"Ann <ann@amry.mil>", LevelNotice, KindLabelTypo, "Ann <ann@army.mil>"},
	} {
		v := c.Check(row.recipient, "")
		if v.Level != row.level || v.Kind != row.kind || v.Suggestion != row.suggestion {
			t.Errorf("Check(%q) = %v %v %q (%s), want %v %v %q", row.recipient, v.Level, v.Kind, v.Suggestion, v.Reason, row.level, row.kind, row.suggestion)
		}
	}
}

// TestMilitaryTypedAsMali is the error that this project exists for: every core
// .mil domain with Mali's suffix.
func TestMilitaryTypedAsMali(t *testing.T) {
	lists := shipped(t)
	c := newChecker(t, lists...)
	for _, l := range lists {
		if l.Name != "us-military" {
			continue
		}
		for _, name := range l.Domains {
			typed := name[:len(name)-len("mil")] + "ml"
			if c.standingOf(parse(t, typed)) == knownReal {
				continue // a notice then
			}
			if v := c.Check("ann@"+typed, ""); v.Level != LevelWarn || v.Suggestion != "ann@"+name {
				t.Errorf("Check(ann@%s) = %v %q, want warn ann@%s", typed, v.Level, v.Suggestion, name)
			}
		}
	}
}

func parse(t testing.TB, name string) domain.Domain {
	t.Helper()
	d, err := domain.Parse(name)
	if err != nil {
		t.Fatalf("Parse(%q): %v", name, err)
	}
	return d
}
