package main

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestHelpOfEveryCommand(t *testing.T) {
	var walk func(c *command, path []string)
	seen := 0
	walk = func(c *command, path []string) {
		seen++
		asked := nearmiss(t, "", append(append([]string{}, path...), "--help")...)
		word := nearmiss(t, "", append([]string{"help"}, path...)...)
		if asked.code != exitFine || word.code != exitFine || asked.out != word.out || asked.out == "" {
			t.Errorf("%s: got %d and %d, %q and %q", strings.Join(path, " "), asked.code, word.code, asked.out, word.out)
		}
		for i := range c.commands {
			walk(&c.commands[i], append(append([]string{}, path...), c.commands[i].name))
		}
	}
	walk(&root, nil)
	if seen < 25 {
		t.Errorf("only %d commands were asked", seen)
	}
}

func TestSuggestsWhatWasMeant(t *testing.T) {
	for _, row := range []struct {
		args []string
		want string // in what is printed; "" for no suggestion
	}{
		{[]string{"chekc", "army.ml"}, "did you mean nearmiss check?"},
		{[]string{"list", "pubish"}, "did you mean nearmiss list publish?"},
		{[]string{"check", "--polcy", "x"}, "did you mean --policy?"},
		{[]string{"check", "-jsnol"}, "did you mean --jsonl?"},
		{[]string{"xyzzyx"}, ""},
		{[]string{"check", "--nothing-like-that"}, ""},
	} {
		got := nearmiss(t, "", row.args...)
		if got.code != exitUnusable || got.out != "" {
			t.Errorf("%v: got exit %d, %q", row.args, got.code, got.out)
		}
		if isSaid := strings.Contains(got.err, "did you mean"); isSaid != (row.want != "") || !strings.Contains(got.err, row.want) {
			t.Errorf("%v: got %q, want %q", row.args, got.err, row.want)
		}
	}
}

func TestSaysWhatIsNoAddress(t *testing.T) {
	got := nearmiss(t, "", "check", "hello", "ann@", "ann@army.mil", "army.mil", "ann@[192.0.2.1]", "ann@localhost")
	if got.code != exitFine || strings.Count(got.out, "not an address: ") != 2 ||
		!strings.HasSuffix(got.out, "6 recipients: 0 warn, 0 notice, 4 ok, 2 not an address\n") {
		t.Errorf("got exit %d, %q", got.code, got.out)
	}
}

// The scripts are run by the shells that are there.
func TestCompletesInBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	dir := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "nearmiss"), ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	script := nearmiss(t, "", "completion", "bash").out
	for _, row := range []struct{ line, want string }{
		{"nearmiss ch", "check"},
		{"nearmiss list re", "renew revert"},
		{"nearmiss check --js", "--jsonl"},
		{"nearmiss check army.ml --ex", "--explain"},
		{"nearmiss completion f", "fish"},
		{"nearmiss help list li", "lint"},
		{"nearmiss check ann@", ""},
	} {
		words := strings.Fields(row.line)
		asked := exec.Command(bash, "-c", script+`
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nearmiss; echo "${COMPREPLY[*]}"`, "bash")
		asked.Args = append(asked.Args, words...)
		asked.Env = append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"))
		out, err := asked.CombinedOutput()
		if got := strings.Join(strings.Fields(string(out)), " "); err != nil || got != row.want {
			t.Errorf("%s: got %q (%v), want %q", row.line, got, err, row.want)
		}
	}
}

func TestManualHasEveryFlag(t *testing.T) {
	page := nearmiss(t, "", "man").out
	flags := 0
	var walk func(c *command)
	walk = func(c *command) {
		for i := range c.commands {
			walk(&c.commands[i])
		}
		if c.run == nil {
			return
		}
		d := c.describe(&program{now: time.Now})
		if d.flags == nil {
			return
		}
		d.flags.VisitAll(func(one *flag.Flag) {
			flags++
			if !strings.Contains(page, `\-\-`+roff(one.Name)+` `) {
				t.Errorf("%s --%s is not in the manual", c.name, one.Name)
			}
		})
	}
	walk(&root)
	if flags < 50 {
		t.Errorf("only %d flags were looked for", flags)
	}
	if man, err := exec.LookPath("groff"); err == nil {
		check := exec.Command(man, "-man", "-Tutf8", "-ww", "-z")
		check.Stdin = strings.NewReader(page)
		if out, err := check.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("groff: %v\n%s", err, out)
		}
	}
}

func TestStatusAsJSON(t *testing.T) {
	got := nearmiss(t, "", "list", "status", "--json", "--repository", t.TempDir())
	var status struct {
		Staged, Published []struct{ File string }
	}
	if err := json.Unmarshal([]byte(got.out), &status); err != nil || status.Staged == nil || status.Published == nil {
		t.Errorf("got exit %d, %q %q (%v)", got.code, got.out, got.err, err)
	}
}
