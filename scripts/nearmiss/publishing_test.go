package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nearmiss/extension/src/webmail"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/scripts/nearmiss/release"
	"nearmiss/wasm/update/verify"
	"nearmiss/worker"
	"nearmiss/worker/lists"
)

// press is a maintainers' desk: keys, sources, a folder of releases, and a
// Worker with a store in memory.
type press struct {
	t      *testing.T
	dir    string
	now    time.Time
	store  *worker.MemoryStore
	url    string
	before func(r *http.Request) bool // a request that may not come through
}

func newPress(t *testing.T) *press {
	p := &press{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), store: new(worker.MemoryStore)}
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
		p.must("keygen", p.path("keys", key))
	}
	return p
}

func (p *press) path(parts ...string) string {
	return filepath.Join(append([]string{p.dir}, parts...)...)
}

// list runs "nearmiss list …" on the desk.
func (p *press) list(args ...string) result {
	p.t.Helper()
	switch args[0] {
	case "keygen":
	case "stage":
		args = append(args, "--lists", p.path("lists"), "--repository", p.path("release"))
	default:
		args = append(args, "--repository", p.path("release"))
	}
	var out, errs bytes.Buffer
	desk := &program{strings.NewReader(""), &out, &errs, func() time.Time { return p.now }}
	code := run(desk, append([]string{"list"}, args...))
	return result{code, out.String(), errs.String()}
}

func (p *press) must(args ...string) string {
	p.t.Helper()
	got := p.list(args...)
	if got.code != exitFine {
		p.t.Fatalf("%s: exit %d\n%s%s", strings.Join(args, " "), got.code, got.out, got.err)
	}
	return got.out
}

func (p *press) refuses(want string, code int, args ...string) {
	p.t.Helper()
	got := p.list(args...)
	if got.code != code || !strings.Contains(got.out+got.err, want) {
		p.t.Errorf("%s: exit %d, %s%s; want exit %d, %q", strings.Join(args, " "), got.code, got.out, got.err, code, want)
	}
}

func (p *press) firstRoot() {
	p.t.Helper()
	args := []string{"rotate-root", "--timestamp-key", p.path("keys", "online")}
	for _, n := range []string{"1", "2", "3"} {
		args = append(args, "--root-key", p.path("keys", "r"+n), "--targets-key", p.path("keys", "t"+n))
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

func (p *press) sign(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		p.must("sign", "--yes", "--key", p.path("keys", key))
	}
}

// prepare stages, signs and renews; publishing remains to be done.
func (p *press) prepare() {
	p.t.Helper()
	p.must("stage")
	p.sign("t1", "t3")
	p.must("renew", "--key", p.path("keys", "online"))
}

func (p *press) publish() {
	p.t.Helper()
	p.prepare()
	p.must("publish", "--url", p.url)
}

func (p *press) add(list, entry string) {
	p.t.Helper()
	path := p.path("lists", list+".txt")
	text, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, append(text, entry...), 0o666); err != nil {
		p.t.Fatal(err)
	}
	if got := nearmiss(p.t, "", "list", "fmt", path); got.code != exitFine {
		p.t.Fatal(got.err)
	}
}

