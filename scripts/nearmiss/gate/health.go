package gate

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Health serves "/health", JSON, and "/metrics", OpenMetrics. Nothing in them names
// a sender or a recipient.
func (g *Gate) Health(l *Loader) http.Handler {
	pages := http.NewServeMux()
	pages.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		page := g.healthPage(l)
		w.Header().Set("Content-Type", "application/json")
		if page.Status != isProtecting {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		json.NewEncoder(w).Encode(page)
	})
	pages.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8")
		fmt.Fprint(w, g.metrics(l))
	})
	return pages
}

// Words of healthPage.Status, append-only.
const (
	isProtecting = "protecting"
	isDegraded   = "degraded" // something failed; it protects with what it had
	isPassing    = "passing"  // everything passes
)

// healthPage is the health page; its names are append-only.
type healthPage struct {
	Status    string `json:"status"`
	Mode      string `json:"mode"` // "audit" or "enforce"
	Rules     Status `json:"rules"`
	Waiting   int    `json:"waiting"`   // refusals that may still be confirmed
	Confirmed int    `json:"confirmed"` // pairs of sender and recipient
	Errors    int64  `json:"errors"`    // defects: recipients that passed unchecked
}

func (g *Gate) healthPage(l *Loader) healthPage {
	page := healthPage{Status: isProtecting, Mode: "audit", Rules: l.Status(), Errors: g.counts.outcomes[outcomeError].Load()}
	if g.config.Enforce {
		page.Mode = "enforce"
	}
	page.Waiting, page.Confirmed = g.pairs.sizes()
	expires := page.Rules.Expires
	if page.Rules.Problem == "" && !expires.IsZero() && expires.Before(g.config.Now()) {
		page.Rules.Problem = "the lists' signatures have run out: the server offers nothing newer"
	}
	switch {
	case g.rules.Load() == nil:
		page.Status = isPassing
	case page.Rules.Problem != "" || page.Errors > 0:
		page.Status = isDegraded
	}
	return page
}

// metrics writes OpenMetrics 1.0. It has no label whose values come from outside.
func (g *Gate) metrics(l *Loader) string {
	var b strings.Builder
	put := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	page := g.healthPage(l)

	put("# TYPE nearmiss_gate_recipients counter")
	put("# HELP nearmiss_gate_recipients Recipients by what was decided.")
	for o, word := range outcomeWords {
		put(`nearmiss_gate_recipients_total{outcome="%s"} %d`, word, g.counts.outcomes[o].Load())
	}
	put("# TYPE nearmiss_gate_malformed_requests counter")
	put("# HELP nearmiss_gate_malformed_requests Requests to the policy service that were none.")
	put("nearmiss_gate_malformed_requests_total %d", g.counts.malformed.Load())

	put("# TYPE nearmiss_gate_decision_seconds histogram")
	put("# UNIT nearmiss_gate_decision_seconds seconds")
	put("# HELP nearmiss_gate_decision_seconds Time to decide about one recipient.")
	total := int64(0)
	for i := range g.counts.buckets {
		total += g.counts.buckets[i].Load()
		bound := "+Inf"
		if i < len(buckets) {
			bound = strconv.FormatFloat(buckets[i].Seconds(), 'g', -1, 64)
		}
		put(`nearmiss_gate_decision_seconds_bucket{le="%s"} %d`, bound, total)
	}
	put("nearmiss_gate_decision_seconds_sum %g", time.Duration(g.counts.nanos.Load()).Seconds())
	put("nearmiss_gate_decision_seconds_count %d", total)

	gauge := func(name, help string, value float64) {
		put("# TYPE nearmiss_gate_%s gauge", name)
		put("# HELP nearmiss_gate_%s %s", name, help)
		put("nearmiss_gate_%s %g", name, value)
	}
	gauge("protecting", "1 while nothing is wrong.", yes(page.Status == isProtecting))
	gauge("enforcing", "1 with --enforce, 0 in audit.", yes(g.config.Enforce))
	gauge("lists_version", "Version of the public lists; 0 for those built in.", float64(page.Rules.Version))
	gauge("lists_expire_timestamp_seconds", "When the signatures of the public lists run out; 0 for those built in.", unix(page.Rules.Expires))
	gauge("confirmations", "Pairs of sender and recipient that were confirmed.", float64(page.Confirmed))
	put("# EOF")
	return b.String()
}

func yes(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func unix(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.Unix())
}
