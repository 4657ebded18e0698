package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"nearmiss/worker/lists"
)

type line struct {
	Recipient, Domain, Level, Kind, Target, Suggestion, Reason string
}

func lines(t *testing.T, out string) []line {
	t.Helper()
	var all []line
	for text := range strings.Lines(out) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		all = append(all, l)
	}
	return all
}

func TestCheckSpeaksJSONLines(t *testing.T) {
	got := nearmiss(t, "ann@army.ml\nbob@us.af.ml\ncarl@navy.il\ndee@gmail.com\neve@orange.ml\n", "check", "--jsonl")
	if got.code != exitFine || got.err != "" {
		t.Fatalf("exit %d, %q", got.code, got.err)
	}
	want := []line{
		{Recipient: "ann@army.ml", Domain: "army.ml", Level: "warn", Target: "army.mil", Suggestion: "ann@army.mil"},
		{Recipient: "bob@us.af.ml", Domain: "us.af.ml", Level: "warn", Target: "us.af.mil", Suggestion: "bob@us.af.mil"},
		{Recipient: "carl@navy.il", Domain: "navy.il", Level: "warn", Target: "navy.mil", Suggestion: "carl@navy.mil"},
		{Recipient: "dee@gmail.com", Domain: "gmail.com", Level: "none"},
	}
	all := lines(t, got.out)
	if len(all) != 5 {
		t.Fatalf("got %d lines, want 5:\n%s", len(all), got.out)
	}
	for i, w := range want {
		g := all[i]
		if g.Recipient != w.Recipient || g.Domain != w.Domain || g.Level != w.Level || g.Target != w.Target || g.Suggestion != w.Suggestion {
			t.Errorf("got %+v want %+v", g, w)
		}
		if (g.Reason == "") != (w.Level == "none") {
			t.Errorf("%s: reason %q", g.Recipient, g.Reason)
		}
	}
	if all[4].Level == "warn" {
		t.Errorf("orange.ml is a telephone company in Mali: got %+v", all[4])
	}
}

// The mistake that this program exists for: every core .mil domain, below the
// suffix of Mali.
func TestCheckWarnsOfEveryCoreMilitaryDomainInMali(t *testing.T) {
	text, err := lists.Files.ReadFile("us-military.txt")
	if err != nil {
		t.Fatal(err)
	}
	var input strings.Builder
	var want []string
	for entry := range strings.Lines(string(text)) {
		domain, comment, _ := strings.Cut(strings.TrimSpace(entry), " # ")
		if strings.HasPrefix(domain, "#") || !strings.Contains(comment, "gsa:dotmil_domains") {
			continue
		}
		want = append(want, domain)
		fmt.Fprintln(&input, strings.TrimSuffix(domain, ".mil")+".ml")
	}
	if len(want) != 177 {
		t.Fatalf("got %d core domains in the list, want 177", len(want))
	}
	all := lines(t, nearmiss(t, input.String(), "check", "--jsonl").out)
	if len(all) != len(want) {
		t.Fatalf("got %d lines, want %d", len(all), len(want))
	}
	for i, l := range all {
		if l.Level != "warn" || l.Suggestion != want[i] {
			t.Errorf("%s: got %s, %q; want warn, %q", l.Recipient, l.Level, l.Suggestion, want[i])
		}
	}
}

func TestCheckOfArguments(t *testing.T) {
	got := nearmiss(t, "", "check", "ann@army.ml", "army.mil")
	want := "warn    ann@army.ml\n"
	if got.code != exitFine || !strings.HasPrefix(got.out, want) || !strings.Contains(got.out, "→ ann@army.mil\n") ||
		!strings.Contains(got.out, "ok      army.mil\n") || !strings.HasSuffix(got.out, "2 recipients: 1 warn, 0 notice, 1 ok\n") {
		t.Errorf("got exit %d, %q %q", got.code, got.out, got.err)
	}
}