// seen is what a new client gets of the Worker: the version, and whether the
// entry is in us-military.
func (p *press) seen(entry string) (version int64, has bool, err error) {
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

func (p *press) sees(version int64, entry string, has bool) {
	p.t.Helper()
	gotVersion, gotHas, err := p.seen(entry)
	if err != nil || gotVersion != version || gotHas != has {
		p.t.Errorf("a client sees version %d, %s %t, %v; want version %d, %t", gotVersion, entry, gotHas, err, version, has)
	}
}

func TestFromAnEditToALiveList(t *testing.T) {
	p := newPress(t)
	p.firstRoot()
	p.publish()
	p.sees(1, "jag.mil", false)
	p.must("check", "--url", p.url)
	p.must("status")
	p.must("status", "--url", p.url)

	p.add("us-military", "jag.mil # by hand: for a test\n")
	if out := p.must("stage"); !strings.Contains(out, "us-military (protected): 1 added, 0 removed\n  + jag.mil\n") {
		t.Errorf("stage shows the change: got\n%s", out)
	}
	p.publish()
	p.sees(2, "jag.mil", true)
	deltas, _ := filepath.Glob(p.path("release", "published", "targets", "*.delta-*"))
	if len(deltas) != 1 {
		t.Errorf("got deltas %q", deltas)
	}
	if out := p.must("stage"); !strings.Contains(out, "version 2 is published already") {
		t.Errorf("without a change: got\n%s", out)
	}

	// Back to the content of version 1, which clients take as version 3.
	p.must("revert", "1")
	p.sign("t1", "t2")
	p.must("renew", "--key", p.path("keys", "online"))
	p.must("publish", "--url", p.url)
	p.sees(3, "jag.mil", false)
	p.refuses("version 9 was never published", exitUnusable, "revert", "9")
}

// An organisation has a channel of its own, whose lists may do what policy says,
// and no more.
func TestAnOrganisationsChannel(t *testing.T) {
	p := newPress(t)
	os.RemoveAll(p.path("lists"))
	os.Mkdir(p.path("lists"), 0o777)
	header := "# nearmiss-list: 1\n# name: %s\n# role: %s\n# category: works\n# title: Works\n# source: works.example\n# licence: CC0-1.0\n# date: 2026-11-21\n\n"
	os.WriteFile(p.path("lists", "works.txt"), fmt.Appendf(nil, header+"quillion-works.org # ours\n", "works", "own"), 0o666)
	os.WriteFile(p.path("lists", "partners.txt"), fmt.Appendf(nil, header+"quillon-works.org\n", "partners", "allowed"), 0o666)
	p.refuses("there is no scope", exitUnusable, "rotate-root", "--scope", "everything", "--root-key", p.path("keys", "r1"))
	args := []string{"rotate-root", "--scope", "protect+allow", "--timestamp-key", p.path("keys", "online"), "--targets-threshold", "1",
		"--targets-key", p.path("keys", "t1"), "--root-key", p.path("keys", "r1"), "--root-key", p.path("keys", "r2")}
	p.must(args...)
	p.sign("r1", "r2")
	anchor, err := os.ReadFile(p.path("release", "staged", "metadata", "1.root.json"))
	if err != nil {
		t.Fatal(err)
	}
	p.store.Put("v1/orgs/works/metadata/1.root.json", worker.Text(anchor), worker.Condition{})
	p.refuses("another one is another channel", exitUnusable, append(slices.Clone(args), "--scope", "protect")...)
	p.must("stage")
	p.sign("t1")
	p.must("renew", "--key", p.path("keys", "online"))
	channel := p.url + "/v1/orgs/works/"
	p.must("publish", "--url", channel)
	p.must("check", "--url", channel)
	p.must("status", "--url", channel)
	server := &release.Server{URL: channel, Client: http.DefaultClient}
	for scope, believed := range map[verify.Scope]bool{verify.ScopeProtectAllow: true, verify.ScopeProtect: false, verify.ScopePublic: false} {
		if _, err := release.Check(server.Fetch, verify.Config{Now: p.now, Root: anchor, Scope: scope}); (err == nil) != believed {
			t.Errorf("a client whose policy says %s: got %v", scope, err)
		}
	}
	os.WriteFile(p.path("lists", "works.txt"), fmt.Appendf(nil, header+"x.example\n", "works", "known"), 0o666)
	p.refuses("role known is none of [protected own allowed]", exitFindings, "stage")
}

func TestSigningNeedsTwo(t *testing.T) {
	p := newPress(t)
	p.refuses("there is no root yet", exitUnusable, "stage")
	p.firstRoot()
	p.must("stage")
	p.sign("t1", "t1")
	p.refuses("1.targets.json has 1 of 2 signatures", exitUnusable, "renew", "--key", p.path("keys", "online"))
	p.refuses("no timestamp is staged", exitUnusable, "publish", "--url", p.url)
	p.refuses("nothing is staged that key", exitUnusable, "sign", "--yes", "--key", p.path("keys", "online"))
	if got := p.list("sign", "--key", p.path("keys", "t2")); got.code != exitUnusable || !strings.Contains(got.err, "not signed") {
		t.Errorf("without a yes: exit %d, %s", got.code, got.err)
	}
	p.refuses("may not sign timestamps", exitUnusable, "renew", "--key", p.path("keys", "t2"))
	// Staging the same again keeps the signature that is there.
	if out := p.must("stage"); !strings.Contains(out, "1.targets.json                       1 of 2 signatures") {
		t.Errorf("staged again: got\n%s", out)
	}
	p.sign("t2")
	p.must("renew", "--key", p.path("keys", "online"))
	p.must("verify")
	p.must("publish", "--url", p.url)
	p.refuses("no timestamp is staged", exitUnusable, "publish", "--url", p.url)
	// A change after the signatures makes them worthless.
	p.add("us-military", "jag.mil # by hand: for a test\n")
	p.prepare()
	path := p.path("release", "staged", "metadata", "2.targets.json")
	text, _ := os.ReadFile(path)
	os.WriteFile(path, bytes.Replace(text, []byte(`"length":`), []byte(`"length":1`), 1), 0o666)
	p.refuses("signature", exitFindings, "verify")
	p.sees(1, "jag.mil", false)
}

// Publishing is cut off before each of its requests in turn. What a client sees
// is always a whole version, and doing it again completes it.
func TestPublishingIsInterrupted(t *testing.T) {
	p := newPress(t)
	p.firstRoot()
	p.publish()
	const entry = "jag.mil"
	for cut := 0; ; cut++ {
		if cut > 20 {
			t.Fatal("publishing takes more than 20 requests")
		}
		version, _, err := p.seen(entry)
		if err != nil {
			t.Fatal(err)
		}
		p.add("us-military", fmt.Sprintf("jag%d.mil # by hand: for a test\n", cut))
		p.prepare()
		requests := 0
		p.before = func(*http.Request) bool { requests++; return requests <= cut }
		got := p.list("publish", "--url", p.url)
		p.before = nil
		if got.code == exitFine {
			if cut < 4 {
				t.Errorf("publishing took %d requests only", requests)
			}
			break
		}
		p.sees(version, fmt.Sprintf("jag%d.mil", cut), false)
		p.must("publish", "--url", p.url)
		p.sees(version+1, fmt.Sprintf("jag%d.mil", cut), true)
	}
}

func TestTwoPublishAtOnce(t *testing.T) {
	p := newPress(t)
	p.firstRoot()
	p.publish()
	other := *p
	other.dir = t.TempDir()
	if err := os.CopyFS(other.dir, os.DirFS(p.dir)); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"t1", "t3", "online"} {
		os.Chmod(other.path("keys", key), 0o600)
	}
	p.add("us-military", "one.mil # by hand: for a test\n")
	other.add("us-military", "two.mil # by hand: for a test\n")
	p.prepare()
	other.prepare()
	p.must("publish", "--url", p.url)
	got := other.list("publish", "--url", p.url)
	if got.code != exitUnusable || !strings.Contains(got.err, "409") {
		t.Errorf("the second is told: got exit %d, %s", got.code, got.err)
	}
	p.sees(2, "one.mil", true)
	p.sees(2, "two.mil", false)
	other.refuses("not the newest that was published from here", exitFindings, "check", "--url", p.url)
}

