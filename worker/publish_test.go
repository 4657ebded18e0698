package worker

import (
	"fmt"
	"strings"
	"testing"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

func TestPublish(t *testing.T) {
	h := newHouse()
	for version := 1; version <= 3; version++ {
		content := map[string][]byte{"known.txt": lists["known.txt"], "us-military.txt": fmt.Appendf(nil, "army%d.mil\n", version)}
		got := h.release(version, content)
		want := fmt.Sprintf(`{"published":{"root":1,"snapshot":%d,"targets":%[1]d,"timestamp":%[1]d}}`, version)
		if body := text(t, got); got.StatusCode != 200 || strings.TrimSpace(body) != want {
			t.Fatalf("publication %d: %d %s, want 200 %s", version, got.StatusCode, body, want)
		}
		// At once, and not after what was in memory has aged.
		if shown := h.publicClient(t); string(shown["us-military.txt"]) != string(content["us-military.txt"]) {
			t.Errorf("publication %d: a client reads %q", version, shown["us-military.txt"])
		}
	}
	shown := h.status(t)
	if !shown.Published || shown.Lists != 2 || shown.Metadata[tuf.RoleTargets].Version != 3 || len(shown.Warnings) != 0 {
		t.Errorf("status: %+v", shown)
	}
	if got := h.do("GET", "/healthz"); got.StatusCode != 200 {
		t.Errorf("healthz: %d", got.StatusCode)
	}
	for path, cache := range map[string]string{
		"/v1/metadata/1.root.json":     cacheForever,
		"/v1/metadata/3.targets.json":  cacheForever,
		"/v1/metadata/3.snapshot.json": cacheForever,
		"/v1/metadata/timestamp.json":  cacheWithGrace,
		"/v1/metadata/2.root.json":     cacheFiveMinutes,
	} {
		if got := h.do("GET", path); got.Header.Get("Cache-Control") != cache {
			t.Errorf("%s: %d, Cache-Control %q, want %q", path, got.StatusCode, got.Header.Get("Cache-Control"), cache)
		}
	}
}

func TestRenewal(t *testing.T) {
	h := newHouse()
	release := h.author.Release(1, lists)
	h.publishAll("/v1/", 1, bundleOf(release), lists)
	if got := h.post(bundle{Timestamp: string(h.author.Timestamp(2, 1, release.Snapshot))}); got.StatusCode != 200 {
		t.Errorf("a new timestamp alone: %d %s", got.StatusCode, text(t, got))
	}
	h.publicClient(t)
}

func TestRepeatingWritesNothing(t *testing.T) {
	h := newHouse()
	b := bundleOf(h.author.Release(1, lists))
	h.publishAll("/v1/", 1, b, lists)
	h.writes = 0
	for range 3 {
		if got := h.post(b); got.StatusCode != 200 {
			t.Fatalf("again: %d", got.StatusCode)
		}
	}
	if h.writes != 0 {
		t.Errorf("publishing again what is published wrote %d times", h.writes)
	}
}

// TestRotation replaces every key, and undoes versions that a stolen timestamp
// key had driven up.
func TestRotation(t *testing.T) {
	h := newHouse()
	first := h.author.Release(1, lists)
	h.publishAll("/v1/", 1, bundleOf(first), lists)
	stolen := h.author.Timestamp(1<<53-1, 1, first.Snapshot)
	if got := h.post(bundle{Timestamp: string(stolen)}); got.StatusCode != 200 {
		t.Fatalf("the thief's timestamp: %d", got.StatusCode)
	}
	if got := h.post(bundleOf(h.author.Release(2, lists))); got.StatusCode != 409 {
		t.Fatalf("after it: %d, want 409", got.StatusCode)
	}
	next := tuftest.New(h.now.AddDate(0, 3, 0))
	for role, keys := range map[tuf.Role][]byte{tuf.RoleRoot: {11, 12, 13}, tuf.RoleTargets: {14, 15, 16}, tuf.RoleSnapshot: {14, 15, 16}, tuf.RoleTimestamp: {17}} {
		next.Keys[role] = keys
	}
	b := bundleOf(next.Release(2, lists), next.Root(2, h.author))
	for range 2 { // and once more, repeated
		got := h.publishAll("/v1/", 2, b, lists)
		if got.StatusCode != 200 {
			t.Fatalf("rotation: %d %s", got.StatusCode, text(t, got))
		}
	}
	if shown := h.publicClient(t); len(shown) != 2 {
		t.Errorf("a client of the first root reads %d lists", len(shown))
	}
	if got := h.post(bundleOf(h.author.Release(3, lists))); got.StatusCode != 403 {
		t.Errorf("the old keys: %d, want 403", got.StatusCode)
	}
}

func TestOrganisations(t *testing.T) {
	h := newHouse()
	ministry := tuftest.New(h.now.AddDate(0, 3, 0))
	for role := range ministry.Keys {
		ministry.Keys[role] = []byte{31, 32, 33}
	}
	own := map[string][]byte{"ministry.txt": []byte("ministry.example\n")}
	b := bundleOf(ministry.Release(1, own))
	if got := h.postTo("/v1/orgs/ministry/publish", b); got.StatusCode != 409 {
		t.Errorf("a channel without root: %d, want 409", got.StatusCode)
	}
	h.put("v1/orgs/ministry/metadata/1.root.json", ministry.Root(1))
	if got := h.publishAll("/v1/orgs/ministry/", 1, b, own); got.StatusCode != 200 {
		t.Errorf("its own: %d %s", got.StatusCode, text(t, got))
	}
	if got := h.post(b); got.StatusCode != 403 {
		t.Errorf("the ministry to the public channel: %d, want 403", got.StatusCode)
	}
	if got := h.postTo("/v1/orgs/ministry/publish", bundleOf(h.author.Release(2, lists))); got.StatusCode != 403 {
		t.Errorf("the public keys to the ministry's channel: %d, want 403", got.StatusCode)
	}
	if shown := h.client(t, ministry.Root(1), "/v1/orgs/ministry/"); string(shown["ministry.txt"]) != "ministry.example\n" {
		t.Errorf("its client reads %q", shown)
	}
	for _, name := range []string{"", "A", "a.b", "a%2Fb", "..", strings.Repeat("a", 101)} {
		if got := h.do("GET", "/v1/orgs/"+name+"/metadata/timestamp.json"); got.StatusCode != 404 {
			t.Errorf("organisation %q: %d, want 404", name, got.StatusCode)
		}
	}
}
