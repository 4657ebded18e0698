package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nearmiss/scripts/nearmiss/release"
	"nearmiss/wasm/update/verify"
	"nearmiss/worker"
)

func TestFromAnEditToALiveList(t *testing.T) {
	p := newPublishedChannel(t)
	p.sees(1, "jag.mil", false)
	p.must("check", "--url", p.url)
	p.must("status")
	p.must("status", "--url", p.url)

	p.add("us-military", "jag.mil")
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
	p.renew()
	p.send()
	p.sees(3, "jag.mil", false)
	p.refuses("version 9 was never published", exitUnusable, "revert", "9")
}

// An organisation has a channel of its own, whose lists may do what policy says,
// and no more.
func TestAnOrganisationsChannel(t *testing.T) {
	p := newTestChannel(t)
	os.RemoveAll(p.path("lists"))
	os.Mkdir(p.path("lists"), 0o777)
	header := "# nearmiss-list: 1\n# name: %s\n# role: %s\n# category: works\n# title: Works\n# source: works.example\n# licence: CC0-1.0\n# date: 2026-11-21\n\n"
	os.WriteFile(p.path("lists", "works.txt"), fmt.Appendf(nil, header+"quillion-works.org # ours\n", "works", "own"), 0o666)
	os.WriteFile(p.path("lists", "partners.txt"), fmt.Appendf(nil, header+"quillon-works.org\n", "partners", "allowed"), 0o666)
	p.refuses("there is no scope", exitUnusable, "rotate-root", "--scope", "everything", "--root-key", p.key("r1"))
	args := []string{"rotate-root", "--scope", "protect+allow", "--timestamp-key", p.key("online"), "--targets-threshold", "1",
		"--targets-key", p.key("t1"), "--root-key", p.key("r1"), "--root-key", p.key("r2")}
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
	p.renew()
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

// Publishing is cut off before each of its requests in turn. What a client sees
// is always a whole version, and doing it again completes it.
func TestPublishingIsInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	p := newPublishedChannel(t)
	for cut := 0; ; cut++ {
		if cut > 20 {
			t.Fatal("publishing takes more than 20 requests")
		}
		version, _, err := p.seen("jag.mil")
		if err != nil {
			t.Fatal(err)
		}
		entry := strings.Repeat(string(rune('b'+cut%20)), 6+cut/20) + ".mil" // near no other
		p.add("us-military", entry)
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
		p.sees(version, entry, false)
		p.send()
		p.sees(version+1, entry, true)
	}
}

func TestTwoPublishAtOnce(t *testing.T) {
	p := newPublishedChannel(t)
	other := *p
	other.dir = t.TempDir()
	if err := os.CopyFS(other.dir, os.DirFS(p.dir)); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"t1", "t3", "online"} {
		os.Chmod(other.key(key), 0o600)
	}
	p.add("us-military", "one.mil")
	other.add("us-military", "two.mil")
	p.prepare()
	other.prepare()
	p.send()
	got := other.list("publish", "--url", p.url)
	if got.code != exitUnusable || !strings.Contains(got.err, "409") {
		t.Errorf("the second is told: got exit %d, %s", got.code, got.err)
	}
	p.sees(2, "one.mil", true)
	p.sees(2, "two.mil", false)
	other.refuses("not the newest that was published from here", exitFindings, "check", "--url", p.url)
}