func TestRootRotates(t *testing.T) {
	p := newPress(t)
	p.firstRoot()
	p.publish()
	for _, key := range []string{"r4", "t4"} {
		p.must("keygen", p.path("keys", key))
	}
	p.now = p.now.Add(48 * time.Hour)
	p.must("rotate-root",
		"--root-key", p.path("keys", "r2"), "--root-key", p.path("keys", "r3"), "--root-key", p.path("keys", "r4"),
		"--targets-key", p.path("keys", "t2"), "--targets-key", p.path("keys", "t3"), "--targets-key", p.path("keys", "t4"))
	p.sign("r4", "r2")
	p.refuses("2.root.json by the keys before has 1 of 2 signatures", exitUnusable, "renew", "--key", p.path("keys", "online"))
	p.sign("r1")
	// The lists are signed by keys of which one has gone: they are signed anew.
	p.add("us-military", "jag.mil # by hand: for a test\n")
	p.must("stage")
	p.refuses("nothing is staged that key", exitUnusable, "sign", "--yes", "--key", p.path("keys", "t1"))
	p.sign("t4", "t2")
	p.must("renew", "--key", p.path("keys", "online"))
	p.must("publish", "--url", p.url)
	p.sees(2, "jag.mil", true)
	p.must("check", "--url", p.url)
}

