package tuf_test

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

var (
	now   = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	later = now.AddDate(0, 3, 0)
	files = map[string][]byte{"us-military.txt": []byte("army.mil\n"), "known.txt": []byte("example.com\n")}
)

// verify runs the whole chain as a reader does.
func verify(root *tuf.Root, r tuftest.Release, now time.Time) (*tuf.Targets, error) {
	timestamp, err := root.Timestamp(r.Timestamp, now)
	if err != nil {
		return nil, err
	}
	snapshot, err := root.Snapshot(r.Snapshot, timestamp.Snapshot, now)
	if err != nil {
		return nil, err
	}
	return root.Targets(r.Targets, snapshot.Targets, now)
}

func open(t *testing.T, text []byte) *tuf.Root {
	t.Helper()
	root, err := tuf.OpenRoot(text)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

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
		{"one key under two names counts once", changeRoot(func(root map[string]any) {
			root["keys"].(map[string]any)[tuftest.ID(9)] = root["keys"].(map[string]any)[tuftest.ID(4)]
			role := root["roles"].(map[string]any)["targets"].(map[string]any)
			role["keyids"] = append(role["keyids"].([]any), tuftest.ID(9))
		}), ""},
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

// TestForms changes what no signature covers, or the same words' dress.
func TestForms(t *testing.T) {
	author := tuftest.New(later)
	text := string(author.Root(1))
	first := text[strings.Index(text, `{"keyid"`) : strings.IndexByte(text, '}')+1]
	tests := []struct{ name, text, says string }{
		{"as it was", text, ""},
		{"other white space", strings.ReplaceAll(text, ",", " ,\n"), ""},
		{"a field that is not known", strings.Replace(text, `{"signatures"`, `{"note":[1,{}],"signatures"`, 1), ""},
		{"a name twice", strings.Replace(text, `"version":1`, `"version":1,"version":1`, 1), "twice in one object"},
		{"a fraction", strings.Replace(text, `{"signatures"`, `{"note":1.5,"signatures"`, 1), "integer"},
		{"an integer in another form", strings.Replace(text, `"version":1`, `"version":1e0`, 1), "integer"},
		{"too deep", strings.Replace(text, `{"signatures"`, `{"note":[[[[[[[[[[]]]]]]]]]],"signatures"`, 1), "levels"},
		{"something after it", text + "{}", "follows"},
		{"not UTF-8", strings.Replace(text, `{"signatures"`, "{\"\xff\":1,\"signatures\"", 1), "UTF-8"},
		{"too long", text + strings.Repeat(" ", tuf.MaxBytes), "more than"},
		{"two signatures of one key", strings.Replace(text, first, first+","+first, 1), "two signatures"},
		{"too many signatures", strings.Replace(text, first, first+strings.Repeat(`,{"keyid":"x","sig":""}`, 40), 1), "more than 32"},
		{"cut off", text[:len(text)-1], "not metadata"},
		{"a list", "[" + text + "]", "not a JSON object"},
		{"nothing", "", "not metadata"},
	}
	for _, test := range tests {
		_, err := tuf.OpenRoot([]byte(test.text))
		if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%s: %v, want %q", test.name, err, test.says)
		}
	}
}

// TestOneKeyUnderTwoNames signs twice with one key that root lists under two ids.
func TestOneKeyUnderTwoNames(t *testing.T) {
	author := tuftest.New(later)
	changeRoot(func(root map[string]any) {
		root["keys"].(map[string]any)[tuftest.ID(9)] = root["keys"].(map[string]any)[tuftest.ID(4)]
		role := root["roles"].(map[string]any)["targets"].(map[string]any)
		role["keyids"] = append(role["keyids"].([]any), tuftest.ID(9))
	})(author)
	root := open(t, author.Root(1))
	author.Signers[tuf.RoleTargets] = []byte{4}
	release := author.Release(3, files)
	first := []byte(`"signatures":[{"keyid":"` + tuftest.ID(4) + `"`)
	start := bytes.Index(release.Targets, []byte(`{"keyid"`))
	end := start + bytes.IndexByte(release.Targets[start:], '}') + 1
	again := strings.Replace(string(release.Targets[start:end]), tuftest.ID(4), tuftest.ID(9), 1)
	if !bytes.Contains(release.Targets, first) {
		t.Fatal("not the layout this test knows")
	}
	twice := append(append(append([]byte{}, release.Targets[:end]...), ","+again...), release.Targets[end:]...)
	if _, err := root.Targets(twice, tuf.Described{Version: 3}, now); err == nil || !strings.Contains(err.Error(), "signed by 1 of the 2") {
		t.Errorf("one key that signed under two names: %v, want it to count once", err)
	}
}

func change(role tuf.Role, name string, value any) func(*tuftest.Author) {
	return func(a *tuftest.Author) {
		a.Change = func(r tuf.Role, signed map[string]any) {
			if r != role {
				return
			}
			signed[name] = value
			if value == nil {
				delete(signed, name)
			}
		}
	}
}

