package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"nearmiss/worker/report"
)

func reportRig() *rig {
	r := newRig()
	r.put("reports/works/tokens.json", fmt.Appendf(nil, `{"report":[%q],"read":[%q]}`, report.Hash("add"), report.Hash("look")))
	return r
}

func (r *rig) report(path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.service.ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader(body)))
	return w
}

func batchText(id int, token, rest string) string {
	return fmt.Sprintf(`{"version":1,"token":%q,"batch":"%02x%030x","rows":[{"day":"2026-11-21","kind":"suffix-slip","target":"army.mil","did":"fix","count":2}%s]}`,
		token, id, id, rest)
}

func TestReports(t *testing.T) {
	const here = "/v1/orgs/works/reports"
	for _, c := range []struct {
		name, method, path, body string
		status                   int
		text                     string
	}{
		{"a batch", "POST", here, batchText(1, "add", ""), 200, "counted"},
		{"with another token", "POST", here, batchText(1, "look", ""), 401, "not a token"},
		{"without a token", "POST", here, batchText(1, "", ""), 401, "not a token"},
		{"with a recipient in it", "POST", here, batchText(1, "add", `,{"day":"2026-11-21","kind":"x","target":"ann@army.mil","did":"fix","count":1}`), 400, "rows[1]: target: a domain is wanted"},
		{"to an organisation that takes none", "POST", "/v1/orgs/roads/reports", batchText(1, "add", ""), 401, "not a token"},
		{"to nobody", "POST", "/v1/reports", batchText(1, "add", ""), 405, "method not allowed"},
		{"without a body", "POST", here, "", 400, "no body"},
		{"of no form", "POST", here, "army.mil", 400, "not a batch"},
		{"too long", "POST", here, strings.Repeat(" ", report.MaxBytes+1), 413, "content too large"},
		{"read by GET", "GET", here + "/2026-11-21", "", 405, "asked for with POST"},
		{"read with the token for adding", "POST", here + "/2026-11-21", `{"token":"add"}`, 401, "not a token"},
		{"read with what is no JSON", "POST", here + "/2026-11-21", "army.mil", 400, "token"},
		{"a day that is no report's", "POST", "/v1/orgs/works/2026-11-21", `{"token":"look"}`, 405, "method not allowed"},
		{"read on no day", "POST", here + "/2026-13-01", `{"token":"look"}`, 405, "method not allowed"},
		{"where the tokens lie", "GET", "/reports/works/tokens.json", "", 404, "not found"},
		{"where the sums lie", "GET", "/v1/reports/works/2026-11-21/00.json", "", 404, "not found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := reportRig()
			w := httptest.NewRecorder()
			r.service.ServeHTTP(w, httptest.NewRequest(c.method, c.path, strings.NewReader(c.body)))
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.text) {
				t.Errorf("%d %s, want %d %s", w.Code, w.Body, c.status, c.text)
			}
			if strings.Contains(w.Body.String(), "ann@") {
				t.Errorf("the answer quotes a recipient: %s", w.Body)
			}
		})
	}
}

// read asks for a day's sums.
func (r *rig) read(t *testing.T, day string) (batches, count int) {
	t.Helper()
	w := r.report("/v1/orgs/works/reports/"+day, `{"token":"look"}`)
	var sums struct {
		Batches int
		Rows    []report.Row
	}
	if err := json.Unmarshal(w.Body.Bytes(), &sums); err != nil || w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, row := range sums.Rows {
		count += row.Count
	}
	return sums.Batches, count
}

