package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nearmiss/scripts/nearmiss/release"
	"nearmiss/wasm/update/verify"
	"nearmiss/worker"
	"nearmiss/worker/lists"
)

// result is what a run of the command leaves.
type result struct {
	code     int
	out, err string
}

func nearmiss(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(&program{strings.NewReader(stdin), &out, &errs, time.Now, nil}, args)
	return result{code, out.String(), errs.String()}
}

// file writes a file of the test and returns its path.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// testChannel is a channel of lists from both ends: keys, sources and a folder of releases, and a
// Worker with a store in memory.
type testChannel struct {
	t      *testing.T
	dir    string
	now    time.Time
	store  *worker.MemoryStore
	url    string
	before func(r *http.Request) bool                            // a request that may not come through
	play   func(map[string]change) (map[string][]reading, error) // nil: descriptions are not played
}

func newTestChannel(t *testing.T) *testChannel {
	p := &testChannel{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), store: new(worker.MemoryStore)}
	service := worker.New(p.store, worker.Options{Now: func() time.Time { return p.now }, Report: func(string) {}})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.before != nil && !p.before(r) {
			http.Error(w, "out of order", http.StatusServiceUnavailable)
			return
		}
		service.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p.url = server.URL
	os.Mkdir(p.path("keys"), 0o777)
	os.Mkdir(p.path("lists"), 0o777)
	for _, name := range []string{"us-military", "us-military-mail", "us-federal", "military-registries", "government-registries",
		"military", "mail-providers", "us-state-local", "suffixes"} {
		text, err := lists.Files.ReadFile(name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		if name == "us-state-local" { // the first of 15,000 are enough here
			text = append(bytes.Join(bytes.SplitN(text, []byte("\n"), 60)[:59], []byte("\n")), '\n')
		}
		if err := os.WriteFile(p.path("lists", name+".txt"), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"r1", "r2", "r3", "t1", "t2", "t3", "online"} {
		p.must("keygen", p.key(key))
	}
	return p
}

// newPublishedChannel is a test channel that has published version 1.
func newPublishedChannel(t *testing.T) *testChannel {
	p := newTestChannel(t)
	p.firstRoot()
	p.publish()
	return p
}

func (p *testChannel) path(parts ...string) string {
	return filepath.Join(append([]string{p.dir}, parts...)...)
}

func (p *testChannel) key(name string) string { return p.path("keys", name) }

// list runs "nearmiss list …" as its maintainers do.
func (p *testChannel) list(args ...string) result {
	p.t.Helper()
	switch args[0] {
	case "keygen":
	case "stage":
		args = append(args, "--lists", p.path("lists"), "--repository", p.path("release"))
	default:
		args = append(args, "--repository", p.path("release"))
	}
	var out, errs bytes.Buffer
	maintainer := &program{strings.NewReader(""), &out, &errs, func() time.Time { return p.now }, p.play}
	code := run(maintainer, append([]string{"list"}, args...))
	return result{code, out.String(), errs.String()}
}

func (p *testChannel) must(args ...string) string {
	p.t.Helper()
	got := p.list(args...)
	if got.code != exitFine {
		p.t.Fatalf("%s: exit %d\n%s%s", strings.Join(args, " "), got.code, got.out, got.err)
	}
	return got.out
}

func (p *testChannel) refuses(want string, code int, args ...string) {
	p.t.Helper()
	got := p.list(args...)
	if got.code != code || !strings.Contains(got.out+got.err, want) {
		p.t.Errorf("%s: exit %d, %s%s; want exit %d, %q", strings.Join(args, " "), got.code, got.out, got.err, code, want)
	}
}

// firstRoot makes root 1 and puts it into the store by hand, as nothing can be
// published to a channel without one.
func (p *testChannel) firstRoot() {
	p.t.Helper()
	args := []string{"rotate-root", "--timestamp-key", p.key("online")}
	for _, n := range []string{"1", "2", "3"} {
		args = append(args, "--root-key", p.key("r"+n), "--targets-key", p.key("t"+n))
	}
	p.must(args...)
	p.sign("r1", "r2")
	text, err := os.ReadFile(p.path("release", "staged", "metadata", "1.root.json"))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.store.Put("v1/metadata/1.root.json", worker.Text(text), worker.Condition{}); err != nil {
		p.t.Fatal(err)
	}
}

// add writes an entry into a list's source, where the formatter puts it in order.
func (p *testChannel) add(list, entry string) {
	p.t.Helper()
	path := p.path("lists", list+".txt")
	text, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, fmt.Appendf(text, "%s # by hand: for a test\n", entry), 0o666); err != nil {
		p.t.Fatal(err)
	}
	if got := nearmiss(p.t, "", "list", "fmt", path); got.code != exitFine {
		p.t.Fatal(got.err)
	}
}

func (p *testChannel) sign(keys ...string) {
	p.t.Helper()
	root, err := (&release.Repository{Dir: p.path("release")}).StagedRoot()
	if err != nil {
		p.t.Fatal(err)
	}
	for _, key := range keys {
		args := []string{"sign", "--yes", "--key", p.key(key)}
		if root != nil {
			args = append(args, "--expect", root.SHA256)
		}
		p.must(args...)
	}
}

func (p *testChannel) renew() {
	p.t.Helper()
	p.must("renew", "--key", p.key("online"))
}

// prepare stages, signs and renews; publishing remains to be done.
func (p *testChannel) prepare() {
	p.t.Helper()
	p.must("stage")
	p.sign("t1", "t3")
	p.renew()
}

// send publishes what prepare has made ready.
func (p *testChannel) send() {
	p.t.Helper()
	p.must("publish", "--url", p.url)
}

func (p *testChannel) publish() {
	p.t.Helper()
	p.prepare()
	p.send()
}

// seen is what a new client gets of the Worker: the version, and whether the
// entry is in us-military.
func (p *testChannel) seen(entry string) (version int64, has bool, err error) {
	anchor, err := (&release.Repository{Dir: p.path("release")}).Anchor()
	if err != nil {
		return 0, false, err
	}
	server := &release.Server{URL: p.url, Client: http.DefaultClient}
	var military []byte
	fetch := func(path string, limit int64) ([]byte, error) {
		body, err := server.Fetch(path, limit)
		if strings.HasSuffix(path, ".us-military.txt") {
			military = body
		}
		return body, err
	}
	r, err := release.Check(fetch, verify.Config{Now: p.now, Root: anchor, Scope: verify.ScopePublic})
	if err != nil {
		return 0, false, err
	}
	return r.Version, bytes.Contains(military, []byte("\n"+entry+"\n")), nil
}

func (p *testChannel) sees(version int64, entry string, has bool) {
	p.t.Helper()
	gotVersion, gotHas, err := p.seen(entry)
	if err != nil || gotVersion != version || gotHas != has {
		p.t.Errorf("a client sees version %d, %s %t, %v; want version %d, %t", gotVersion, entry, gotHas, err, version, has)
	}
}
