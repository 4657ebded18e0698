package tuf_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

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
