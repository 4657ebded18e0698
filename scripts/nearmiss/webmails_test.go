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
	c := newTestChannel(t)
	c.firstRoot()
	os.Mkdir(c.path("lists", "webmails"), 0o777)
	source := c.path("lists", "webmails", "gmail.json")
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
	c.prepare()
	if said := c.must("verify"); !strings.Contains(said, "1 descriptions of webmails") {
		t.Errorf("verify says %s", said)
	}
	c.send()
	before, err := (&release.Repository{Dir: c.path("release")}).Webmails(0)
	if err != nil || len(before) != 1 || before[0].Name != "gmail" || strings.Contains(before[0].Text, "\n") {
		t.Fatalf("published is %v, %v", before, err)
	}

	changed := strings.Replace(string(shipped), `"body": [`, `"body": ["[data-new-body]", `, 1)
	write(changed)
	c.refuses("the version has to grow (version)", exitFindings, "stage")
	was, err := lint.ReadWebmail(string(shipped))
	if err != nil {
		t.Fatal(err)
	}
	newer := strings.Replace(changed, fmt.Sprintf(`"version": %d`, was.Version), fmt.Sprintf(`"version": %d`, was.Version+1), 1)
	write(strings.Replace(newer, "[data-new-body]", "[title='Message']", 1))
	c.refuses("body[0]: matches words of a language: Message (locale)", exitFindings, "stage")
	write(newer)
	said := c.must("stage")
	for _, want := range []string{
		fmt.Sprintf("webmail gmail: version %d, was %d\n", was.Version+1, was.Version), `  + body: "[data-new-body]"`,
		fmt.Sprintf("  - version: %d", was.Version),
	} {
		if !strings.Contains(said, want) {
			t.Errorf("stage says\n%s\nand not %q", said, want)
		}
	}
	c.publish()
	c.must("check", "--url", c.url)

	if err := os.Remove(source); err != nil {
		t.Fatal(err)
	}
	c.refuses("the description is gone", exitFindings, "stage")
	write(newer)
	if said := c.must("stage"); !strings.Contains(said, "is published already") {
		t.Errorf("the same again: stage says %s", said)
	}
	c.must("revert", "1")
	after, err := (&release.Repository{Dir: c.path("release")}).StagedWebmails()
	if err != nil || len(after) != 1 || after[0].Text != before[0].Text {
		t.Errorf("reverted to %v, %v", after, err)
	}
}

// An organisation's folder of lists has no descriptions, and its channel takes none.
func TestOrganisationDescribesNoWebmail(t *testing.T) {
	c := newTestChannel(t)
	c.must("rotate-root", "--scope", "protect", "--timestamp-key", c.key("online"), "--root-threshold", "1", "--targets-threshold", "1",
		"--root-key", c.key("r1"), "--targets-key", c.key("t1"))
	c.sign("r1")
	os.Mkdir(c.path("lists", "webmails"), 0o777)
	if err := os.WriteFile(c.path("lists", "webmails", "gmail.json"), []byte("{}"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(c.path("lists", "suffixes.txt")); err != nil { // of a role that only the public channel has
		t.Fatal(err)
	}
	said := c.must("stage", "--allow-large")
	if strings.Contains(said, "webmail") {
		t.Errorf("stage says %s", said)
	}
}
