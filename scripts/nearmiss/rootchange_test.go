package main

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/release"
)

func (p *testChannel) keyID(name string) string {
	p.t.Helper()
	change, err := (&release.Repository{Dir: p.path("release")}).StagedRoot()
	if err != nil || change == nil {
		p.t.Fatal(change, err)
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
	p.t.Fatalf("no key was handed in as %s", name)
	return ""
}

// Who signs a root sees its keys, by id and by the file that they came in.
func TestSigningShowsTheRoot(t *testing.T) {
	p := newPublishedChannel(t)
	for _, key := range []string{"r4", "online-2"} {
		p.must("keygen", p.key(key))
	}
	p.must("rotate-root", "--root-key", p.key("r2"), "--root-key", p.key("r3"), "--root-key", p.key("r4"), "--root-threshold", "3",
		"--timestamp-key", p.key("online-2"))
	got := p.list("sign", "--key", p.key("r2"))
	for _, want := range []string{
		"root 2, after root 1, ends 2027-11-21, scope public\n",
		"  root: 3 of 3 keys (before: 2 of 3)\n",
		"    - " + p.keyID("r1") + "  r1\n",
		"    + " + p.keyID("r4") + "  r4\n",
		"      " + p.keyID("r2") + "  r2\n",
		"  targets, snapshot: 2 of 3 keys\n",
		"  timestamp: 1 of 1 keys\n    + " + p.keyID("online-2") + "  online-2\n    - " + p.keyID("online") + "  online\n",
	} {
		if !strings.Contains(got.out, want) {
			t.Errorf("does not show %q:\n%s", want, got.out)
		}
	}
}

// Without a terminal a root is signed only by who says which one.
func TestRootIsExpected(t *testing.T) {
	p := newTestChannel(t)
	p.must("rotate-root", "--timestamp-key", p.key("online"), "--root-key", p.key("r1"), "--root-key", p.key("r2"),
		"--targets-key", p.key("t1"), "--targets-key", p.key("t2"))
	root, err := (&release.Repository{Dir: p.path("release")}).StagedRoot()
	if err != nil {
		t.Fatal(err)
	}
	p.refuses("--expect "+root.SHA256, exitUnusable, "sign", "--yes", "--key", p.key("r1"))
	p.refuses("not the one that --expect names", exitUnusable, "sign", "--expect", strings.Repeat("0", 64), "--key", p.key("r1"))
	staged, err := (&release.Repository{Dir: p.path("release")}).Staged()
	if err != nil || len(staged) != 1 || staged[0].Have != 0 {
		t.Errorf("something was signed: %v, %v", staged, err)
	}
	p.must("sign", "--expect", root.SHA256, "--key", p.key("r1"))
	p.must("sign", "--expect", root.SHA256, "--key", p.key("r2")) // a signature changes nothing of what is signed
	p.must("stage")
	p.refuses("not signed", exitUnusable, "sign", "--expect", root.SHA256, "--key", p.key("t1")) // says nothing of lists
	p.must("sign", "--yes", "--key", p.key("t1"))                                                // may not sign roots
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
	p := newPublishedChannel(t)
	for _, key := range []string{"t4", "t5", "online-2"} {
		p.must("keygen", p.key(key))
	}
	lists := []string{"rotate-root", "--targets-key", p.key("t3"), "--targets-key", p.key("t4"), "--targets-key", p.key("t5")}
	p.refuses("--timestamp-key", exitUnusable, lists...)
	p.refuses("--timestamp-key", exitUnusable, append(lists, "--timestamp-key", p.key("online"))...)
	p.must(append(lists, "--timestamp-key", p.key("online-2"))...)
}

func TestOnlineKeyIsNotOffline(t *testing.T) {
	p := newTestChannel(t)
	if out := p.must("keygen", p.key("online-3")); strings.Contains(out, "offline") {
		t.Errorf("got\n%s", out)
	}
}

// A slip that was staged past lint is red before it is signed.
func TestSigningShowsSuspects(t *testing.T) {
	p := newPublishedChannel(t)
	p.add("us-military", "jag.mil")
	p.must("stage")
	if got := p.list("sign", "--key", p.key("t1")); strings.Contains(got.out, "look twice") {
		t.Errorf("an ordinary entry is suspect:\n%s", got.out)
	}
	// Somebody whose lint is another stages the slip.
	r := &release.Repository{Dir: p.path("release")}
	lists, err := r.StagedLists()
	if err != nil {
		t.Fatal(err)
	}
	var texts []release.Text
	for name := range lists {
		text, err := os.ReadFile(p.path("lists", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		built, err := parseAll([]namedText{{name + ".txt", string(text)}})
		if err != nil {
			t.Fatal(err)
		}
		if name == "us-military-mail" {
			built[0].Domains = append(built[0].Domains, "army.ml")
			slices.Sort(built[0].Domains)
		}
		texts = append(texts, release.Text{Name: name, Text: list.Format(built[0])})
	}
	if _, _, err := r.Stage(texts, nil, p.now); err != nil {
		t.Fatal(err)
	}
	got := p.list("sign", "--key", p.key("t1"))
	if want := "look twice: us-military-mail: army.ml"; !strings.Contains(got.out, want) {
		t.Errorf("does not say %q:\n%s", want, got.out)
	}
}