func TestReportsAreCountedOnce(t *testing.T) {
	r := reportRig()
	for range 3 {
		for id := range 200 {
			if w := r.report("/v1/orgs/works/reports", batchText(id, "add", "")); w.Code != 200 {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
		}
	}
	if batches, count := r.read(t, "2026-11-21"); batches != 200 || count != 400 {
		t.Errorf("%d batches, %d near misses; want 200 and 400", batches, count)
	}
	// Sent again after midnight, because the first answer was lost.
	r.now = r.now.AddDate(0, 0, 1)
	if w := r.report("/v1/orgs/works/reports", batchText(7, "add", "")); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if batches, _ := r.read(t, "2026-11-22"); batches != 0 {
		t.Errorf("%d batches after midnight, want none", batches)
	}
}

// Somebody else writes between reading and writing: nothing is lost.
func TestReportMeetsAnother(t *testing.T) {
	r := reportRig()
	other := `{"batches":["ffffffffffffffffffffffffffffffff"],"rows":[{"day":"2026-11-21","kind":"suffix-slip","target":"army.mil","did":"fix","count":5}]}`
	first := true
	r.before = func() error {
		if first && r.writes > 0 { // between reading and writing
			first = false
			r.put("reports/works/2026-11-21/00.json", []byte(other))
		}
		return nil
	}
	if w := r.report("/v1/orgs/works/reports", batchText(0, "add", "")); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	r.before = nil
	if batches, count := r.read(t, "2026-11-21"); batches != 2 || count != 7 || first {
		t.Errorf("%d batches, %d near misses; want 2 and 7", batches, count)
	}
}

func TestReportWhenTheStoreFails(t *testing.T) {
	r := reportRig()
	r.before = func() error { return fmt.Errorf("R2 is down") }
	if w := r.report("/v1/orgs/works/reports", batchText(1, "add", "")); w.Code != 503 {
		t.Errorf("%d %s, want 503: the extension tries again", w.Code, w.Body)
	}
}

// Nothing tells an organisation that takes reports from one that does not.
func TestOrganisationsAreNotTold(t *testing.T) {
	for _, body := range []string{batchText(1, "guess", ""), `{"token":"guess"}`, "{}", "army.mil", ""} {
		for _, rest := range []string{"reports", "reports/2026-11-21"} {
			r := reportRig()
			here, nowhere := r.report("/v1/orgs/works/"+rest, body), r.report("/v1/orgs/roads/"+rest, body)
			if here.Code != nowhere.Code || here.Body.String() != nowhere.Body.String() {
				t.Errorf("%s with %q: %d %s and %d %s", rest, body, here.Code, here.Body, nowhere.Code, nowhere.Body)
			}
		}
	}
}

// Whichever operation of the store fails, the extension is told to try again, and then the
// batch counts once.
func TestReportWhenOneOperationFails(t *testing.T) {
	const here = "/v1/orgs/works/reports"
	numbered := func(id int) string {
		return strings.Replace(batchText(id, "add", ""), `"rows"`, `"computer":"`+strings.Repeat("0", 32)+`","rows"`, 1)
	}
	// failingAt has a file of yesterday's with a computer in it, and fails in the nth operation.
	failingAt := func(n int) (r *rig, done *int) {
		r = reportRig()
		if w := r.report(here, numbered(1)); w.Code != 200 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		r.now = r.now.AddDate(0, 0, 1)
		done = new(int)
		r.before = func() error {
			if *done++; *done == n {
				return errors.New("R2 is down")
			}
			return nil
		}
		return r, done
	}
	for n := 1; ; n++ {
		r, done := failingAt(n)
		w := r.report(here, numbered(2))
		if *done < n {
			if n < 5 {
				t.Errorf("%d operations", *done)
			}
			break
		}
		if w.Code != 503 {
			t.Errorf("operation %d fails: %d %s", n, w.Code, w.Body)
		}
		if w := r.report(here, numbered(2)); w.Code != 200 {
			t.Errorf("operation %d failed before: %d %s", n, w.Code, w.Body)
		}
		if batches, count := r.read(t, "2026-11-22"); batches != 1 || count != 2 {
			t.Errorf("operation %d failed: %d batches, %d near misses", n, batches, count)
		}
	}
	for n := 1; ; n++ {
		r, done := failingAt(n)
		w := r.report(here+"/2026-11-21", `{"token":"look"}`)
		if *done < n {
			break
		}
		if w.Code != 503 {
			t.Errorf("reading, operation %d fails: %d %s", n, w.Code, w.Body)
		}
	}
}

// Files that somebody has spoilt are said, and not counted on.
func TestSpoiltFilesOfReports(t *testing.T) {
	const here = "/v1/orgs/works/reports"
	for _, key := range []string{"reports/works/tokens.json", "reports/works/2026-11-21/00.json", "reports/works/2026-11-20/00.json"} {
		r := reportRig()
		r.put(key, []byte("[1"))
		if w := r.report(here, batchText(0, "add", "")); w.Code != 503 || len(r.reported) != 1 {
			t.Errorf("%s: %d %s, reported %q", key, w.Code, w.Body, r.reported)
		}
	}
}

// Somebody else forgets yesterday's computers at the same time: that is no failure.
func TestForgettingMeetsAnother(t *testing.T) {
	const here = "/v1/orgs/works/reports"
	r := reportRig()
	numbered := func(id int) string {
		return strings.Replace(batchText(id, "add", ""), `"rows"`, `"computer":"`+strings.Repeat("0", 32)+`","rows"`, 1)
	}
	if w := r.report(here, numbered(1)); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	r.now = r.now.AddDate(0, 0, 1)
	met := false
	r.before = func() error {
		if !met && r.writes > 1 { // between reading and writing yesterday's file
			met = true
			r.put("reports/works/2026-11-21/00.json", []byte(`{"batches":["ffffffffffffffffffffffffffffffff"],"rows":[]}`))
		}
		return nil
	}
	if w := r.report(here, numbered(2)); w.Code != 200 || !met {
		t.Errorf("%d %s, met %v", w.Code, w.Body, met)
	}
}

func TestReportThatEndsEarly(t *testing.T) {
	r := reportRig()
	cut := httptest.NewRequest("POST", "/v1/orgs/works/reports", io.MultiReader(strings.NewReader("{"), iotest.ErrReader(errors.New("the line is cut"))))
	cut.ContentLength = 100
	w := httptest.NewRecorder()
	r.service.ServeHTTP(w, cut)
	if w.Code != 400 || !strings.Contains(w.Body.String(), "ended too early") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