func TestCheckTakesPeoplesLists(t *testing.T) {
	protect := file(t, "mine.txt", "# ours\r\nContoso.example\n*.Corp.example # all of it\n")
	all := lines(t, nearmiss(t, "x@contsoo.example\nx@army.ml\nx@contoso.example\n", "check", "--jsonl", "--protect", protect).out)
	if all[0].Suggestion != "x@contoso.example" {
		t.Errorf("--protect protects: got %+v", all[0])
	}
	if all[1].Level != "none" {
		t.Errorf("--protect stands in place of the protected lists: got %+v", all[1])
	}
	if all[2].Level != "none" {
		t.Errorf("a protected domain is right: got %+v", all[2])
	}
	known := file(t, "known.txt", "contsoo.example\n")
	all = lines(t, nearmiss(t, "x@contsoo.example\n", "check", "--jsonl", "--protect", protect, "--known", known).out)
	if all[0].Level != "none" {
		t.Errorf("--known says that a domain is real: got %+v", all[0])
	}
	all = lines(t, nearmiss(t, "x@fabrikamm-consulting.example\n", "check", "--jsonl", "--from", "me@fabrikam-consulting.example").out)
	if all[0].Suggestion != "x@fabrikam-consulting.example" || all[0].Kind != "own-lookalike" {
		t.Errorf("--from protects the sender's domain: got %+v", all[0])
	}
	military := filepath.Join(t.TempDir(), "lists")
	if err := os.MkdirAll(military, 0o777); err != nil {
		t.Fatal(err)
	}
	text, _ := lists.Files.ReadFile("us-military.txt")
	if err := os.WriteFile(filepath.Join(military, "us-military.txt"), text, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{military, filepath.Join(military, "us-military.txt")} {
		all = lines(t, nearmiss(t, "x@army.ml\nx@gmail.con\n", "check", "--jsonl", "--list", path).out)
		if all[0].Suggestion != "x@army.mil" || all[1].Level == "warn" {
			t.Errorf("--list %s: got %+v", path, all)
		}
	}
}

func TestCheckRefusesWhatItCannotUse(t *testing.T) {
	bad := file(t, "bad.txt", "contoso.example\nnot a domain\n")
	badList := file(t, "list.txt", "# nearmiss-list: 1\n# name: list\n# role: protected\n# category: x\n\nb.example\na.example\n")
	badPolicy := file(t, "policy.json", `{"strongestAction":"shout"}`)
	empty := file(t, "empty.txt", "# nothing\n")
	for _, row := range []struct {
		name, stdin string
		args        []string
		want        string // in the error
	}{
		{"plain list", "", []string{"--protect", bad, "x@y.example"}, bad + `:2: "not a domain"`},
		{"known list", "", []string{"--known", bad, "x@y.example"}, bad + `:2: "not a domain"`},
		{"list out of order", "", []string{"--list", badList, "x@y.example"}, badList + ":7: a.example is out of order"},
		{"nothing protected", "", []string{"--protect", empty, "x@y.example"}, empty + ": holds no domain"},
		{"no such file", "", []string{"--protect", "none.txt", "x@y.example"}, "none.txt: no such file"},
		{"no such folder", "", []string{"--list", "none", "x@y.example"}, "none: no such file"},
		{"folder without lists", "", []string{"--list", t.TempDir(), "x@y.example"}, "holds no lists"},
		{"policy", "", []string{"--policy", badPolicy, "x@y.example"}, badPolicy + ": "},
		{"binary input", "ok@y.example\nx\x00@y.example\n", nil, "standard input:2: has control characters"},
		{"other encoding", "ok@y.example\nx@\xe4rmy.mil\n", nil, "standard input:2: not UTF-8"},
		{"endless line", "ok@y.example\n" + strings.Repeat("x", 5000), nil, "standard input:2: longer than 4096 bytes"},
		{"endless line, longer than a block", strings.Repeat("x", 1<<20), nil, "standard input:1: longer than 4096 bytes"},
		{"unknown flag", "", []string{"--loud"}, "provided but not defined: -loud"},
		{"sender", "", []string{"--from", "army.mil", "x@y.example"}, "--from takes an address"},
	} {
		got := nearmiss(t, row.stdin, append([]string{"check", "--jsonl"}, row.args...)...)
		if got.code != exitUnusable || !strings.Contains(got.err, row.want) {
			t.Errorf("%s: got exit %d, %q; want exit 2, %q", row.name, got.code, got.err, row.want)
		}
		if strings.HasPrefix(row.stdin, "ok@") && !strings.Contains(got.out, `"ok@y.example"`) {
			t.Errorf("%s: the line before is lost: %q", row.name, got.out)
		}
	}
}

// endless gives the same line again and again, n times.
type endless struct {
	line string
	left int
	rest string
}

func (e *endless) Read(into []byte) (int, error) {
	n := 0
	for n < len(into) {
		if e.rest == "" {
			if e.left == 0 {
				break
			}
			e.left--
			e.rest = e.line
		}
		copied := copy(into[n:], e.rest)
		n, e.rest = n+copied, e.rest[copied:]
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// counter forgets what is written, but for the number of lines, and sees how
// much memory is held while the run is still going on.
type counter struct {
	lines, measureAt int
	held             uint64
}

func (c *counter) Write(b []byte) (int, error) {
	c.lines += bytes.Count(b, []byte("\n"))
	if c.held == 0 && c.lines >= c.measureAt {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		c.held = m.HeapAlloc
	}
	return len(b), nil
}

func TestCheckOfManyLinesDoesNotGrow(t *testing.T) {
	held := func(n int) uint64 {
		out := &counter{measureAt: n * 9 / 10}
		p := &program{&endless{line: "someone@army.ml\n", left: n}, out, new(bytes.Buffer), time.Now, nil}
		if code := run(p, []string{"check", "--jsonl"}); code != exitFine || out.lines != n {
			t.Fatalf("exit %d after %d of %d lines", code, out.lines, n)
		}
		return out.held
	}
	few, many := held(1_000), held(100_000)
	if few == 0 || many > few+1<<20 {
		t.Errorf("heap is %d bytes at 1,000 lines and %d at 100,000", few, many)
	}
}
