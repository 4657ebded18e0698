package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nearmiss/scripts/nearmiss/lint"
)

// ownWebmails are the extension's descriptions.
func ownWebmails(t *testing.T) map[string]lint.Webmail {
	t.Helper()
	texts, err := readWebmails("", "")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]lint.Webmail)
	for _, text := range texts {
		w, err := lint.ReadWebmail(text.Text)
		if err != nil {
			t.Fatal(err)
		}
		all[w.ID] = w
	}
	return all
}

func TestChangedWebmails(t *testing.T) {
	own := ownWebmails(t)
	if got := changedWebmails(nil, own); len(got) != 0 {
		t.Errorf("the extension's own are no change: %v", got)
	}
	edited := own["gmail"]
	edited.Text = strings.Replace(edited.Text, `"to"`, `"xx"`, 1)
	got := changedWebmails(nil, map[string]lint.Webmail{"gmail": edited, "yahoo": own["yahoo"]})
	if len(got) != 1 || got["gmail"].Before != own["gmail"].Text || got["gmail"].After != edited.Text {
		t.Errorf("against the extension's own: %v", got)
	}
	if got := changedWebmails(map[string]lint.Webmail{"gmail": edited}, own); len(got) != 1 || got["gmail"].Before != edited.Text {
		t.Errorf("against what is published: %v", got)
	}
	if got := changedWebmails(nil, map[string]lint.Webmail{"other": edited}); got["other"].Before != "" {
		t.Errorf("a webmail that the extension does not know: %v", got)
	}
}

func TestLintPlaysDescriptions(t *testing.T) {
	text, err := os.ReadFile("../../extension/src/webmail/descriptors/gmail/gmail.json")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "gmail.json")
	version := ownWebmails(t)["gmail"].Version
	newer := strings.Replace(string(text), `"version": `+string(rune('0'+version)), `"version": `+string(rune('1'+version)), 1)
	if err := os.WriteFile(path, []byte(newer), 0o666); err != nil {
		t.Fatal(err)
	}
	lints := func(played map[string][]reading, why error) (string, map[string]change) {
		var out, errs bytes.Buffer
		var asked map[string]change
		p := &program{strings.NewReader(""), &out, &errs, time.Now, func(changes map[string]change) (map[string][]reading, error) {
			asked = changes
			return played, why
		}}
		if status := run(p, []string{"list", "lint", path}); status != exitFine {
			t.Errorf("%d\n%s%s", status, out.String(), errs.String())
		}
		return out.String(), asked
	}
	out, asked := lints(map[string][]reading{"gmail": {
		{Page: "new", Before: []string{"ann@army.ml", "bob@navy.ml"}, After: []string{"ann@army.ml"}},
		{Page: "reply", After: nil, Problem: "after: x is not a function"},
	}}, nil)
	for _, want := range []string{
		"webmail gmail on the demo page \"new\" reads ann@army.ml\n", "look twice: bob@navy.ml is read by the one of before alone\n",
		"webmail gmail on the demo page \"reply\" reads nothing\n", "look twice: after: x is not a function\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("got\n%s\nwant %s", out, want)
		}
	}
	if len(asked) != 1 || !strings.Contains(asked["gmail"].Before, `"gmail"`) {
		t.Errorf("played %v", asked)
	}
	if out, _ := lints(nil, errors.New("no Chromium")); !strings.Contains(out, "look twice: the changed descriptions of webmails were not played: no Chromium") {
		t.Errorf("got\n%s", out)
	}
	if out, _ := lints(map[string][]reading{}, nil); !strings.Contains(out, "webmail gmail has no demo mailbox to be played on") {
		t.Errorf("got\n%s", out)
	}
}

func TestWhatFailed(t *testing.T) {
	for in, want := range map[string]string{
		"node:internal\n  at x\nError: no browser\n    at y\n": "Error: no browser",
		"one\ntwo\n": "two",
		"":           "",
	} {
		if got := whatFailed(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// Who signs a changed description sees what it reads; a signature without a question
// asks nobody.
func TestSigningPlaysDescriptions(t *testing.T) {
	c := newPublishedChannel(t)
	played := 0
	c.play = func(changes map[string]change) (map[string][]reading, error) {
		played++
		if len(changes) != 1 || !strings.Contains(changes["gmail"].After, `"version":2`) {
			t.Errorf("plays %v", changes)
		}
		return map[string][]reading{"gmail": {{Page: "new", Before: []string{"bob@navy.ml"}, After: []string{"ann@army.ml"}}}}, nil
	}
	own := ownWebmails(t)["gmail"]
	if err := os.MkdirAll(c.path("lists", "webmails"), 0o777); err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(own.Text, `"version":1`, `"version":2`, 1)
	if err := os.WriteFile(c.path("lists", "webmails", "gmail.json"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	c.must("stage")
	got := c.list("sign", "--key", c.key("t1"))
	for _, want := range []string{"webmail gmail on the demo page \"new\" reads ann@army.ml\n", "look twice: bob@navy.ml is read by the one of before alone\n", "Sign this? [y/N]"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("got\n%s%s\nwant %q", got.out, got.err, want)
		}
	}
	c.must("sign", "--yes", "--key", c.key("t1"))
	if played != 1 {
		t.Errorf("played %d times, want once", played)
	}
}
