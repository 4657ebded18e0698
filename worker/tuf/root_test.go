package tuf_test

import (
	"bytes"
	"strings"
	"testing"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

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

// TestOneKeyUnderTwoNames signs twice with one key that root lists under two ids.
func TestOneKeyUnderTwoNames(t *testing.T) {
	author := tuftest.New(later)
	changeRoot(underTwoNames)(author)
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