func TestStatusWarnsBeforeItIsTooLate(t *testing.T) {
	p := newPress(t)
	p.firstRoot()
	p.publish()
	for _, row := range []struct {
		after time.Duration
		want  string // that is due; "" for nothing
	}{
		{24 * time.Hour, ""},
		{5 * 24 * time.Hour, "timestamp.json"},
		{75 * 24 * time.Hour, "1.targets.json"},
		{330 * 24 * time.Hour, "1.root.json"},
	} {
		q := *p
		q.now = p.now.Add(row.after)
		got := q.list("status")
		due := ""
		for line := range strings.Lines(got.out) {
			if strings.Contains(line, "time to act") && due == "" {
				due = strings.Fields(line)[0]
			}
		}
		if due != row.want || (got.code == exitFindings) != (row.want != "") {
			t.Errorf("after %v: exit %d, due %q, want %q\n%s", row.after, got.code, due, row.want, got.out)
		}
	}
	// Renewing is enough for the timestamp, staging and signing again for the rest.
	p.now = p.now.Add(5 * 24 * time.Hour)
	p.must("renew", "--key", p.path("keys", "online"))
	p.must("publish", "--url", p.url)
	p.must("status", "--url", p.url)
	p.now = p.now.Add(60 * 24 * time.Hour)
	p.publish()
	p.sees(2, "jag.mil", false)
	p.must("status")
}

func TestAuditLogShowsWhatWasChangedLater(t *testing.T) {
	p := newPress(t)
	p.firstRoot()
	p.publish()
	path := p.path("release", "audit.log")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for line := range strings.Lines(string(text)) {
		_, step, _ := strings.Cut(line, `"step":"`)
		step, _, _ = strings.Cut(step, `"`)
		steps = append(steps, step)
	}
	if want := []string{"stage-root", "sign", "sign", "stage", "sign", "sign", "renew", "publish"}; !slices.Equal(steps, want) {
		t.Errorf("got steps %q, want %q", steps, want)
	}
	lines := strings.SplitAfter(string(text), "\n")
	for name, changed := range map[string]string{
		"altered":   strings.Replace(string(text), "stage-root", "stage-rooT", 1),
		"taken out": strings.Join(append(slices.Clone(lines[:2]), lines[3:]...), ""),
		"swapped":   strings.Join(append([]string{lines[1], lines[0]}, lines[2:]...), ""),
	} {
		os.WriteFile(path, []byte(changed), 0o666)
		p.refuses("the log was changed", exitFindings, "status")
		if got := p.list("renew", "--key", p.path("keys", "online")); got.code == exitFine {
			t.Errorf("%s: work goes on", name)
		}
	}
}

