package packages

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func writeTree(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func git(t *testing.T, folder string, args ...string) {
	t.Helper()
	command := exec.Command("git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...)
	command.Dir = folder
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

// The unzipped archive has the same sources as the repository, also below another
// repository and after a build.
func TestSourceWithoutGit(t *testing.T) {
	ours, err := os.ReadFile("../../../.gitignore")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{".gitignore": string(ours), "README.md": "read me\n", "core/a.go": "package a\n", "wasm/update/main.go": "package main\n"}
	repository := t.TempDir()
	writeTree(t, repository, files)
	git(t, repository, "init", "-q")
	git(t, repository, "add", ".")
	git(t, repository, "commit", "-qm", "x")
	committed, err := Source(repository)
	if err != nil {
		t.Fatal(err)
	}
	other := t.TempDir()
	git(t, other, "init", "-q")
	unzipped := filepath.Join(other, "below")
	for name, content := range committed {
		writeTree(t, unzipped, map[string]string{strings.TrimPrefix(name, "nearmiss/"): string(content)})
	}
	built := map[string]string{"node_modules/x/index.js": "", "extension/dist/chromium/manifest.json": "{}", "build/packages/SHA256SUMS": "",
		"worker/build/app.wasm": "", "x.wasm": "", "test-results/a.txt": "", "extension/tsconfig.tsbuildinfo": ""}
	for _, folder := range []string{repository, unzipped} {
		writeTree(t, folder, built)
		got, err := Source(folder)
		if err != nil {
			t.Fatal(err)
		}
		if !maps.EqualFunc(got, committed, bytes.Equal) {
			t.Errorf("%s: got %q, want %q", folder, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(committed)))
		}
	}
	if len(committed) != len(files) {
		t.Errorf("committed are %q", slices.Sorted(maps.Keys(committed)))
	}
	if _, err := Source(t.TempDir()); err == nil {
		t.Error("an empty folder is a source")
	}
}

func TestBaseURLs(t *testing.T) {
	for _, base := range []string{"http://works.example/", "ftp://works.example/", "works.example/", "https://works.example", "https:///",
		"https://works.example/?a=b/", "http://127.0.0.1.works.example/"} {
		in := testInput(t)
		in.BaseURL = base
		if _, err := Make(in); err == nil {
			t.Errorf("%s is taken", base)
		}
	}
	for _, base := range []string{"https://works.example/", "http://127.0.0.1:8000/x/", "http://localhost/"} {
		in := testInput(t)
		in.BaseURL = base
		if _, err := Make(in); err != nil {
			t.Errorf("%s: %v", base, err)
		}
	}
}

func TestFirefoxID(t *testing.T) {
	in := testInput(t)
	in.FirefoxID = "nearmiss@works.example"
	files := mustMake(t, in)
	if updates := string(files["updates.json"]); !strings.Contains(updates, `"nearmiss@works.example"`) {
		t.Errorf("updates.json names another:\n%s", updates)
	}
	if manifest := string(unzip(t, files["nearmiss-1.0.0-firefox.xpi"])["manifest.json"]); !strings.Contains(manifest, `"id": "nearmiss@works.example"`) {
		t.Errorf("the manifest names another:\n%s", manifest)
	}
	for _, id := range []string{"nearmiss", "a b@c", "{1}"} {
		in.FirefoxID = id
		if _, err := Make(in); err == nil {
			t.Errorf("%q is taken", id)
		}
	}
}
