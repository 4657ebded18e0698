package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func scanCommandOutput(in string, args ...string) (status int, out, errors string) {
	var o, e strings.Builder
	now := func() time.Time { return time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC) }
	status = run(&program{strings.NewReader(in), &o, &e, now, nil}, append([]string{"scan"}, args...))
	return status, o.String(), e.String()
}

const delivered = "Nov 29 09:00:01 mx postfix/smtp[1]: A1: to=<ann@army.ml>, relay=mx.army.ml[203.0.113.9]:25, status=sent (ok)\n"

func TestScan(t *testing.T) {
	for _, row := range []struct {
		name   string
		in     string
		args   []string
		status int
		want   []string
	}{
		{"nothing", "to somebody@army.mil\n", nil, exitFine, []string{"text: 1 input, 1 recipient\n", "No mail to a wrong domain"}},
		{"found", delivered, nil, exitFindings, []string{
			"postfix: 1 input, 1 recipient\n", "army.ml  army.mil        suffix-slip  1      1", "2026-11-29  1", "1 mail went to servers of strangers", "extension/policy/README.md", "nearmiss gate",
		}},
		{"a hint is not found", "ann@amry.mil\n", nil, exitFine, []string{"--hints shows them"}},
		{"a hint", "ann@amry.mil\n", []string{"--hints"}, exitFindings, []string{"Hints, which may well be right: 1 mail to 1 domain", "army.mil"}},
		{"dash", delivered, []string{"-"}, exitFindings, []string{"army.ml"}},
		{"format", delivered, []string{"--format", "text"}, exitFindings, []string{"text: 1 input"}},
		{"addresses", delivered, []string{"--addresses"}, exitFindings, []string{"ann@army.ml"}},
		{"from", "x@wroks.example\n", []string{"--from", "works.example"}, exitFindings, []string{"own-lookalike"}},
		{"own relay", delivered, []string{"--relay", "203.0.113.9"}, exitFindings, []string{"army.ml  army.mil        suffix-slip  1      0          0        0     1"}},
		{"no such format", "", []string{"--format", "word"}, exitUnusable, nil},
		{"no such file", "", []string{"/no/such/file"}, exitUnusable, nil},
		{"no text", "a\x00b\x00\x00\x01", nil, exitUnusable, nil},
		{"two forms", "", []string{"--json", "--csv"}, exitUnusable, nil},
		{"chart of what", "", []string{"--chart", "x.jpg"}, exitUnusable, nil},
	} {
		status, out, errors := scanCommandOutput(row.in, row.args...)
		if status != row.status {
			t.Errorf("%s: status %d, want %d\n%s%s", row.name, status, row.status, out, errors)
		}
		if status == exitUnusable && errors == "" {
			t.Errorf("%s: nothing is said", row.name)
		}
		for _, want := range row.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %q in\n%s", row.name, want, out)
			}
		}
	}
}

// One file that cannot be used does not cost the others.
func TestScanGoesOnAfterAnUnusableFile(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.log"), filepath.Join(dir, "bad.zip")
	for path, text := range map[string]string{good: delivered, bad: "PK\x03\x04"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	status, out, errors := scanCommandOutput("", bad, good)
	if status != exitUnusable || !strings.Contains(out, "army.ml") || !strings.Contains(errors, "bad.zip: is a ZIP archive") {
		t.Errorf("%d\n%s\n%s", status, out, errors)
	}
}

// A Maildir is a folder; its indexes are no mail.
func TestScanReadsAMaildir(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"cur/1:2,S": "From: bob@works.example\nTo: ann@army.ml\nMessage-ID: <1@works.example>\n\nhello\n",
		"new/2":     "From: bob@works.example\nTo: ann@navy.ml\nMessage-ID: <2@works.example>\n\nhello\n",
		"index":     "\x00\x01\x02\x00",
	} {
		path := filepath.Join(dir, name)
		os.MkdirAll(filepath.Dir(path), 0o700)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	status, out, errors := scanCommandOutput("", dir)
	if status != exitFindings || !strings.Contains(out, "message: 2 inputs") || !strings.Contains(out, "navy.ml") || !strings.Contains(errors, "1 files") {
		t.Errorf("%d\n%s\n%s", status, out, errors)
	}
}

func TestScanForms(t *testing.T) {
	_, out, _ := scanCommandOutput(delivered, "--csv")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 2 || strings.Join(rows[1], " ") != "2026-11-29 army.ml army.mil  suffix-slip warn 1 1 0 0 0 0 0" {
		t.Errorf("%q %v", rows, err)
	}
	_, out, _ = scanCommandOutput(delivered, "--json")
	var report struct {
		Read  []struct{ Format string }
		Wrong []struct {
			Domain, Right string
			Mails         map[string]int
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || len(report.Wrong) != 1 || report.Wrong[0].Mails["delivered"] != 1 || report.Read[0].Format != "postfix" {
		t.Errorf("%+v %v", report, err)
	}
	for _, ext := range []string{"svg", "png"} {
		file := filepath.Join(t.TempDir(), "chart."+ext)
		if status, _, errors := scanCommandOutput(delivered, "--chart", file); status != exitFindings {
			t.Errorf("%d %s", status, errors)
		}
		if drawn, err := os.ReadFile(file); err != nil || len(drawn) < 500 {
			t.Errorf("%s: %d bytes, %v", ext, len(drawn), err)
		}
	}
}
