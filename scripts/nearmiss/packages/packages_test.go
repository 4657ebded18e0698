package packages

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSameInputSameBytes(t *testing.T) {
	in := testInput(t)
	first, second := mustMake(t, in), mustMake(t, in)
	if len(first) != 8 {
		t.Errorf("files %q, want eight", slices.Sorted(maps.Keys(first)))
	}
	for name := range first {
		if !bytes.Equal(first[name], second[name]) {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

func TestSums(t *testing.T) {
	files := mustMake(t, testInput(t))
	lines := strings.Split(strings.TrimSpace(string(files["SHA256SUMS"])), "\n")
	if len(lines) != len(files)-1 {
		t.Errorf("%d lines for %d files", len(lines), len(files)-1)
	}
	for _, line := range lines {
		sum, name, _ := strings.Cut(line, "  ")
		if got := sha256.Sum256(files[name]); hex.EncodeToString(got[:]) != sum {
			t.Errorf("%s: wrong sum", name)
		}
	}
}

func TestBill(t *testing.T) {
	in := testInput(t)
	var b struct {
		SpecVersion, SerialNumber string
		Metadata                  map[string]any
		Components                []map[string]any
	}
	if err := json.Unmarshal(mustMake(t, in)["nearmiss-1.0.0.cdx.json"], &b); err != nil {
		t.Fatal(err)
	}
	if b.SpecVersion != "1.6" || len(b.Components) != 1 || b.Components[0]["purl"] != "pkg:golang/x@v1" || b.Metadata["timestamp"] != nil {
		t.Errorf("bill %+v", b)
	}
	in.Components[0].Licence = ""
	if _, err := Make(in); err == nil {
		t.Error("a component without licence is packed")
	}
}

func TestKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys", "key.pem")
	first, isNew, err := Key(file)
	if err != nil || !isNew {
		t.Fatalf("a new key: %v, %v", isNew, err)
	}
	again, isNew, err := Key(file)
	if err != nil || isNew || !again.Equal(first) {
		t.Errorf("the same file: new %v, %v", isNew, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	for name, text := range map[string]string{"text": "no key", "public": "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"} {
		bad := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Key(bad); err == nil {
			t.Errorf("%s is taken for a key", name)
		}
	}
}

func TestMakeRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*Input){
		"no key":                      func(in *Input) { in.Key = nil },
		"a version with a word":       func(in *Input) { in.Version = "1.0.0-beta" },
		"a version with leading zero": func(in *Input) { in.Version = "1.01" },
		"a base without slash":        func(in *Input) { in.BaseURL = "https://works.example/packages" },
		"no manifest":                 func(in *Input) { delete(in.Chromium, "manifest.json") },
		"no id for Firefox":           func(in *Input) { in.Firefox["manifest.json"] = []byte(`{}`) },
	} {
		in := testInput(t)
		spoil(&in)
		if _, err := Make(in); err == nil {
			t.Errorf("%s: packed all the same", name)
		}
	}
}
