package main

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/scripts/nearmiss/release"
)

func (c *testChannel) keyID(name string) string {
	c.t.Helper()
	change, err := (&release.Repository{Dir: c.path("release")}).StagedRoot()
	if err != nil || change == nil {
		c.t.Fatal(change, err)
	}
	for _, role := range change.Roles {
		for _, keys := range [][]release.NamedKey{role.Added, role.Kept, role.Removed} {
			for _, key := range keys {
				if key.File == name {
					return key.ID
				}
			}
		}
	}
	c.t.Fatalf("no key was handed in as %s", name)
	return ""
}

// Who signs a root sees its keys, by id and by the file that they came in.
func TestSigningShowsTheRoot(t *testing.T) {
	c := newPublishedChannel(t)
	for _, key := range []string{"r4", "online-2"} {
		c.must("keygen", c.key(key))
	}
	c.must("rotate-root", "--root-key", c.key("r2"), "--root-key", c.key("r3"), "--root-key", c.key("r4"), "--root-threshold", "3",
		"--timestamp-key", c.key("online-2"))
	got := c.list("sign", "--key", c.key("r2"))
	for _, want := range []string{
		"root 2, after root 1, ends 2027-11-21, scope public\n",
		"  root: 3 of 3 keys (before: 2 of 3)\n",
		"    - " + c.keyID("r1") + "  r1\n",
		"    + " + c.keyID("r4") + "  r4\n",
		"      " + c.keyID("r2") + "  r2\n",
		"  targets, snapshot: 2 of 3 keys\n",
		"  timestamp: 1 of 1 keys\n    + " + c.keyID("online-2") + "  online-2\n    - " + c.keyID("online") + "  online\n",
	} {
		if !strings.Contains(got.out, want) {
			t.Errorf("does not show %q:\n%s", want, got.out)
		}
	}
}

// Without a terminal a root is signed only by who says which one.
func TestRootIsExpected(t *testing.T) {
	c := newTestChannel(t)
	c.must("rotate-root", "--timestamp-key", c.key("online"), "--root-key", c.key("r1"), "--root-key", c.key("r2"),
		"--targets-key", c.key("t1"), "--targets-key", c.key("t2"))
	root, err := (&release.Repository{Dir: c.path("release")}).StagedRoot()
	if err != nil {
		t.Fatal(err)
	}
	c.refuses("--expect "+root.SHA256, exitUnusable, "sign", "--yes", "--key", c.key("r1"))
	c.refuses("not the one that --expect names", exitUnusable, "sign", "--expect", strings.Repeat("0", 64), "--key", c.key("r1"))
	staged, err := (&release.Repository{Dir: c.path("release")}).Staged()
	if err != nil || len(staged) != 1 || staged[0].Have != 0 {
		t.Errorf("something was signed: %v, %v", staged, err)
	}
	c.must("sign", "--expect", root.SHA256, "--key", c.key("r1"))
	c.must("sign", "--expect", root.SHA256, "--key", c.key("r2")) // a signature changes nothing of what is signed
	c.must("stage")
	c.refuses("not signed", exitUnusable, "sign", "--expect", root.SHA256, "--key", c.key("t1")) // says nothing of lists
	c.must("sign", "--yes", "--key", c.key("t1"))                                                // may not sign roots
}

// A device is no terminal because it is no file: nobody answers in /dev/null.
func TestTerminal(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	p := &program{null, null, null, time.Now, nil}
	if p.isTerminal() || isTerminal(null) {
		t.Errorf("%s is taken for a terminal", os.DevNull)
	}
}

// Thieves of as many list keys as can sign may have counted the snapshot up;
// clients forget it with the timestamp key only.
func TestFastForwardRecovery(t *testing.T) {
	c := newPublishedChannel(t)
	for _, key := range []string{"t4", "t5", "online-2"} {
		c.must("keygen", c.key(key))
	}
	lists := []string{"rotate-root", "--targets-key", c.key("t3"), "--targets-key", c.key("t4"), "--targets-key", c.key("t5")}
	c.refuses("--timestamp-key", exitUnusable, lists...)
	c.refuses("--timestamp-key", exitUnusable, append(lists, "--timestamp-key", c.key("online"))...)
	c.must(append(lists, "--timestamp-key", c.key("online-2"))...)
}

func TestOnlineKeyIsNotOffline(t *testing.T) {
	c := newTestChannel(t)
	if out := c.must("keygen", c.key("online-3")); strings.Contains(out, "offline") {
		t.Errorf("got\n%s", out)
	}
}

// A slip that was staged past lint is red before it is signed.
func TestSigningShowsSuspects(t *testing.T) {
	c := newPublishedChannel(t)
	c.add("us-military", "jag.mil")
	c.must("stage")
	if got := c.list("sign", "--key", c.key("t1")); strings.Contains(got.out, "look twice") {
		t.Errorf("an ordinary entry is suspect:\n%s", got.out)
	}
	// Somebody whose lint is another stages the slip.
	r := &release.Repository{Dir: c.path("release")}
	lists, err := r.StagedLists()
	if err != nil {
		t.Fatal(err)
	}
	var texts []release.Text
	for name := range lists {
		text, err := os.ReadFile(c.path("lists", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		built, err := parseAll([]lint.Text{{File: name + ".txt", Text: string(text)}})
		if err != nil {
			t.Fatal(err)
		}
		if name == "us-military-mail" {
			built[0].Domains = append(built[0].Domains, "army.ml")
			slices.Sort(built[0].Domains)
		}
		texts = append(texts, release.Text{Name: name, Text: list.Format(built[0])})
	}
	if _, _, err := r.Stage(texts, nil, c.now); err != nil {
		t.Fatal(err)
	}
	got := c.list("sign", "--key", c.key("t1"))
	if want := "look twice: us-military-mail: army.ml"; !strings.Contains(got.out, want) {
		t.Errorf("does not say %q:\n%s", want, got.out)
	}
}
