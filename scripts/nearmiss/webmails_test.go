package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"nearmiss/extension/src/webmail"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/scripts/nearmiss/release"
)

// A description of a webmail goes the way of a list: lint, stage, sign, publish,
// revert.
func TestDescriptionOfWebmailIsPublished(t *testing.T) {
	p := newTestChannel(t)
	p.firstRoot()
	os.Mkdir(p.path("lists", "webmails"), 0o777)
	source := p.path("lists", "webmails", "gmail.json")
	shipped, err := webmail.Files.ReadFile("descriptors/gmail/gmail.json")
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(source, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(string(shipped))
	p.prepare()
	if said := p.must("verify"); !strings.Contains(said, "1 descriptions of webmails") {
		t.Errorf("verify says %s", said)
	}
	p.send()
	before, err := (&release.Repository{Dir: p.path("release")}).Webmails(0)
	if err != nil || len(before) != 1 || before[0].Name != "gmail" || strings.Contains(before[0].Text, "\n") {
		t.Fatalf("published is %v, %v", before, err)
	}

	changed := strings.Replace(string(shipped), `"body": [`, `"body": ["[data-new-body]", `, 1)
	write(changed)
	p.refuses("the version has to grow (version)", exitFindings, "stage")
	was, err := lint.ReadWebmail(string(shipped))
	if err != nil {
		t.Fatal(err)
	}
	newer := strings.Replace(changed, fmt.Sprintf(`"version": %d`, was.Version), fmt.Sprintf(`"version": %d`, was.Version+1), 1)
	write(strings.Replace(newer, "[data-new-body]", "[title='Message']", 1))
	p.refuses("body[0]: matches words of a language: Message (locale)", exitFindings, "stage")
	write(newer)
	said := p.must("stage")
	for _, want := range []string{
		fmt.Sprintf("webmail gmail: version %d, was %d\n", was.Version+1, was.Version), `  + body: "[data-new-body]"`,
		fmt.Sprintf("  - version: %d", was.Version),
	} {
		if !strings.Contains(said, want) {
			t.Errorf("stage says\n%s\nand not %q", said, want)
		}
	}
	p.publish()
	p.must("check", "--url", p.url)

	if err := os.Remove(source); err != nil {
		t.Fatal(err)
	}
	p.refuses("the description is gone", exitFindings, "stage")
	write(newer)
	if said := p.must("stage"); !strings.Contains(said, "is published already") {
		t.Errorf("the same again: stage says %s", said)
	}
	p.must("revert", "1")
	after, err := (&release.Repository{Dir: p.path("release")}).StagedWebmails()
	if err != nil || len(after) != 1 || after[0].Text != before[0].Text {
		t.Errorf("reverted to %v, %v", after, err)
	}
}

// An organisation's folder of lists has no descriptions, and its channel takes none.
func TestOrganisationDescribesNoWebmail(t *testing.T) {
	p := newTestChannel(t)
	p.must("rotate-root", "--scope", "protect", "--timestamp-key", p.key("online"), "--root-threshold", "1", "--targets-threshold", "1",
		"--root-key", p.key("r1"), "--targets-key", p.key("t1"))
	p.sign("r1")
	os.Mkdir(p.path("lists", "webmails"), 0o777)
	if err := os.WriteFile(p.path("lists", "webmails", "gmail.json"), []byte("{}"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(p.path("lists", "suffixes.txt")); err != nil { // of a role that only the public channel has
		t.Fatal(err)
	}
	said := p.must("stage", "--allow-large")
	if strings.Contains(said, "webmail") {
		t.Errorf("stage says %s", said)
	}
}
