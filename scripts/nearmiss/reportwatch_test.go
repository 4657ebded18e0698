package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"nearmiss/worker/report"
)

// reportServer answers with these rows for every day.
func reportServer(t *testing.T, rows ...report.Row) (url, token string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"batches": 1, "rows": rows})
	}))
	t.Cleanup(server.Close)
	return server.URL, file(t, "token", "look\n")
}

var someRows = []report.Row{
	{Day: "2026-11-20", Kind: "suffix-slip", Target: "army.mil", Typed: "army.ml", Did: "send", Count: 7},
	{Day: "2026-11-20", Kind: "label-typo", Target: "", Did: "fix", Count: 2},
}

func TestReportForPrograms(t *testing.T) {
	url, token := reportServer(t, someRows...)
	show := func(form string) (int, string) {
		status, out, _ := reportCommand("show", "--url", url, "--token-file", token, "--from", "2026-11-20", "--to", "2026-11-20", form)
		return status, out
	}
	if status, out := show("--csv"); status != exitFine || out != "day,kind,target,typed,did,count\r\n"+
		"2026-11-20,label-typo,,,fix,2\r\n2026-11-20,suffix-slip,army.mil,army.ml,send,7\r\n" {
		t.Errorf("%d %q", status, out)
	}
	if status, out := show("--jsonl"); status != exitFine || out != `{"day":"2026-11-20","kind":"label-typo","target":"","did":"fix","count":2}`+"\n"+
		`{"day":"2026-11-20","kind":"suffix-slip","target":"army.mil","typed":"army.ml","did":"send","count":7}`+"\n" {
		t.Errorf("%d %q", status, out)
	}
	if status, _, errors := reportCommand("show", "--url", url, "--token-file", token, "--csv", "--json"); status != exitUnusable {
		t.Errorf("two forms at once: %d %s", status, errors)
	}
}

// What a server sends is no formula in a spreadsheet and no command to a terminal.
func TestReportFromAHostileServer(t *testing.T) {
	row := someRows[0]
	row.Target, row.Typed = "-1.army.mil", "-2.ml"
	url, token := reportServer(t, row)
	if status, out, errors := reportCommand("show", "--url", url, "--token-file", token, "--from", "2026-11-20", "--to", "2026-11-20", "--csv"); status != exitFine ||
		!strings.Contains(out, ",'-1.army.mil,'-2.ml,send,7\r\n") {
		t.Errorf("%d %q %s", status, out, errors)
	}
	for name, spoil := range map[string]func(row *report.Row){
		"a formula as target":  func(row *report.Row) { row.Target = `=HYPERLINK("https://evil.example")` },
		"a formula as typed":   func(row *report.Row) { row.Typed = "@SUM(A1)" },
		"a formula as kind":    func(row *report.Row) { row.Kind = "+1" },
		"a formula as day":     func(row *report.Row) { row.Day = "=1+1" },
		"a formula as deed":    func(row *report.Row) { row.Did = "=1" },
		"a terminal's command": func(row *report.Row) { row.Target = "\x1b[2Jarmy.mil" },
		"an address":           func(row *report.Row) { row.Typed = "ann@army.ml" },
		"less than one":        func(row *report.Row) { row.Count = -7 },
	} {
		row := someRows[0]
		spoil(&row)
		url, token := reportServer(t, row)
		for _, form := range []string{"--csv", "--jsonl", "--json", ""} {
			args := []string{"show", "--url", url, "--token-file", token, "--from", "2026-11-20", "--to", "2026-11-20"}
			if form != "" {
				args = append(args, form)
			}
			if status, out, errors := reportCommand(args...); status != exitUnusable || out != "" || !strings.Contains(errors, "no row") {
				t.Errorf("%s, %q: %d %q %s", name, form, status, out, errors)
			}
		}
	}
}

// Nothing is posted to where a server that is no https one sends on to.
func TestReportFollowsNobodyToHTTP(t *testing.T) {
	_, token := reportServer(t)
	url, _ := reportServer(t, someRows...)
	away := httptest.NewServer(http.RedirectHandler("http://works.example/", http.StatusTemporaryRedirect))
	defer away.Close()
	if status, _, errors := reportCommand("show", "--url", away.URL, "--token-file", token); status != exitUnusable || !strings.Contains(errors, "sends on") {
		t.Errorf("the token: %d %s", status, errors)
	}
	if status, _, errors := reportCommand("watch", "--url", url, "--token-file", token, "--webhook", away.URL, "--threshold", "1"); status != exitUnusable || !strings.Contains(errors, "sends on") {
		t.Errorf("the webhook: %d %s", status, errors)
	}
}

func TestReportWatch(t *testing.T) {
	url, token := reportServer(t, someRows...)
	var got []alert
	answer := http.StatusOK
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var a alert
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
			t.Error(err)
		}
		got = append(got, a)
		w.WriteHeader(answer)
	}))
	defer hook.Close()
	watch := func(more ...string) (int, string) {
		status, out, errors := reportCommand(append([]string{"watch", "--url", url, "--token-file", token, "--webhook", hook.URL}, more...)...)
		return status, out + errors
	}
	if status, out := watch("--threshold", "10"); status != exitFine || len(got) != 0 || out != "9 near misses, below 10\n" {
		t.Errorf("below: %d %s, posted %v", status, out, got)
	}
	if status, out := watch("--threshold", "9"); status != exitFindings || len(got) != 1 {
		t.Errorf("reached: %d %s, posted %v", status, out, got)
	}
	today := time.Now().UTC().Format(time.DateOnly)
	want := alert{From: today, To: today, Target: "army.mil", Did: "send", Count: 7, Threshold: 5}
	if status, out := watch("--threshold", "5", "--target", "army.mil", "--did", "send"); status != exitFindings || len(got) != 2 {
		t.Errorf("of a target: %d %s", status, out)
	} else if got[1].Text = ""; !reflect.DeepEqual(got[1], want) {
		t.Errorf("posted %+v, want %+v", got[1], want)
	}
	if status, out := watch("--threshold", "5", "--target", "ARMY.mil."); status != exitFindings || !strings.Contains(out, "7 near misses of army.mil") {
		t.Errorf("of a target in other letters: %d %s", status, out)
	}
	got = got[:2]
	// Once a day, and again when the webhook did not take it.
	state := filepath.Join(t.TempDir(), "state")
	answer = http.StatusInternalServerError
	if status, out := watch("--threshold", "1", "--state", state); status != exitUnusable || !strings.Contains(out, "500") {
		t.Errorf("a webhook that fails: %d %s", status, out)
	}
	answer = http.StatusOK
	for range 2 {
		if status, out := watch("--threshold", "1", "--state", state); status != exitFindings {
			t.Errorf("%d %s", status, out)
		}
	}
	if len(got) != 4 {
		t.Errorf("%d messages, want 4", len(got))
	}
	for _, bad := range [][]string{
		{"--threshold", "0"}, {"--threshold", "1", "--days", "0"}, {"--threshold", "1", "--webhook", "http://works.example/"}, {"--threshold", "1", "x"},
		{"--threshold", "1", "--did", "sent"}, {"--threshold", "1", "--target", "not a domain"},
	} {
		if status, out := watch(bad...); status != exitUnusable {
			t.Errorf("%q: %d %s", bad, status, out)
		}
	}
	hook.Close()
	if status, out := watch("--threshold", "1"); status != exitUnusable || strings.Contains(out, hook.URL) {
		t.Errorf("a webhook that is gone: %d %s", status, out)
	}
	os.Remove(state)
}
