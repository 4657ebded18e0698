package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"nearmiss/core/policy"
)

// keys is how many keys there are, as texts say it.
var keys = strconv.Itoa(len(policy.Keys))

// policyCommand runs the command as a person does.
func policyCommand(t *testing.T, in string, args ...string) (status int, out, errors string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(&program{strings.NewReader(in), &o, &e, time.Now, nil}, append([]string{"policy"}, args...))
	return status, o.String(), e.String()
}

func TestPolicyCheck(t *testing.T) {
	for _, c := range []struct{ name, in, out, err string }{
		{"right", `{"failure":"hold"}`, "-: good, 1 of " + keys + " keys\n", ""},
		{"a byte order mark, as Windows editors write it", "\ufeff" + `{"failure":"hold"}`, "-: good, 1 of " + keys + " keys\n", ""},
		{"each problem by its path", `{"failure":1,"actions":["* * ask","* * warn"]}`,
			"-: actions[1]: action \"warn\" is unknown; wanted \"allow\", \"notice\", \"ask\", \"ask-reason\" or \"block\"\n" +
				"-: failure: is a number; wanted a string, such as \"hold\"\n", ""},
		{"Chrome's file", `{"ExtensionSettings":{},"3rdparty":{"extensions":{"abc":{"failure":"hold"}}}}`,
			"-: 3rdparty.extensions.abc: good, 1 of " + keys + " keys\n", ""},
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
		{"a category with a typing error", `{"actions":["* us-militry block"]}`, `actions[0]: names the category "us-militry"`},
		{"a rule behind one for everything", `{"actions":["* * ask","suffix-slip us-military block"]}`, "actions[1]: never counts, actions[0] decides before it"},
		{"a rule that is capped", `{"actions":["* us-military block"],"strongestAction":"notice"}`, "actions[0]: says block, strongestAction allows notice"},
		{"a whole registry allowed", `{"allowedDomains":["*.ml"]}`, "*.ml lets every mail below .ml pass"},
		{"a whole registry protected", `{"protectedDomains":["*.ml"]}`, "to stop mail to it, use blockedDomains"},
		{"an own domain is blocked", `{"ownDomains":["works.ml"],"blockedDomains":["works.ml"]}`, "works.ml is in ownDomains too, and not blocked"},
		{"no own domains", `{"failure":"hold"}`, "ownDomains: not given"},
	} {
		status, out, _ := policyCommand(t, c.in, "check", "-")
		if status != exitFine || !strings.Contains(out, "-: note: ") || !strings.Contains(out, c.note) {
			t.Errorf("%s: %d\n%s", c.name, status, out)
		}
	}
	// A note counts as the problems beside it do, and says nothing of a key that is wrong itself.
	_, out, _ := policyCommand(t, `{"actions":["x","* * ask","suffix-slip * block"],"ownDomains":["works"]}`, "check", "-")
	if !strings.Contains(out, "actions[2]: never counts, actions[1] decides before it") || strings.Contains(out, "ownDomains: not given") {
		t.Errorf("got\n%s", out)
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

// Every form that "policy templates" writes is read back: the same keys, and a
// mistake is found in it.
func TestPolicyCheckReadsTemplates(t *testing.T) {
	for _, policy := range []struct{ name, text, want string }{
		{"good", `{"ownDomains":["works.example","*.works.example"],"blockedDomains":["*.ml"],"organisationName":"Works & \"Roads\" <a>","failure":"hold"}`,
			"good, 4 of " + keys + " keys"},
		{"wrong", `{"ownDomains":["works.example"],"failure":"hold"}`, `failure: is "hodl"; wanted "send" or "hold"`},
	} {
		dir := t.TempDir()
		path := file(t, "policy.json", policy.text)
		if status, out, errors := policyCommand(t, "", "templates", "--out", dir, "--policy", path); status != exitFine {
			t.Fatal(out, errors)
		}
		read := 0
		filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasSuffix(path, ".admx") || strings.HasSuffix(path, ".adml") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if policy.name == "wrong" {
				text = bytes.ReplaceAll(text, []byte("hold"), []byte("hodl"))
			}
			status, out, errors := policyCommand(t, string(text), "check", "-")
			out = withoutNotes(out)
			isGood := policy.name == "good"
			if (status == exitFine) != isGood || !strings.Contains(out, policy.want) {
				t.Errorf("%s: %d\n%s%s", path, status, out, errors)
			}
			read++
			return nil
		})
		if read < 8 {
			t.Errorf("%d files were read", read)
		}
	}
}

