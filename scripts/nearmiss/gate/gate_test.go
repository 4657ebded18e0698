package gate

import (
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"nearmiss/core"
	"nearmiss/core/policy"
)

// sharedChecker is of the lists that are shipped, without a policy.
var sharedChecker = sync.OnceValue(func() *core.Checker {
	all, err := builtIn()
	if err != nil {
		panic(err)
	}
	checker, err := core.New(core.Config{Lists: all})
	if err != nil {
		panic(err)
	}
	return checker
})

var discardLog = slog.New(slog.DiscardHandler)

// testGate makes a gate of the lists that are shipped and a policy.
func testGate(t *testing.T, config Config, policyText string) (*Gate, *logBuffer) {
	t.Helper()
	var log logBuffer
	p, err := policy.Parse([]byte(policyText))
	if err != nil {
		t.Fatal(err)
	}
	all, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	checker, err := core.New(core.Config{Lists: all, Policy: decisive(p)})
	if err != nil {
		t.Fatal(err)
	}
	config.Log = slog.New(slog.NewJSONHandler(&log, nil))
	if config.Now == nil {
		config.Now = time.Now
	}
	g := New(config)
	g.Use(&Rules{Checker: checker, Contact: contactOf(p)})
	return g, &log
}

func enforcing(clock *testClock) Config {
	return Config{Enforce: true, Wait: 15 * time.Second, Window: time.Hour, Remember: 24 * time.Hour, Now: clock.Now}
}

func TestActions(t *testing.T) {
	const rules = `{"ownDomains": ["works.example"], "actions": ["label-typo * notice", "* us-federal block", "* mail-provider ask-reason"]}`
	const outbound = `{"ownDomains": ["works.example"], "blockedDomains": ["*.ml"], "allowedDomains": ["orange.ml"], "externalRecipients": "ask"}`
	for _, row := range []struct {
		name    string
		policy  string
		request Request
		refused string // "" passes
		log     string
	}{
		{"right", rules, Request{Sender: "bob@works.example", Recipient: "ann@army.mil"}, "", ""},
		{"stranger", rules, Request{Sender: "bob@works.example", Recipient: "ann@some-firm.example"}, "", ""},
		{"ask", rules, Request{Sender: "bob@works.example", Recipient: "ann@army.ml"}, "send it again", `"refused"`},
		{"notice", rules, Request{Sender: "bob@works.example", Recipient: "ann@nayv.mil"}, "", `"passes"`},
		{"block", rules, Request{Sender: "bob@works.example", Recipient: "joe@gsa.gob"}, "not allowed here", `"refused"`},
		{"block, the empty sender", rules, Request{Recipient: "joe@gsa.gob"}, "not allowed here", `"refused"`},
		{"ask, the empty sender", rules, Request{Recipient: "ann@army.ml"}, "", `"passes"`},
		{"own domain", rules, Request{Sender: "bob@works.example", Recipient: "eve@works.example"}, "", ""},
		{"near the own domain", rules, Request{Sender: "bob@works.example", Recipient: "eve@wroks.example"}, "works.example", `"refused"`},
		{"strongest action", `{"strongestAction": "notice"}`, Request{Sender: "bob@works.example", Recipient: "ann@army.ml"}, "", `"passes"`},
		{"blocked", outbound, Request{Sender: "bob@works.example", Recipient: "ann@anything.ml"}, "mail to anything.ml is not allowed here", `"refused"`},
		{"blocked, and a near miss", outbound, Request{Sender: "bob@works.example", Recipient: "ann@army.ml"}, "Did you mean <ann@army.mil>", `"refused"`},
		{"blocked, but allowed", outbound, Request{Sender: "bob@works.example", Recipient: "ann@orange.ml"}, "", `"passes"`},
		{"blocked, the empty sender", outbound, Request{Recipient: "ann@anything.ml"}, "not allowed here", `"refused"`},
		{"external", outbound, Request{Sender: "bob@works.example", Recipient: "ann@some-firm.example"}, "", `"external-recipient"`},
		{"external, and a hint", outbound, Request{Sender: "bob@works.example", Recipient: "ann@amry.mil"}, "", `"passes"`},
		{"external, and near", outbound, Request{Sender: "bob@works.example", Recipient: "ann@army.mi"}, "send it again", `"refused"`},
		{"not external", outbound, Request{Sender: "bob@works.example", Recipient: "eve@works.example"}, "", ""},
		{"external by a rule", `{"ownDomains": ["works.example"], "externalRecipients": "notice", "actions": ["external-recipient * ask"]}`,
			Request{Sender: "bob@works.example", Recipient: "ann@some-firm.example"}, "", `"passes"`},
		{"no recipient", rules, Request{Sender: "bob@works.example"}, "", ""},
		{"no domain", rules, Request{Recipient: "postmaster"}, "", ""},
		{"endless", rules, Request{Recipient: strings.Repeat("a", 400) + "@army.ml"}, "", ""},
	} {
		g, log := testGate(t, enforcing(&testClock{now: time.Now()}), row.policy)
		d := g.Decide(row.request)
		if d.Refuse != (row.refused != "") || !strings.Contains(d.Text, row.refused) {
			t.Errorf("%s: %+v, want %q", row.name, d, row.refused)
		}
		if got := log.String(); (got == "") != (row.log == "") || !strings.Contains(got, row.log) {
			t.Errorf("%s: log %q, want %q", row.name, got, row.log)
		}
	}
}