func TestKeysAreKept(t *testing.T) {
	p := newPress(t)
	p.refuses("file exists", exitUnusable, "keygen", p.path("keys", "r1"))
	info, err := os.Stat(p.path("keys", "r1"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, %v", info.Mode(), err)
	}
	p.firstRoot()
	p.must("stage")
	os.Chmod(p.path("keys", "t1"), 0o644)
	p.refuses("can be read by others", exitUnusable, "sign", "--yes", "--key", p.path("keys", "t1"))
	p.refuses("is no private key", exitUnusable, "sign", "--yes", "--key", func() string {
		path := p.path("keys", "none")
		os.WriteFile(path, []byte("x"), 0o600)
		return path
	}())
}

// A description of a webmail goes the way of a list: lint, stage, sign, publish,
// revert.
func TestDescriptionOfWebmailIsPublished(t *testing.T) {
	p := newPress(t)
	p.firstRoot()
	os.Mkdir(p.path("lists", "webmails"), 0o777)
	source := p.path("lists", "webmails", "gmail.json")
	shipped, err := webmail.Files.ReadFile("descriptors/gmail.json")
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(source, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(string(shipped))
	p.prepare()
	if said := p.must("verify"); !strings.Contains(said, "1 descriptions of webmails") {
		t.Errorf("verify says %s", said)
	}
	p.must("publish", "--url", p.url)
	before, err := (&release.Repository{Dir: p.path("release")}).Webmails(0)
	if err != nil || len(before) != 1 || before[0].Name != "gmail" || strings.Contains(before[0].Text, "\n") {
		t.Fatalf("published is %v, %v", before, err)
	}

	changed := strings.Replace(string(shipped), `"body": [`, `"body": ["[data-new-body]", `, 1)
	write(changed)
	p.refuses("the version has to grow (version)", exitFindings, "stage")
	was, err := lint.ReadWebmail(string(shipped))
	if err != nil {
		t.Fatal(err)
	}
	newer := strings.Replace(changed, fmt.Sprintf(`"version": %d`, was.Version), fmt.Sprintf(`"version": %d`, was.Version+1), 1)
	write(strings.Replace(newer, "[data-new-body]", "[title='Message']", 1))
	p.refuses("body[0]: matches words of a language: Message (locale)", exitFindings, "stage")
	write(newer)
	said := p.must("stage")
	for _, want := range []string{
		fmt.Sprintf("webmail gmail: version %d, was %d\n", was.Version+1, was.Version), `  + body: "[data-new-body]"`,
		fmt.Sprintf("  - version: %d", was.Version),
	} {
		if !strings.Contains(said, want) {
			t.Errorf("stage says\n%s\nand not %q", said, want)
		}
	}
	p.publish()
	p.must("check", "--url", p.url)

	if err := os.Remove(source); err != nil {
		t.Fatal(err)
	}
	p.refuses("the description is gone", exitFindings, "stage")
	write(newer)
	if said := p.must("stage"); !strings.Contains(said, "is published already") {
		t.Errorf("the same again: stage says %s", said)
	}
	p.must("revert", "1")
	after, err := (&release.Repository{Dir: p.path("release")}).StagedWebmails()
	if err != nil || len(after) != 1 || after[0].Text != before[0].Text {
		t.Errorf("reverted to %v, %v", after, err)
	}
}

// An organisation's folder of lists has no descriptions, and its channel takes none.
func TestOrganisationDescribesNoWebmail(t *testing.T) {
	p := newPress(t)
	p.must("rotate-root", "--scope", "protect", "--timestamp-key", p.path("keys", "online"), "--root-threshold", "1", "--targets-threshold", "1",
		"--root-key", p.path("keys", "r1"), "--targets-key", p.path("keys", "t1"))
	p.sign("r1")
	os.Mkdir(p.path("lists", "webmails"), 0o777)
	if err := os.WriteFile(p.path("lists", "webmails", "gmail.json"), []byte("{}"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(p.path("lists", "suffixes.txt")); err != nil { // of a role that only the public channel has
		t.Fatal(err)
	}
	said := p.must("stage", "--allow-large")
	if strings.Contains(said, "webmail") {
		t.Errorf("stage says %s", said)
	}
}
