package tuf_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

func TestAcceptsWhatGoTUFWrote(t *testing.T) {
	read := func(name string) []byte {
		text, err := os.ReadFile("testdata/go-tuf/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	targets, err := verify(open(t, read("1.root.json")),
		tuftest.Release{Targets: read("1.targets.json"), Snapshot: read("1.snapshot.json"), Timestamp: read("timestamp.json")}, now)
	if err != nil {
		t.Fatal(err)
	}
	want := tuf.Target{Length: 9, SHA256: "f8c67e2097653d5b2a747df67047fc5f1f379018e3c5d7775295ab556ae7f0f8"}
	if got, ok := targets.Get("us-military.txt"); !ok || got != want {
		t.Errorf("us-military.txt: %+v, want %+v", got, want)
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name   string
		change func(a *tuftest.Author)
		says   string
	}{
		{"nothing wrong", func(*tuftest.Author) {}, ""},
		{"targets by one of two", func(a *tuftest.Author) { a.Signers[tuf.RoleTargets] = []byte{4} }, "signed by 1 of the 2"},
		{"targets by one and a stranger", func(a *tuftest.Author) { a.Signers[tuf.RoleTargets] = []byte{4, 9} }, "signed by 1 of the 2"},
		{"targets by keys of another role", func(a *tuftest.Author) { a.Signers[tuf.RoleTargets] = []byte{1, 2} }, "signed by 0 of the 2"},
		{"snapshot by the timestamp key", func(a *tuftest.Author) { a.Signers[tuf.RoleSnapshot] = []byte{7} }, "signed by 0 of the 2"},
		{"timestamp by a stranger", func(a *tuftest.Author) { a.Signers[tuf.RoleTimestamp] = []byte{9} }, "signed by 0 of the 1"},
		{"nobody signed", func(a *tuftest.Author) { a.Signers[tuf.RoleTimestamp] = nil }, "signed by 0 of the 1"},
		{"more than needed", func(a *tuftest.Author) { a.Signers[tuf.RoleTargets] = []byte{4, 5, 6} }, ""},
		{"expired timestamp", func(a *tuftest.Author) { a.Expires[tuf.RoleTimestamp] = now }, "timestamp: version 3 expired"},
		{"expired snapshot", func(a *tuftest.Author) { a.Expires[tuf.RoleSnapshot] = now }, "snapshot: version 3 expired"},
		{"expired targets", func(a *tuftest.Author) { a.Expires[tuf.RoleTargets] = now }, "targets: version 3 expired"},
		{"expired root", func(a *tuftest.Author) { a.Expires[tuf.RoleRoot] = now }, "root: version 1 expired"},
		{"valid for a second more", func(a *tuftest.Author) { a.Expires[tuf.RoleTargets] = now.Add(time.Second) }, ""},
		{"another type", change(tuf.RoleTargets, "_type", "snapshot"), "its type"},
		{"another specification", change(tuf.RoleTargets, "spec_version", "2.0"), "specification"},
		{"no version", change(tuf.RoleTargets, "version", nil), "version"},
		{"version zero", change(tuf.RoleTimestamp, "version", 0), "version 0"},
		{"version beyond float64", change(tuf.RoleTimestamp, "version", int64(1)<<53), "version"},
		{"targets of another version than named", change(tuf.RoleTargets, "version", 4), "version 4, the snapshot names 3"},
		{"snapshot of another version than named", change(tuf.RoleSnapshot, "version", 4), "version 4, the timestamp names 3"},
		{"local time", change(tuf.RoleTargets, "expires", "2027-02-21T12:00:00+01:00"), "expires"},
		{"delegations", change(tuf.RoleTargets, "delegations", map[string]any{"keys": map[string]any{}, "roles": []any{}}), "delegations"},
		{"timestamp of two files", change(tuf.RoleTimestamp, "meta", map[string]any{"snapshot.json": map[string]any{"version": 3}, "x.json": map[string]any{"version": 1}}), "2 files"},
		{"snapshot of two files", change(tuf.RoleSnapshot, "meta", map[string]any{"targets.json": map[string]any{"version": 3}, "x.json": map[string]any{"version": 1}}), "2 files"},
		{"another length than named, with the right hash", func(a *tuftest.Author) {
			a.Change = func(role tuf.Role, signed map[string]any) {
				if role == tuf.RoleSnapshot {
					signed["meta"].(map[string]any)["targets.json"].(map[string]any)["length"] = 9
				}
			}
		}, "bytes where 9 are named"},
		{"snapshot without targets", change(tuf.RoleSnapshot, "meta", map[string]any{}), "targets.json"},
		{"targets without hash", change(tuf.RoleTargets, "targets", map[string]any{"a.txt": map[string]any{"length": 1}}), "hashes"},
		{"targets without length", change(tuf.RoleTargets, "targets", map[string]any{"a.txt": map[string]any{"hashes": map[string]any{"sha256": strings.Repeat("a", 64)}}}), "length"},
		{"a hash in capitals", change(tuf.RoleTargets, "targets", map[string]any{"a.txt": map[string]any{"length": 1, "hashes": map[string]any{"sha256": strings.Repeat("A", 64)}}}), "hex"},
		{"names without version", change(tuf.RoleRoot, "consistent_snapshot", false), "consistent_snapshot"},
		{"threshold zero", func(a *tuftest.Author) { a.Thresholds[tuf.RoleTimestamp] = 0 }, "threshold 0"},
		{"more needed than there are", func(a *tuftest.Author) {
			a.Signers[tuf.RoleTargets] = []byte{4, 5, 6}
			a.Thresholds[tuf.RoleTargets] = 4
		}, "signed by 3 of the 4"},
		{"a role's key is not described", changeRoot(func(root map[string]any) {
			delete(root["keys"].(map[string]any), tuftest.ID(7))
		}), "not among the keys"},
		{"a key of another kind", changeRoot(func(root map[string]any) {
			root["keys"].(map[string]any)[tuftest.ID(7)].(map[string]any)["keytype"] = "rsa"
		}), "only ed25519"},
		{"one key under two names counts once", changeRoot(underTwoNames), ""},
	}
	for _, test := range tests {
		author := tuftest.New(later)
		test.change(author)
		release := author.Release(3, files)
		root, err := tuf.OpenRoot(author.Root(1))
		if err == nil {
			_, err = verify(root, release, now)
		}
		switch {
		case test.says == "" && err != nil:
			t.Errorf("%s: refused: %v", test.name, err)
		case test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)):
			t.Errorf("%s: %v, want a refusal that says %q", test.name, err, test.says)
		}
	}
}

func TestMixAndMatch(t *testing.T) {
	author := tuftest.New(later)
	root := open(t, author.Root(1))
	one, two := author.Release(1, files), author.Release(2, nil)
	// As many bytes and the same version, signed twice with other content.
	other := author.Release(1, map[string][]byte{"us-military.txt": []byte("navy.mil\n"), "known.txt": []byte("example.org\n")})
	for name, mixed := range map[string]tuftest.Release{
		"targets of the same version":  {Targets: other.Targets, Snapshot: one.Snapshot, Timestamp: one.Timestamp},
		"snapshot of the same version": {Targets: other.Targets, Snapshot: other.Snapshot, Timestamp: one.Timestamp},
		"old targets":                  {Targets: one.Targets, Snapshot: two.Snapshot, Timestamp: two.Timestamp},
		"old snapshot":                 {Targets: one.Targets, Snapshot: one.Snapshot, Timestamp: two.Timestamp},
		"new targets":                  {Targets: two.Targets, Snapshot: one.Snapshot, Timestamp: one.Timestamp},
		"old timestamp":                {Targets: two.Targets, Snapshot: two.Snapshot, Timestamp: one.Timestamp},
	} {
		if _, err := verify(root, mixed, now); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
