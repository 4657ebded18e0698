package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// policyCommand runs the command as a person does.
func policyCommand(t *testing.T, in string, args ...string) (status int, out, errors string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(&program{strings.NewReader(in), &o, &e, time.Now}, append([]string{"policy"}, args...))
	return status, o.String(), e.String()
}

func TestPolicyCheck(t *testing.T) {
	for _, c := range []struct{ name, in, out, err string }{
		{"right", `{"failure":"hold"}`, "-: good, 1 of 20 keys\n", ""},
		{"a byte order mark, as Windows editors write it", "\ufeff" + `{"failure":"hold"}`, "-: good, 1 of 20 keys\n", ""},
		{"each problem by its path", `{"failure":1,"actions":["* * ask","* * warn"]}`,
			"-: actions[1]: action \"warn\" is unknown; wanted \"allow\", \"notice\", \"ask\", \"ask-reason\" or \"block\"\n" +
				"-: failure: is a number; wanted a string, such as \"hold\"\n", ""},
		{"Chrome's file", `{"ExtensionSettings":{},"3rdparty":{"extensions":{"abc":{"failure":"hold"}}}}`,
			"-: 3rdparty.extensions.abc: good, 1 of 20 keys\n", ""},
		{"other extensions' policies are passed over", `{"3rdparty":{"extensions":{"abc":{"toggle":1},"def":{"failure":"x"}}}}`,
			"-: 3rdparty.extensions.def.failure: is \"x\"; wanted \"send\" or \"hold\"\n", ""},
		{"Firefox's file", `{"policies":{"3rdparty":{"Extensions":{"a@b":{"history":false}}}}}`,
			"-: policies.3rdparty.Extensions.a@b.history: is false without quotes; wanted a string, such as \"off\"\n", ""},
		{"Google Admin", `{"failure":{"Value":"hold"},"ownDomains":{"Value":["x"]}}`,
			"-: ownDomains[0]: \"x\" has one label; for every name below it write *.x\n", ""},
		{"not JSON", "{\n  \"failure\": hold\n}", "", "nearmiss policy check: -: line 2, column 14: not JSON: invalid character 'h' looking for beginning of value\n"},
		{"a list", `[]`, "", "nearmiss policy check: -: is a JSON array; an object is wanted\n"},
		{"no extension in the file", `{"3rdparty":{}}`, "", "nearmiss policy check: -: no policy of an extension in this file\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := exitFine
			switch {
			case c.err != "":
				want = exitUnusable
			case !strings.Contains(c.out, "good"):
				want = exitFindings
			}
			status, out, errors := policyCommand(t, c.in, "check", "-")
			out = withoutNotes(out)
			if status != want || out != c.out || errors != c.err {
				t.Errorf("got %d\n%s%s\nwant %d\n%s%s", status, out, errors, want, c.out, c.err)
			}
		})
	}
	if status, _, errors := policyCommand(t, "", "check"); status != exitUnusable || !strings.Contains(errors, "which file?") {
		t.Errorf("without a file: %d %s", status, errors)
	}
	if status, _, errors := policyCommand(t, "", "check", "no/such/file"); status != exitUnusable || !strings.Contains(errors, "no/such/file") {
		t.Errorf("a file that is not there: %d %s", status, errors)
	}
}

func withoutNotes(out string) (rest string) {
	for line := range strings.Lines(out) {
		if !strings.Contains(line, ": note: ") {
			rest += line
		}
	}
	return rest
}

// What is right by its form and yet not meant is a note, and no finding.
func TestPolicyNotes(t *testing.T) {
	for _, c := range []struct{ name, in, note string }{
		{"a category with a typing error", `{"actions":["* us-militry block"]}`, `rule 1 names the category "us-militry"`},
		{"a rule behind one for everything", `{"actions":["* * ask","suffix-slip us-military block"]}`, "rule 2 never counts, rule 1 decides before it"},
		{"a rule that is capped", `{"actions":["* us-military block"],"strongestAction":"notice"}`, "rule 1 says block, strongestAction allows notice"},
		{"a whole registry allowed", `{"allowedDomains":["*.ml"]}`, "*.ml lets every mail below .ml pass"},
		{"no own domains", `{"failure":"hold"}`, "ownDomains: not given"},
	} {
		status, out, _ := policyCommand(t, c.in, "check", "-")
		if status != exitFine || !strings.Contains(out, "-: note: ") || !strings.Contains(out, c.note) {
			t.Errorf("%s: %d\n%s", c.name, status, out)
		}
	}
	good := `{"ownDomains":["works.example"],"actions":["suffix-slip us-military block","* organisation ask","* * notice"],"allowedDomains":["*.orange.ml"]}`
	if status, out, _ := policyCommand(t, good, "check", "-"); status != exitFine || strings.Contains(out, "note") {
		t.Errorf("a good policy: %d\n%s", status, out)
	}
}

func TestPolicyTemplates(t *testing.T) {
	dir := t.TempDir()
	id := strings.Repeat("abcdefghijklmnop", 2)
	status, out, errors := policyCommand(t, `{"organisationName":"Roads Agency","failure":"hold"}`, "templates", "--out", dir, "--policy", "-",
		"--id", id, "--update-url", "https://roads.example/updates.xml")
	if status != exitFine {
		t.Fatalf("%d %s", status, errors)
	}
	linux, err := os.ReadFile(filepath.Join(dir, "linux", "nearmiss.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{id, "Roads Agency", "https://roads.example/updates.xml"} {
		if !bytes.Contains(linux, []byte(want)) {
			t.Errorf("linux/nearmiss.json has no %s", want)
		}
	}
	for _, name := range strings.Fields(out) {
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
	// What the templates hold is what check takes.
	for _, name := range []string{"policy.json", "linux/nearmiss.json", "firefox/policies.json", "google-admin/policy-for-extension.json"} {
		if status, out, errors := policyCommand(t, "", "check", filepath.Join(dir, name)); status != exitFine {
			t.Errorf("%s: %d %s%s", name, status, out, errors)
		}
	}
	if status, _, errors := policyCommand(t, `{"failure":"maybe"}`, "templates", "--out", dir, "--policy", "-"); status != exitFindings || !strings.Contains(errors, "-: failure: ") {
		t.Errorf("a wrong policy: %d %s", status, errors)
	}
	if status, _, errors := policyCommand(t, "", "templates", "--out", dir, "--id", "abc"); status != exitUnusable || !strings.Contains(errors, "--id") {
		t.Errorf("a wrong id: %d %s", status, errors)
	}
}
