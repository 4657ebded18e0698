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
	c := newPublishedChannel(t)
	c.sees(1, "jag.mil", false)
	c.must("check", "--url", c.url)
	c.must("status")
	c.must("status", "--url", c.url)

	c.add("us-military", "jag.mil")
	if out := c.must("stage"); !strings.Contains(out, "us-military (protected): 1 added, 0 removed\n  + jag.mil\n") {
		t.Errorf("stage shows the change: got\n%s", out)
	}
	c.publish()
	c.sees(2, "jag.mil", true)
	deltas, _ := filepath.Glob(c.path("release", "published", "targets", "*.delta-*"))
	if len(deltas) != 1 {
		t.Errorf("got deltas %q", deltas)
	}
	if out := c.must("stage"); !strings.Contains(out, "version 2 is published already") {
		t.Errorf("without a change: got\n%s", out)
	}

	// Back to the content of version 1, which clients take as version 3.
	c.must("revert", "1")
	c.sign("t1", "t2")
	c.renew()
	c.send()
	c.sees(3, "jag.mil", false)
	c.refuses("version 9 was never published", exitUnusable, "revert", "9")
}

// An organisation has a channel of its own, whose lists may do what policy says,
// and no more.
func TestAnOrganisationsChannel(t *testing.T) {
	c := newTestChannel(t)
	os.RemoveAll(c.path("lists"))
	os.Mkdir(c.path("lists"), 0o777)
	header := "# nearmiss-list: 1\n# name: %s\n# role: %s\n# category: works\n# title: Works\n# source: works.example\n# licence: CC0-1.0\n# date: 2026-11-21\n\n"
	os.WriteFile(c.path("lists", "works.txt"), fmt.Appendf(nil, header+"quillion-works.org # ours\n", "works", "own"), 0o666)
	os.WriteFile(c.path("lists", "partners.txt"), fmt.Appendf(nil, header+"quillon-works.org\n", "partners", "allowed"), 0o666)
	c.refuses("there is no scope", exitUnusable, "rotate-root", "--scope", "everything", "--root-key", c.key("r1"))
	args := []string{"rotate-root", "--scope", "protect+allow", "--timestamp-key", c.key("online"), "--targets-threshold", "1",
		"--targets-key", c.key("t1"), "--root-key", c.key("r1"), "--root-key", c.key("r2")}
	c.must(args...)
	c.sign("r1", "r2")
	anchor, err := os.ReadFile(c.path("release", "staged", "metadata", "1.root.json"))
	if err != nil {
		t.Fatal(err)
	}
	c.store.Put("v1/orgs/works/metadata/1.root.json", worker.Text(anchor), worker.Condition{})
	c.refuses("another one is another channel", exitUnusable, append(slices.Clone(args), "--scope", "protect")...)
	c.must("stage")
	c.sign("t1")
	c.renew()
	channel := c.url + "/v1/orgs/works/"
	c.must("publish", "--url", channel)
	c.must("check", "--url", channel)
	c.must("status", "--url", channel)
	server := &release.Server{URL: channel, Client: http.DefaultClient}
	for scope, believed := range map[verify.Scope]bool{verify.ScopeProtectAllow: true, verify.ScopeProtect: false, verify.ScopePublic: false} {
		if _, err := release.Check(server.Fetch, verify.Config{Now: c.now, Root: anchor, Scope: scope}); (err == nil) != believed {
			t.Errorf("a client whose policy says %s: got %v", scope, err)
		}
	}
	os.WriteFile(c.path("lists", "works.txt"), fmt.Appendf(nil, header+"x.example\n", "works", "known"), 0o666)
	c.refuses("role known is none of [protected own allowed]", exitFindings, "stage")
}

// Publishing is cut off before each of its requests in turn. What a client sees
// is always a whole version, and doing it again completes it.
func TestPublishingIsInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	c := newPublishedChannel(t)
	for cut := 0; ; cut++ {
		if cut > 20 {
			t.Fatal("publishing takes more than 20 requests")
		}
		version, _, err := c.seen("jag.mil")
		if err != nil {
			t.Fatal(err)
		}
		entry := strings.Repeat(string(rune('b'+cut%20)), 6+cut/20) + ".mil" // near no other
		c.add("us-military", entry)
		c.prepare()
		requests := 0
		c.before = func(*http.Request) bool { requests++; return requests <= cut }
		got := c.list("publish", "--url", c.url)
		c.before = nil
		if got.code == exitFine {
			if cut < 4 {
				t.Errorf("publishing took %d requests only", requests)
			}
			break
		}
		c.sees(version, entry, false)
		c.send()
		c.sees(version+1, entry, true)
	}
}

func TestTwoPublishAtOnce(t *testing.T) {
	c := newPublishedChannel(t)
	other := *c
	other.dir = t.TempDir()
	if err := os.CopyFS(other.dir, os.DirFS(c.dir)); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"t1", "t3", "online"} {
		os.Chmod(other.key(key), 0o600)
	}
	c.add("us-military", "one.mil")
	other.add("us-military", "two.mil")
	c.prepare()
	other.prepare()
	c.send()
	got := other.list("publish", "--url", c.url)
	if got.code != exitUnusable || !strings.Contains(got.err, "409") {
		t.Errorf("the second is told: got exit %d, %s", got.code, got.err)
	}
	c.sees(2, "one.mil", true)
	c.sees(2, "two.mil", false)
	other.refuses("not the newest that was published from here", exitFindings, "check", "--url", c.url)
}
