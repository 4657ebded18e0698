package gate

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/gate/mailtest"
	"nearmiss/worker/lists"
)

// builtIn reads the lists that are shipped, once for all tests.
var builtIn = sync.OnceValues(func() ([]*list.List, error) {
	names, err := fs.Glob(lists.Files, "*.txt")
	if err != nil {
		return nil, err
	}
	var all []*list.List
	for _, name := range names {
		text, err := fs.ReadFile(lists.Files, name)
		if err != nil {
			return nil, err
		}
		l, err := list.Parse(name, string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
})

// logBuffer collects what a gate logs.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// testClock goes on only when it is told to.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// testPolicy blocks what is near US federal names and asks about the rest.
const testPolicy = `{"organisationName": "Works", "organisationContact": "servicedesk@works.example",
	"ownDomains": ["works.example", "*.works.example"], "actions": ["* us-federal block"]}`

func testOptions(t *testing.T, log *logBuffer) Options {
	t.Helper()
	policyFile := filepath.Join(t.TempDir(), "policy.json")
	if err := os.WriteFile(policyFile, []byte(testPolicy), 0o600); err != nil {
		t.Fatal(err)
	}
	return Options{
		Config: Config{
			Enforce: true, Wait: time.Second, Window: DefaultWindow, Remember: DefaultRemember,
			Log: slog.New(slog.NewJSONHandler(log, nil)), Now: time.Now,
		},
		Sources:    Sources{Policy: policyFile, Lists: builtIn},
		SocketMode: 0o666,
	}
}

// start runs a gate in this process until the test ends, or stop is called.
func start(t *testing.T, o Options) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan bool), make(chan error, 1)
	o.Ready = func() { close(ready) }
	go func() { done <- Run(ctx, o) }()
	select {
	case <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// way is one of the two protocols, as Postfix is configured for it.
type way struct {
	name     string
	settings func(address string) []string
}

// The settings are the guide's.
var ways = []way{
	{"policy service", func(address string) []string {
		return []string{"smtpd_recipient_restrictions = check_policy_service { " + address + ", timeout=2s, default_action=DUNNO }, permit_mynetworks, reject"}
	}},
	{"milter", func(address string) []string {
		return []string{"smtpd_milters = " + address, "milter_default_action = accept", "milter_connect_timeout = 2s", "milter_command_timeout = 2s", "milter_content_timeout = 2s"}
	}},
}

// listenAt sets the address of the way in the options.
func (w way) listenAt(o *Options, address string) {
	if w.name == "milter" {
		o.Milter = address
	} else {
		o.Policy = address
	}
}

func eachWay(t *testing.T, test func(t *testing.T, w way)) {
	if testing.Short() {
		t.Skip("starts a mail server")
	}
	if why := mailtest.Unavailable(); why != "" {
		t.Skip(why)
	}
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) { test(t, w) })
	}
}

// openFolder is a folder for Postfix's own users, too.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "nearmiss-gate-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func newSink(t *testing.T) *mailtest.Sink {
	t.Helper()
	sink, err := mailtest.NewSink(true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sink.Close() })
	return sink
}

func newPostfix(t *testing.T, relay string, settings ...string) *mailtest.Postfix {
	t.Helper()
	return watched(t)(mailtest.Start(openFolder(t), relay, settings...))
}

// watched stops an instance at the end of the test, and shows its log after a failure.
func watched(t *testing.T) func(p *mailtest.Postfix, err error) *mailtest.Postfix {
	return func(p *mailtest.Postfix, err error) *mailtest.Postfix {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		stopAfter(t, p)
		return p
	}
}

func stopAfter(t *testing.T, p *mailtest.Postfix) {
	t.Cleanup(func() {
		if t.Failed() {
			if text, err := os.ReadFile(p.Log()); err == nil {
				t.Logf("Postfix:\n%s", text[max(0, len(text)-6000):])
			}
		}
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
}

func send(t *testing.T, p *mailtest.Postfix, who mailtest.Client, from string, recipients ...string) map[string]string {
	t.Helper()
	refused, err := mailtest.Send(p.Address, who, from, recipients...)
	if err != nil {
		t.Fatal(err)
	}
	return refused
}

var (
	atDesk   = mailtest.Client{Address: "10.0.0.7"}
	loggedIn = mailtest.Client{Address: "10.0.0.7", Login: "bob"}
)

const refusal = "5.7.1 Not sent to <ann@army.ml>. Did you mean <ann@army.mil>? army.ml ends in .ml (Mali), not in .mil. " +
	"If this is right, send it again after 1 second and within 1 hour. Questions: servicedesk@works.example [Nearmiss]"
