package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nearmiss/scripts/nearmiss/lint"
)

var update = flag.Bool("update", false, "write what lint says now into testdata/lint")

// lintCase is a file of testdata/lint: one line on what it shows, then parts
// "-- name --". The part "want" is what lint prints; parts in before/ are the
// lists as they were.
type lintCase struct {
	about string
	parts []lint.Text
	want  string
}

func readLintCase(t *testing.T, path string) lintCase {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split("\n"+string(text), "\n-- ")
	c := lintCase{about: strings.TrimSpace(sections[0])}
	for _, section := range sections[1:] {
		name, body, ok := strings.Cut(section, " --\n")
		if !ok {
			t.Fatalf("%s: a part without an end of its name", path)
		}
		if name == "want" {
			c.want = strings.TrimSuffix(body, "\n")
			continue
		}
		// git would take a real carriage return out of the file.
		c.parts = append(c.parts, lint.Text{File: name, Text: strings.ReplaceAll(body, "␍", "\r") + "\n"})
	}
	return c
}

// Every rule has a file that breaks it, and lint says so through the command.
func TestLintOfBadFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	paths, err := filepath.Glob("testdata/lint/*.txt")
	if err != nil || len(paths) < 18 {
		t.Fatalf("%d cases, %v", len(paths), err)
	}
	for _, path := range paths {
		rule := strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(rule, func(t *testing.T) {
			c := readLintCase(t, path)
			folder := t.TempDir()
			os.Mkdir(filepath.Join(folder, "before"), 0o777)
			var files []string
			args := []string{"list", "lint"}
			for _, part := range c.parts {
				if rule == "form" {
					part.Text = strings.TrimSuffix(part.Text, "\n") // no newline after its last line
				}
				name := filepath.Join(folder, part.File)
				if err := os.WriteFile(name, []byte(part.Text), 0o666); err != nil {
					t.Fatal(err)
				}
				if strings.HasPrefix(part.File, "before/") {
					args = append(args, "--base", filepath.Dir(name))
				} else {
					files = append(files, name)
				}
			}
			if rule == "must-keep" {
				args = append(args, "--lists", folder)
			} else {
				args = append(args, files...)
			}
			got := nearmiss(t, "", args...)
			said := strings.TrimSuffix(strings.ReplaceAll(got.out, folder+"/", ""), "\n")
			if *update {
				writeWant(t, path, said)
				return
			}
			if got.code != exitFindings || said != c.want {
				t.Errorf("exit %d, got\n%s\nwant\n%s\n%s", got.code, said, c.want, got.err)
			}
			if !strings.Contains(said, "("+rule+")") {
				t.Errorf("says nothing of %s:\n%s", rule, said)
			}
		})
	}
}

func writeWant(t *testing.T, path, said string) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(text), "-- want --\n")
	if err := os.WriteFile(path, []byte(before+"-- want --\n"+said+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
}

// noise gives names that do not compress, so that a list of them is dear.
func noise(n int) string {
	var b strings.Builder
	for i := range n {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		fmt.Fprintf(&b, "%05d-%x.com\n", i, sum[:24])
	}
	return b.String()
}

func TestLintOfTooManyBytes(t *testing.T) {
	header := "# nearmiss-list: 1\n# name: big\n# role: known\n# category: popular\n# title: t\n# source: s\n# licence: MIT\n# date: 2026-11-21\n\n"
	big := file(t, "big.txt", header+noise(3000))
	got := nearmiss(t, "", "list", "lint", big)
	if got.code != exitFindings || !strings.HasPrefix(got.out, big+": costs ") || !strings.HasSuffix(got.out, "(size)\n") {
		t.Errorf("got exit %d, %q", got.code, got.out)
	}
}

// The lists of this repository are without findings and in their form.
func TestOwnListsAreClean(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	if got := nearmiss(t, "", "list", "lint", "--allow-large"); got.code != exitFine {
		t.Errorf("lint: exit %d\n%s%s", got.code, got.out, got.err)
	}
	if got := nearmiss(t, "", "list", "fmt", "--check"); got.code != exitFine {
		t.Errorf("not in their form, \"nearmiss list fmt\" brings them into it:\n%s%s", got.out, got.err)
	}
}