// Until there are rules, and when something of ours breaks, everything passes.
func TestDefectsLetMailThrough(t *testing.T) {
	var log logBuffer
	g := New(Config{Enforce: true, Log: slog.New(slog.NewJSONHandler(&log, nil)), Now: time.Now})
	if d := g.Decide(Request{Sender: "a@b.example", Recipient: "ann@army.ml"}); d.Refuse {
		t.Error("without rules it refuses")
	}
	g.Use(&Rules{}) // no Checker: calling it is a defect
	if d := g.Decide(Request{Sender: "a@b.example", Recipient: "ann@army.ml"}); d.Refuse {
		t.Error("a defect refuses")
	}
	if !strings.Contains(log.String(), "defect") || g.counts.outcomes[outcomeError].Load() != 1 {
		t.Errorf("nothing is said: %s", log.String())
	}
}

// Many connections decide while the rules are replaced; the race detector watches.
func TestRulesAreReplacedWhole(t *testing.T) {
	g, _ := testGate(t, enforcing(&testClock{now: time.Now()}), `{}`)
	rules := g.rules.Load()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if d := g.Decide(Request{Client: "10.0.0.1", Sender: "bob@works.example", Recipient: "ann@army.ml"}); !d.Refuse {
					t.Error("passes")
					return
				}
			}
		})
	}
	for range 100 {
		copied := *rules
		g.Use(&copied)
	}
	group.Wait()
}

func TestPairs(t *testing.T) {
	clock := testClock{now: time.Now()}
	p := newPairs(15*time.Second, time.Hour, 24*time.Hour)
	try := func(after time.Duration) pairState {
		clock.advance(after)
		return p.attempt("bob", "ann@army.ml", clock.Now(), true)
	}
	for i, row := range []struct {
		after time.Duration
		want  pairState
	}{
		{0, unconfirmed},
		{14 * time.Second, unconfirmed}, // too soon, and the wait begins anew
		{14 * time.Second, unconfirmed},
		{61 * time.Minute, unconfirmed}, // too late: as if for the first time
		{15 * time.Second, justConfirmed},
		{time.Second, confirmedBefore},
		{23 * time.Hour, confirmedBefore},
		{25 * time.Hour, unconfirmed}, // no longer remembered
		{time.Hour, justConfirmed},
	} {
		if got := try(row.after); got != row.want {
			t.Errorf("attempt %d, %v later: %v, want %v", i, row.after, got, row.want)
		}
	}
	if got := p.attempt("BOB", "Ann@Army.ML", clock.Now(), true); got != confirmedBefore {
		t.Errorf("in other letters: %v", got)
	}
	if got := p.attempt("bob", "ann@army.ml", clock.Now(), false); got != unconfirmed {
		t.Errorf("who never confirms: %v", got)
	}
}

func TestPairsAreBoundedAndKept(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	p := newPairs(time.Second, time.Hour, 24*time.Hour)
	p.attempt("bob", "first@army.ml", now, true)
	for i := range maxPairs {
		p.attempt("bob", number(i)+"@army.ml", now, true)
	}
	if len(p.known) != maxPairs || p.order.Len() != maxPairs {
		t.Errorf("%d pairs, %d in order, %d at most", len(p.known), p.order.Len(), maxPairs)
	}
	p.attempt("bob", "7@army.ml", now.Add(2*time.Second), true)
	if err := p.save(dir); err != nil {
		t.Fatal(err)
	}
	again := newPairs(time.Second, time.Hour, 24*time.Hour)
	if err := again.load(dir); err != nil {
		t.Fatal(err)
	}
	if got := again.attempt("bob", "7@army.ml", now.Add(3*time.Second), true); got != confirmedBefore {
		t.Errorf("after a restart a confirmed pair is %v", got)
	}
	if got := again.attempt("bob", "8@army.ml", now.Add(3*time.Second), true); got != justConfirmed {
		t.Errorf("after a restart a refused pair is %v", got)
	}
	waiting, confirmed := again.sizes()
	if waiting != maxPairs-2 || confirmed != 2 {
		t.Errorf("%d waiting, %d confirmed", waiting, confirmed)
	}
}

func TestMatcher(t *testing.T) {
	var m Matcher
	for _, entry := range []string{"192.0.2.7", "10.1.0.0/16", "2001:db8::/32", "scanner", "Printer@Works.example", "@batch.works.example"} {
		if err := m.Add(entry); err != nil {
			t.Fatal(err)
		}
	}
	for _, bad := range []string{"", "10.0.0.0/99"} {
		if m.Add(bad) == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	for _, row := range []struct {
		request Request
		want    bool
	}{
		{Request{Client: "192.0.2.7"}, true},
		{Request{Client: "::ffff:192.0.2.7"}, true},
		{Request{Client: "192.0.2.8"}, false},
		{Request{Client: "10.1.200.3"}, true},
		{Request{Client: "2001:db8::1"}, true},
		{Request{Login: "SCANNER"}, true},
		{Request{Sender: "scanner"}, true},
		{Request{Sender: "printer@works.example"}, true},
		{Request{Sender: "x@batch.works.example"}, true},
		{Request{Sender: "x@works.example", Login: "bob"}, false},
		{Request{}, false},
	} {
		if got := m.matches(&row.request); got != row.want {
			t.Errorf("%+v: %v, want %v", row.request, got, row.want)
		}
	}
}
