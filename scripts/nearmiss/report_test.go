package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nearmiss/core"
	"nearmiss/worker/report"
)

func reportCommand(args ...string) (status int, out, errors string) {
	var o, e bytes.Buffer
	status = run(&program{strings.NewReader(""), &o, &e, time.Now, nil}, append([]string{"report"}, args...))
	return status, o.String(), e.String()
}

func TestReportShow(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if string(body) != `{"token":"look"}` {
			http.Error(w, "refused: not a token", http.StatusUnauthorized)
			return
		}
		day := filepath.Base(r.URL.Path)
		rows := []report.Row{}
		if day == "2026-11-20" {
			rows = []report.Row{
				{Day: "2026-11-18", Kind: "suffix-slip", Target: "army.mil", Did: "fix", Count: 7},
				{Day: "2026-11-20", Kind: "label-typo", Target: "", Did: "send", Count: 1},
			}
		}
		computers := map[string]int{"2026-11-19": 3, "2026-11-20": 5}[day]
		json.NewEncoder(w).Encode(map[string]any{"batches": len(rows), "computers": computers, "rows": rows})
	}))
	defer server.Close()
	dir := t.TempDir()
	token, svg := filepath.Join(dir, "token"), filepath.Join(dir, "chart.svg")
	if err := os.WriteFile(token, []byte("look\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, errors := reportCommand("show", "--url", server.URL, "--token-file", token, "--from", "2026-11-19", "--to", "2026-11-21", "--svg", svg)
	want := `8 near misses in 2 batches that arrived from 2026-11-19 to 2026-11-21
from 5 computers on the busiest day

         day  all  corrected  went back  sent anyway  said to be right
  2026-11-18    7          7          0            0                 0
  2026-11-20    1          0          0            1                 0

         kind  all  corrected  went back  sent anyway  said to be right
  suffix-slip    7          7          0            0                 0
   label-typo    1          0          0            1                 0

              target  all  corrected  went back  sent anyway  said to be right
            army.mil    7          7          0            0                 0
  (the person's own)    1          0          0            1                 0
`
	if status != exitFine || out != want {
		t.Errorf("%d %s\n%s\nwant\n%s", status, errors, out, want)
	}
	drawn, err := os.ReadFile(svg)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(drawn, new(any)); err != nil {
		t.Errorf("the chart is no XML: %v", err)
	}
	if !bytes.Contains(drawn, []byte("2026-11-19")) {
		t.Error("the chart leaves out the day without near misses")
	}
	if err := os.WriteFile(token, []byte("wrong\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errors := reportCommand("show", "--url", server.URL, "--token-file", token); status != exitUnusable || !strings.Contains(errors, "401") {
		t.Errorf("a wrong token: %d %s", status, errors)
	}
	if status, _, errors := reportCommand("show", "--url", "http://works.example/", "--token-file", token); status != exitUnusable || !strings.Contains(errors, "https") {
		t.Errorf("a token sent in the clear: %d %s", status, errors)
	}
}

func TestReportTokens(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tokens")
	if status, _, errors := reportCommand("tokens", "--out", dir); status != exitFine {
		t.Fatalf("%d %s", status, errors)
	}
	text, err := os.ReadFile(filepath.Join(dir, "tokens.json"))
	if err != nil {
		t.Fatal(err)
	}
	var hashes map[string][]string
	if err := json.Unmarshal(text, &hashes); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"report", "read"} {
		token, err := os.ReadFile(filepath.Join(dir, name+"-token"))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(hashes[name]); got != fmt.Sprint([]string{report.Hash(strings.TrimSpace(string(token)))}) {
			t.Errorf("%s: %s is not its hash", name, got)
		}
	}
	if status, _, _ := reportCommand("tokens", "--out", dir); status != exitUnusable {
		t.Error("tokens are overwritten")
	}
}

// The server counts every kind that the core has under its own word.
func TestReportKnowsEveryKind(t *testing.T) {
	for i, kind := range core.Kinds {
		var sums report.Sums
		row := report.Row{Day: "2026-11-21", Kind: string(kind.Word), Target: "army.mil", Did: "fix", Count: 1}
		sums.Add(&report.Batch{Token: "t", Batch: fmt.Sprintf("%032x", i), Rows: []report.Row{row}}, 1)
		if len(sums.Rows) != 1 || sums.Rows[0] != row {
			t.Errorf("%s is counted as %v", kind.Word, sums.Rows)
		}
	}
}
