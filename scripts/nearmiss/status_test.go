package main

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestStatusWarnsBeforeItIsTooLate(t *testing.T) {
	c := newPublishedChannel(t)
	for _, row := range []struct {
		after time.Duration
		want  string // that is due; "" for nothing
	}{
		{24 * time.Hour, ""},
		{5 * 24 * time.Hour, "timestamp.json"},
		{75 * 24 * time.Hour, "1.targets.json"},
		{330 * 24 * time.Hour, "1.root.json"},
	} {
		q := *c
		q.now = c.now.Add(row.after)
		got := q.list("status")
		due := ""
		for line := range strings.Lines(got.out) {
			if strings.Contains(line, "time to act") && due == "" {
				due = strings.Fields(line)[0]
			}
		}
		if due != row.want || (got.code == exitFindings) != (row.want != "") {
			t.Errorf("after %v: exit %d, due %q, want %q\n%s", row.after, got.code, due, row.want, got.out)
		}
	}
	// Renewing is enough for the timestamp, staging and signing again for the rest.
	c.now = c.now.Add(5 * 24 * time.Hour)
	c.renew()
	c.send()
	c.must("status", "--url", c.url)
	c.now = c.now.Add(60 * 24 * time.Hour)
	c.publish()
	c.sees(2, "jag.mil", false)
	c.must("status")
}

func TestAuditLogShowsWhatWasChangedLater(t *testing.T) {
	c := newPublishedChannel(t)
	path := c.path("release", "audit.log")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for line := range strings.Lines(string(text)) {
		_, step, _ := strings.Cut(line, `"step":"`)
		step, _, _ = strings.Cut(step, `"`)
		steps = append(steps, step)
	}
	if want := []string{"stage-root", "sign", "sign", "stage", "sign", "sign", "renew", "publish"}; !slices.Equal(steps, want) {
		t.Errorf("got steps %q, want %q", steps, want)
	}
	lines := strings.SplitAfter(string(text), "\n")
	for name, changed := range map[string]string{
		"altered":   strings.Replace(string(text), "stage-root", "stage-rooT", 1),
		"taken out": strings.Join(append(slices.Clone(lines[:2]), lines[3:]...), ""),
		"swapped":   strings.Join(append([]string{lines[1], lines[0]}, lines[2:]...), ""),
	} {
		os.WriteFile(path, []byte(changed), 0o666)
		c.refuses("the log was changed", exitFindings, "status")
		if got := c.list("renew", "--key", c.key("online")); got.code == exitFine {
			t.Errorf("%s: work goes on", name)
		}
	}
}
