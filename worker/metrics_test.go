package worker

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"nearmiss/worker/report"
)

// scrape asks for metrics as a monitoring system does.
func (r *rig) scrape(method, path, authorization string) *httptest.ResponseRecorder {
	request, w := httptest.NewRequest(method, path, nil), httptest.NewRecorder()
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	r.service.ServeHTTP(w, request)
	return w
}

const metricsPath = "/v1/orgs/works/reports/metrics"

func TestMetrics(t *testing.T) {
	r := reportRig()
	for id, computer := range []string{"a", "a", "b", ""} {
		body := batchText(id, "add", `,{"day":"2026-11-20","kind":"suffix-slip","target":"army.mil","did":"fix","count":1}`)
		if computer != "" {
			body = strings.Replace(body, `"rows"`, fmt.Sprintf(`"computer":%q,"rows"`, strings.Repeat(computer, 32)), 1)
		}
		if w := r.report("/v1/orgs/works/reports", body); w.Code != 200 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	w := r.scrape("GET", metricsPath, "Bearer look")
	want := `# TYPE nearmiss_near_misses_today gauge
# HELP nearmiss_near_misses_today Near misses that were reported since midnight, UTC.
nearmiss_near_misses_today{kind="suffix-slip",target="army.mil",did="fix"} 12
# TYPE nearmiss_reports_today gauge
# HELP nearmiss_reports_today Batches of near misses that arrived since midnight, UTC.
nearmiss_reports_today 4
# TYPE nearmiss_reporting_computers_today gauge
# HELP nearmiss_reporting_computers_today Computers that reported near misses since midnight, UTC.
nearmiss_reporting_computers_today 2
# EOF
`
	if w.Code != 200 || w.Body.String() != want || w.Header().Get("Content-Type") != openMetrics || w.Header().Get("Cache-Control") != noStore {
		t.Errorf("%d %v\n%s\nwant\n%s", w.Code, w.Header(), w.Body, want)
	}
	if w := r.scrape("HEAD", metricsPath, "Bearer look"); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("HEAD: %d %s", w.Code, w.Body)
	}
	// They begin again at midnight, and the numbers of computers are forgotten, be it
	// after a weekend.
	r.now = r.now.AddDate(0, 0, 3)
	if w := r.scrape("GET", metricsPath, "Bearer look"); !strings.Contains(w.Body.String(), "nearmiss_reports_today 0\n") {
		t.Errorf("after midnight\n%s", w.Body)
	}
	body := strings.Replace(batchText(9, "add", ""), `"rows"`, fmt.Sprintf(`"computer":%q,"rows"`, strings.Repeat("a", 32)), 1)
	if w := r.report("/v1/orgs/works/reports", body); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	shard := fmt.Sprintf("reports/works/2026-11-21/%02d.json", 0xaa%reportShards)
	if text, err := r.service.text(shard); err != nil || strings.Contains(string(text), strings.Repeat("a", 32)) {
		t.Errorf("the number of a computer is kept longer than a day: %v %s", err, text)
	}
	if w := r.report("/v1/orgs/works/reports/2026-11-21", `{"token":"look"}`); !strings.Contains(w.Body.String(), `"computers":2,`) {
		t.Errorf("the day before: %s", w.Body)
	}
}

func TestMetricsAreBehindTheToken(t *testing.T) {
	for _, authorization := range []string{"", "look", "Bearer ", "Bearer add", "Bearer guess", "Basic look"} {
		r := reportRig()
		here := r.scrape("GET", metricsPath, authorization)
		nowhere := r.scrape("GET", strings.Replace(metricsPath, "works", "roads", 1), authorization)
		if here.Code != 401 || nowhere.Code != 401 || here.Body.String() != nowhere.Body.String() {
			t.Errorf("%q: %d %s and %d %s", authorization, here.Code, here.Body, nowhere.Code, nowhere.Body)
		}
	}
	r := reportRig()
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", metricsPath + "?token=look", 405}, {"POST", metricsPath, 405}, {"PUT", metricsPath, 405},
		{"GET", "/v1/reports/metrics", 404}, {"GET", metricsPath + "/x", 404},
	} {
		if w := r.scrape(c.method, c.path, "Bearer look"); w.Code != c.want {
			t.Errorf("%s %s: %d %s, want %d", c.method, c.path, w.Code, w.Body, c.want)
		}
	}
	r.before = func() error { return fmt.Errorf("R2 is down") }
	if w := r.scrape("GET", metricsPath, "Bearer look"); w.Code != 503 {
		t.Errorf("without a store: %d %s", w.Code, w.Body)
	}
	limited := r.service.Respond(&Request{Method: "GET", Path: metricsPath, Authorization: "Bearer look", Limited: true})
	if limited.Status != 429 {
		t.Errorf("over the limit: %d", limited.Status)
	}
}

// However many kinds, targets and typed domains there are.
func TestMetricsHaveFewLabelSets(t *testing.T) {
	var rows []report.Row
	sum := 0
	for i := range 2000 {
		did := report.Deeds[i%len(report.Deeds)]
		row := report.Row{Day: "2026-11-21", Kind: "label-typo", Target: fmt.Sprintf("d%d.mil", i/8), Typed: fmt.Sprintf("t%d.ml", i), Did: did, Count: 1 + i/8}
		rows, sum = append(rows, row), sum+row.Count
	}
	text := metricsText(&arrived{Rows: report.Merge(rows)})
	sets, total, rest := 0, 0, 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		sets++
		var n int
		if _, err := fmt.Sscanf(line[strings.LastIndex(line, " ")+1:], "%d", &n); err != nil {
			t.Fatal(err)
		}
		if total += n; strings.Contains(line, `kind="other",target=""`) {
			rest += n
		}
	}
	if sets > maxSeries || total != sum || rest == 0 {
		t.Errorf("%d label sets, %d near misses of %d, %d of them in the rest", sets, total, sum, rest)
	}
	if !strings.Contains(text, `target="d249.mil"`) || strings.Contains(text, `target="d0.mil"`) {
		t.Error("the largest are not those that stand by themselves")
	}
}

// As many as may be are not summed up.
func TestSeriesThatJustFit(t *testing.T) {
	var rows []report.Row
	for i := range 20 {
		rows = append(rows, report.Row{Kind: "label-typo", Target: fmt.Sprintf("d%d.mil", i), Did: "fix", Count: 1})
	}
	if got := series(rows, 20); len(got) != 20 || got[0].Kind == report.OtherKind {
		t.Errorf("%d, the first of kind %s", len(got), got[0].Kind)
	}
	if got := series(rows, 19); len(got) > 19 {
		t.Errorf("%d of 19", len(got))
	}
}
