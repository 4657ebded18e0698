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
	c := &testChannel{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), store: new(worker.MemoryStore)}
	service := worker.New(c.store, worker.Options{Now: func() time.Time { return c.now }, Report: func(string) {}})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.before != nil && !c.before(r) {
			http.Error(w, "out of order", http.StatusServiceUnavailable)
			return
		}
		service.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	os.Mkdir(c.path("keys"), 0o777)
	os.Mkdir(c.path("lists"), 0o777)
	for _, name := range []string{"us-military", "us-military-mail", "us-federal", "military-registries", "government-registries",
		"military", "mail-providers", "us-state-local", "suffixes"} {
		text, err := lists.Files.ReadFile(name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		if name == "us-state-local" { // the first of 15,000 are enough here
			text = append(bytes.Join(bytes.SplitN(text, []byte("\n"), 60)[:59], []byte("\n")), '\n')
		}
		if err := os.WriteFile(c.path("lists", name+".txt"), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"r1", "r2", "r3", "t1", "t2", "t3", "online"} {
		c.must("keygen", c.key(key))
	}
	return c
}

// newPublishedChannel is a test channel that has published version 1.
func newPublishedChannel(t *testing.T) *testChannel {
	c := newTestChannel(t)
	c.firstRoot()
	c.publish()
	return c
}

func (c *testChannel) path(parts ...string) string {
	return filepath.Join(append([]string{c.dir}, parts...)...)
}

func (c *testChannel) key(name string) string { return c.path("keys", name) }

// list runs "nearmiss list …" as its maintainers do.
func (c *testChannel) list(args ...string) result {
	c.t.Helper()
	switch args[0] {
	case "keygen":
	case "stage":
		args = append(args, "--lists", c.path("lists"), "--repository", c.path("release"))
	default:
		args = append(args, "--repository", c.path("release"))
	}
	var out, errs bytes.Buffer
	maintainer := &program{strings.NewReader(""), &out, &errs, func() time.Time { return c.now }, c.play}
	code := run(maintainer, append([]string{"list"}, args...))
	return result{code, out.String(), errs.String()}
}

func (c *testChannel) must(args ...string) string {
	c.t.Helper()
	got := c.list(args...)
	if got.code != exitFine {
		c.t.Fatalf("%s: exit %d\n%s%s", strings.Join(args, " "), got.code, got.out, got.err)
	}
	return got.out
}

func (c *testChannel) refuses(want string, code int, args ...string) {
	c.t.Helper()
	got := c.list(args...)
	if got.code != code || !strings.Contains(got.out+got.err, want) {
		c.t.Errorf("%s: exit %d, %s%s; want exit %d, %q", strings.Join(args, " "), got.code, got.out, got.err, code, want)
	}
}

// firstRoot makes root 1 and puts it into the store by hand, as nothing can be
// published to a channel without one.
func (c *testChannel) firstRoot() {
	c.t.Helper()
	args := []string{"rotate-root", "--timestamp-key", c.key("online")}
	for _, n := range []string{"1", "2", "3"} {
		args = append(args, "--root-key", c.key("r"+n), "--targets-key", c.key("t"+n))
	}
	c.must(args...)
	c.sign("r1", "r2")
	text, err := os.ReadFile(c.path("release", "staged", "metadata", "1.root.json"))
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.store.Put("v1/metadata/1.root.json", worker.Text(text), worker.Condition{}); err != nil {
		c.t.Fatal(err)
	}
}

// add writes an entry into a list's source, where the formatter puts it in order.
func (c *testChannel) add(list, entry string) {
	c.t.Helper()
	path := c.path("lists", list+".txt")
	text, err := os.ReadFile(path)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(path, fmt.Appendf(text, "%s # by hand: for a test\n", entry), 0o666); err != nil {
		c.t.Fatal(err)
	}
	if got := nearmiss(c.t, "", "list", "fmt", path); got.code != exitFine {
		c.t.Fatal(got.err)
	}
}

func (c *testChannel) sign(keys ...string) {
	c.t.Helper()
	root, err := (&release.Repository{Dir: c.path("release")}).StagedRoot()
	if err != nil {
		c.t.Fatal(err)
	}
	for _, key := range keys {
		args := []string{"sign", "--yes", "--key", c.key(key)}
		if root != nil {
			args = append(args, "--expect", root.SHA256)
		}
		c.must(args...)
	}
}

func (c *testChannel) renew() {
	c.t.Helper()
	c.must("renew", "--key", c.key("online"))
}

// prepare stages, signs and renews; publishing remains to be done.
func (c *testChannel) prepare() {
	c.t.Helper()
	c.must("stage")
	c.sign("t1", "t3")
	c.renew()
}

// send publishes what prepare has made ready.
func (c *testChannel) send() {
	c.t.Helper()
	c.must("publish", "--url", c.url)
}

func (c *testChannel) publish() {
	c.t.Helper()
	c.prepare()
	c.send()
}

// seen is what a new client gets of the Worker: the version, and whether the
// entry is in us-military.
func (c *testChannel) seen(entry string) (version int64, has bool, err error) {
	anchor, err := (&release.Repository{Dir: c.path("release")}).Anchor()
	if err != nil {
		return 0, false, err
	}
	server := &release.Server{URL: c.url, Client: http.DefaultClient}
	var military []byte
	fetch := func(path string, limit int64) ([]byte, error) {
		body, err := server.Fetch(path, limit)
		if strings.HasSuffix(path, ".us-military.txt") {
			military = body
		}
		return body, err
	}
	r, err := release.Check(fetch, verify.Config{Now: c.now, Root: anchor, Scope: verify.ScopePublic})
	if err != nil {
		return 0, false, err
	}
	return r.Version, bytes.Contains(military, []byte("\n"+entry+"\n")), nil
}

func (c *testChannel) sees(version int64, entry string, has bool) {
	c.t.Helper()
	gotVersion, gotHas, err := c.seen(entry)
	if err != nil || gotVersion != version || gotHas != has {
		c.t.Errorf("a client sees version %d, %s %t, %v; want version %d, %t", gotVersion, entry, gotHas, err, version, has)
	}
}