func changeRoot(change func(map[string]any)) func(*tuftest.Author) {
	return func(a *tuftest.Author) {
		a.Change = func(r tuf.Role, signed map[string]any) {
			if r == tuf.RoleRoot {
				change(signed)
			}
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

func TestRoots(t *testing.T) {
	first := tuftest.New(later)
	second := tuftest.New(later)
	second.Keys[tuf.RoleRoot] = []byte{2, 3, 11}
	second.Signers[tuf.RoleRoot] = []byte{3, 11}
	second.Keys[tuf.RoleTimestamp] = []byte{12}
	root := open(t, first.Root(1))
	for name, text := range map[string][]byte{
		"signed by one of two of the one before": second.Root(2),
		"signed by one of two of its own":        withoutSigners(second).Root(2, withoutSigners(first)),
		"a version too far":                      second.Root(3, first),
		"the same version":                       second.Root(1, first),
	} {
		if _, err := root.Next(text); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	next, err := root.Next(second.Root(2, first))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify(next, first.Release(1, files), now); err == nil {
		t.Error("a timestamp by the key that was replaced: accepted")
	}
	if _, err := verify(next, second.Release(1, files), now); err != nil {
		t.Errorf("a timestamp by the new key: %v", err)
	}
}

// withoutSigners is an author whose first root key alone signs.
func withoutSigners(a *tuftest.Author) *tuftest.Author {
	copied := *a
	copied.Signers = map[tuf.Role][]byte{tuf.RoleRoot: a.Keys[tuf.RoleRoot][:1]}
	return &copied
}

// TestEveryByte changes every byte of every file in three ways and cuts it off
// there: it is refused, or it means exactly the same (a hexadecimal signature in
// capitals).
func TestEveryByte(t *testing.T) {
	author := tuftest.New(later)
	rootText := author.Root(1)
	release := author.Release(1, files)
	want, err := verify(open(t, rootText), release, now)
	if err != nil {
		t.Fatal(err)
	}
	try := func(rootText []byte, r tuftest.Release) (*tuf.Targets, error) {
		root, err := tuf.OpenRoot(rootText)
		if err != nil {
			return nil, err
		}
		return verify(root, r, now)
	}
	whole := map[string][]byte{"root": rootText, "targets": release.Targets, "snapshot": release.Snapshot, "timestamp": release.Timestamp}
	accepted := 0
	for name, text := range whole {
		for i := range text {
			for _, changed := range [][]byte{flip(text, i, 0x01), flip(text, i, 0x20), flip(text, i, 0x80), text[:i]} {
				r, root := release, rootText
				switch name {
				case "root":
					root = changed
				case "targets":
					r.Targets = changed
				case "snapshot":
					r.Snapshot = changed
				case "timestamp":
					r.Timestamp = changed
				}
				got, err := try(root, r)
				if err != nil {
					continue
				}
				accepted++
				if !reflect.DeepEqual(got, want) || !strings.EqualFold(string(changed), string(text)) {
					t.Fatalf("%s with byte %d changed (%q for %q): accepted as %+v", name, i, changed[max(0, i-10):min(len(changed), i+10)], text[i], got)
				}
			}
		}
	}
	if accepted > 2*64*4 {
		t.Errorf("%d changed files were accepted, more than there are letters in signatures", accepted)
	}
}

func flip(text []byte, i int, mask byte) []byte {
	changed := bytes.Clone(text)
	changed[i] ^= mask
	return changed
}

func FuzzFiles(f *testing.F) {
	author := tuftest.New(later)
	release := author.Release(1, files)
	for _, text := range [][]byte{author.Root(1), release.Targets, release.Snapshot, release.Timestamp, []byte(`{"signed":{"_type":"root"},"signatures":[]}`)} {
		f.Add(text)
	}
	root, err := tuf.OpenRoot(author.Root(1))
	if err != nil {
		f.Fatal(err)
	}
	known := [][]byte{release.Targets, release.Snapshot, release.Timestamp}
	f.Fuzz(func(t *testing.T, text []byte) {
		_, _ = tuf.OpenRoot(text)
		_, _ = root.Next(text)
		_, notTimestamp := root.Timestamp(text, now)
		_, notSnapshot := root.Snapshot(text, tuf.Described{Version: 1}, now)
		_, notTargets := root.Targets(text, tuf.Described{Version: 1}, now)
		if notTimestamp != nil && notSnapshot != nil && notTargets != nil {
			return
		}
		// What is accepted was signed by the author, up to the file's dress.
		for _, signed := range known {
			if sameWords(text, signed) {
				return
			}
		}
		t.Errorf("accepted: %s", text)
	})
}

// sameWords reports whether two files hold the same signed words; white space,
// the order of names, escapes and the case of signatures may differ.
func sameWords(a, b []byte) bool {
	return tuf.Canonical(a) != "" && tuf.Canonical(a) == tuf.Canonical(b)
}
