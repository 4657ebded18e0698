package worker

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"nearmiss/worker/report"
)

// maxSeries is how many label sets an answer for a monitoring system has at most: each
// costs such a system memory for as long as it remembers.
const maxSeries = 200

// openMetrics is the text format of https://prometheus.io/docs/specs/om/open_metrics_spec/.
const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"

// metrics answers GET …/reports/metrics with what arrived since midnight, UTC. The
// token to read with stands in a header, since that is what monitoring systems send.
func (s *Service) metrics(r *Request, to reports) *Response {
	if r.Limited {
		return tooMany.to(r)
	}
	allowed, err := s.reportTokens(to)
	if err != nil {
		return s.failed("reports of "+to.organisation, err).to(r)
	}
	token, isBearer := strings.CutPrefix(r.Authorization, "Bearer ")
	if !isBearer || !isAmong(token, allowed.Read) {
		return notAllowed.to(r)
	}
	all, err := s.arrivedOn(s.options.Now().UTC().Format(time.DateOnly), to)
	if err != nil {
		return s.failed("reports of "+to.organisation, err).to(r)
	}
	response := withHead(&Response{
		Status: 200,
		Header: header(Field{"Content-Type", openMetrics}, Field{"Cache-Control", noStore}),
		Body:   Text(metricsText(all)),
	})
	return response.to(r)
}

// metricsText is in OpenMetrics. They are gauges, which begin again at midnight.
func metricsText(all *arrived) string {
	var b strings.Builder
	family := func(name, help string) {
		fmt.Fprintf(&b, "# TYPE %s gauge\n# HELP %s %s\n", name, name, help)
	}
	family("nearmiss_near_misses_today", "Near misses that were reported since midnight, UTC.")
	for _, row := range series(all.Rows, maxSeries-2) {
		fmt.Fprintf(&b, "nearmiss_near_misses_today{kind=%q,target=%q,did=%q} %d\n", row.Kind, row.Target, row.Did, row.Count)
	}
	family("nearmiss_reports_today", "Batches of near misses that arrived since midnight, UTC.")
	fmt.Fprintf(&b, "nearmiss_reports_today %d\n", all.Batches)
	family("nearmiss_reporting_computers_today", "Computers that reported near misses since midnight, UTC.")
	fmt.Fprintf(&b, "nearmiss_reporting_computers_today %d\n# EOF\n", all.Computers)
	return b.String()
}

// series sums rows up by kind, target and what was done. Of more than may be, the
// smallest are summed up once more, under no target and kind "other".
func series(rows []report.Row, most int) []report.Row {
	bare := make([]report.Row, len(rows))
	for i, row := range rows {
		bare[i] = report.Row{Kind: row.Kind, Target: row.Target, Did: row.Did, Count: row.Count}
	}
	sums := report.Merge(bare)
	if len(sums) <= most {
		return sums
	}
	slices.SortStableFunc(sums, func(a, b report.Row) int { return cmp.Compare(b.Count, a.Count) })
	most -= len(report.Deeds) // the rest may be of each
	rest := slices.Clone(sums[most:])
	for i := range rest {
		rest[i].Kind, rest[i].Target = report.OtherKind, ""
	}
	return report.Merge(sums[:most], rest)
}
