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
			if c.statusOf(parse(t, typed)) == knownReal {
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

func TestReason(t *testing.T) {
	ground := shipped(t)
	c := newChecker(t,
		protectedAs(ground, "us-military", "*.mil", "army.mil", "us.army.mil"),
		listOf(list.RoleProtected, "given", "adwg.co.jp", "cba.com.au", "mti.co.jp", "mri.co.jp", "jr-central.co.jp"),
		protectedAs(ground, "mail-providers", "gmail.com"),
		listOf(list.RoleHistory, "", "kramerica.com"),
	)
	for recipient, want := range map[string]string{
		"ann@army.ml":          "army.ml ends in .ml (Mali), not in .mil; did you mean army.mil?",
		"ann@xyz.ml":           "xyz.ml ends in .ml (Mali), one key from .mil; did you mean xyz.mil?",
		"ann@adwg.so.jp":       "adwg.so.jp ends in .so.jp, not in .co.jp; did you mean adwg.co.jp?",
		"ann@cba.com":          "cba.com ends in .com, not in .com.au (Australia); did you mean cba.com.au?",
		"ann@gmail.con":        "there is no .con, so mail to gmail.con cannot arrive; did you mean gmail.com?",
		"ann@vandelay.con":     "there is no .con, so mail to vandelay.con cannot arrive; did you mean vandelay.com?",
		"ann@foo.mli":          "there is no .mli, so mail to foo.mli cannot arrive; did you mean foo.mil?",
		"ann@gmial.com":        "gmial.com is nearly gmail.com; did you mean gmail.com?",
		"ann@mii.co.jp":        "mii.co.jp is nearly mri.co.jp; did you mean mri.co.jp or mti.co.jp?",
		"ann@gmailcom":         "gmailcom differs from gmail.com by a dot; did you mean gmail.com?",
		"ann@ar\u200fmy.mil":   "the recipient has the character U+200F, which is invisible, in it, which no address has there; did you mean army.mil?",
		"ann@army\x07.mil":     "the recipient has the character U+0007, which is invisible, in it, which no address has there; did you mean army.mil?",
		"ann@jr.central.co.jp": "jr.central.co.jp and jr-central.co.jp differ by a hyphen and a dot; did you mean jr-central.co.jp?",
		"ann@gmail,com":        "the recipient has the character \",\" in it, which no address has there; did you mean gmail.com?",
		"ann@army.mil.com":     "army.mil.com has army.mil in it but is another name; did you mean army.mil?",
		"ann@gm\u0430il.com":   "gm\u0430il.com looks like gmail.com, but \"\u0430\" in it is another letter; did you mean gmail.com?",
		"bob@krameirca.com":    "krameirca.com is nearly kramerica.com, which you have written to; did you mean kramerica.com?",
		"bob@vandelay.com":     "",
	} {
		if v := c.Check(recipient, ""); v.Reason != want {
			t.Errorf("Check(%q).Reason = %q, want %q", recipient, v.Reason, want)
		}
	}
	if v := c.Check("bob@vandeley.com", "ann@vandelay.com"); v.Reason != "vandeley.com is nearly your own domain vandelay.com; did you mean vandelay.com?" {
		t.Errorf("own domain: %q", v.Reason)
	}
}