func TestPolicyCheckReadsRegeditExports(t *testing.T) {
	text := "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\Software\\Policies\\Google\\Chrome\\3rdparty\\extensions\\abc\\policy]\r\n" +
		"\"failure\"=\"hold\"\r\n\"history\"=dword:00000001\r\n"
	export := []byte{0xff, 0xfe}
	for _, r := range text {
		export = append(export, byte(r), 0)
	}
	status, out, errors := policyCommand(t, string(export), "check", "-")
	if want := "history: is a number; wanted a string"; status != exitFindings || !strings.Contains(out, want) {
		t.Errorf("%d\n%s%s\nwant %s", status, out, errors, want)
	}
}

// What will happen is said, and by what.
func TestCheckSaysTheAction(t *testing.T) {
	path := file(t, "p.json", `{"ownDomains":["works.example"],"blockedDomains":["*.ml"],"externalRecipients":"notice","strongestAction":"ask-reason",
		"actions":["suffix-slip us-military ask-reason","homoglyph * allow"]}`)
	for _, c := range []struct{ recipient, want string }{
		{"ann@army.ml", "asks at Send, and for a reason, by strongestAction of " + path},
		{"ann@army.mik", "asks at Send, as no rule of " + path + " says otherwise"},
		{"ann@example.com", "hint only, the mail goes, by externalRecipients of " + path},
		{"ann@work.example", "asks at Send, as no rule of " + path + " says otherwise"},
	} {
		got := nearmiss(t, "", "check", "--policy", path, c.recipient)
		if got.code != exitFine || !strings.Contains(got.out, "        "+c.want+"\n") {
			t.Errorf("%s: got\n%s%s\nwant %s", c.recipient, got.out, got.err, c.want)
		}
	}
	rule := file(t, "r.json", `{"actions":["x * allow","suffix-slip us-military block"]}`)
	if got := nearmiss(t, "", "check", "--policy", rule, "ann@army.ml"); got.code != exitUnusable {
		t.Errorf("a policy that is wrong: %d %s", got.code, got.out)
	}
	rule = file(t, "r.json", `{"actions":["homoglyph * allow","suffix-slip us-military block"]}`)
	if got := nearmiss(t, "", "check", "--policy", rule, "ann@army.ml"); !strings.Contains(got.out, "blocked at Send, by actions[1] of "+rule) {
		t.Errorf("got\n%s", got.out)
	}
	if got := nearmiss(t, "", "check", "--policy", rule, "--jsonl", "ann@army.ml"); !strings.Contains(got.out, `"action":"block"`) ||
		!strings.Contains(got.out, `"decidedBy":"actions[1]"`) {
		t.Errorf("got\n%s", got.out)
	}
	if got := nearmiss(t, "", "check", "--policy", path, "--jsonl", "ann@army.ml"); !strings.Contains(got.out, `"external":"notice"`) {
		t.Errorf("got\n%s", got.out)
	}
	if got := nearmiss(t, "", "check", "--jsonl", "ann@army.ml"); strings.Contains(got.out, "external") {
		t.Errorf("got\n%s", got.out)
	}
	if got := nearmiss(t, "", "check", "ann@army.ml"); !strings.Contains(got.out, "        asks at Send\n") {
		t.Errorf("got\n%s", got.out)
	}
}

// The templates of Group Policy are no policy, and are not taken for a broken one.
func TestPolicyCheckOfATemplate(t *testing.T) {
	for _, path := range []string{"windows/nearmiss.admx", "windows/en-US/nearmiss.adml"} {
		got := nearmiss(t, "", "policy", "check", "../../extension/policy/templates/"+path)
		if got.code != exitUnusable || !strings.Contains(got.err, "holds no policy") {
			t.Errorf("%s: exit %d, %s%s", path, got.code, got.out, got.err)
		}
	}
}
